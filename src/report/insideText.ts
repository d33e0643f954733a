import type { ProbeResult } from '../domain/engine.js';

/** What a run tells about its inside: one line for each layer of which anything was asked. */
export function insideText({ drops = [], gates = [], layers = [] }: ProbeResult): string {
  const cells = new Map<number, string[]>();
  const tell = (layer: number, cell: string) => cells.set(layer, [...(cells.get(layer) ?? []), cell]);
  for (const { layer, sha256 } of layers) tell(layer, sha256.slice(0, 16));
  for (const { layer, dropped } of drops) tell(layer, `dropped ${dropped}`);
  for (const { layer, mean } of gates) tell(layer, `memory gate ${mean.toExponential(3)}`);
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([layer, told]) => `layer ${String(layer).padStart(3)}  ${told.join('  ')}\n`)
    .join('');
}
