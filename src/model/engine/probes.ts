import type { ProbeResult, Probes } from '../../domain/engine.js';
import type { Inside } from '../graphs/Architecture.js';
import type { ProbeOptions } from '../graphs/GraphOptions.js';
import { layerOutput } from '../graphs/probeOutputs.js';
import { digestOf, type EngineReplies } from './messages.js';

/** The optional outputs that a graph needs to answer; none without probes. */
export function probeOptions(probes: Probes | undefined): ProbeOptions | undefined {
  if (probes === undefined) return undefined;
  const { drops = false, gates = false, layers = false, values } = probes;
  return { drops, gates, layers: layers || values !== undefined };
}

/** Which outputs come back whole, and of which only a digest: hidden states stay in the engine process. */
export function probeCall(probes: Probes, { layers }: Inside): { fetches: string[]; digests: string[] } {
  const fetches = [];
  if (probes.drops === true) fetches.push('drops');
  if (probes.gates === true) fetches.push('gates');
  if (probes.values !== undefined) fetches.push(layerOutput(probes.values));
  return { fetches, digests: probes.layers === true ? layerNames(layers) : [] };
}

/**
 * The answers to probes out of what the engine gave.
 * @param finite an output that must be there and hold no NaN and no infinity
 */
export function probeResult(
  probes: Probes,
  { layers, width, withExperts, withMemory }: Inside,
  outputs: EngineReplies['run'],
  finite: (name: string) => Float32Array | Int32Array,
): ProbeResult {
  const entries = (name: string) => Array.from(finite(name));
  const { values } = probes;
  return {
    ...(probes.drops === true && {
      drops: entries('drops').map((dropped, i) => ({ layer: withExperts[i] as number, dropped })),
    }),
    ...(probes.gates === true && {
      gates: entries('gates').map((mean, i) => ({ layer: withMemory[i] as number, mean })),
    }),
    ...(probes.layers === true && {
      layers: layerNames(layers).map((name, layer) => ({
        layer,
        sha256: Buffer.from(outputs[digestOf(name)] as Uint8Array).toString('hex'),
      })),
    }),
    ...(values !== undefined && {
      values: { layer: values, width, hidden: outputs[layerOutput(values)] as Float32Array },
    }),
  };
}

const layerNames = (layers: number): string[] => Array.from({ length: layers }, (_, i) => layerOutput(i));
