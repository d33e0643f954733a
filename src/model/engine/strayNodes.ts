import type { Provider } from '../../domain/engine.js';

const NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'CPUExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
};
/** Operators that move numbers and change none of them. */
const MOVERS =
  /^(?:If|Loop|Scan|Identity|Reshape|Squeeze|Unsqueeze|Flatten|Expand|Gather|GatherElements|GatherND|Slice|Concat|Split|Transpose|Memcpy(?:From|To)Host)$/;
const FLOATING = /float|double/;

interface ProfiledNode {
  readonly cat?: unknown;
  readonly args?: {
    readonly provider?: unknown;
    readonly op_name?: unknown;
    readonly input_type_shape?: unknown;
    readonly output_type_shape?: unknown;
  };
}

/**
 * Operators that computed numbers with a fraction on another provider than the asked one, in a run that the runtime itself
 * has profiled. Work on whole numbers and shapes, moves of numbers, and
 * widening them, may be anywhere.
 *
 * @param profile the text of the profile, a JSON array of events
 * @returns `operator on provider`, each once, in ascending order
 * @throws SyntaxError or Error when the profile is none, or names no node
 */
export function strayNodes(profile: string, provider: Provider): string[] {
  const events: unknown = JSON.parse(profile);
  if (!Array.isArray(events)) throw new Error('the profile of the run is not a list');
  const stray = new Set<string>();
  let nodes = 0;
  for (const { cat, args } of events as ProfiledNode[]) {
    if (cat !== 'Node' || typeof args?.provider !== 'string' || typeof args.op_name !== 'string') continue;
    nodes += 1;
    if (args.provider === NAMES[provider] || MOVERS.test(args.op_name)) continue;
    if (args.op_name === 'Cast' && isWidening(args)) continue;
    if (FLOATING.test(JSON.stringify(args.output_type_shape ?? 'float')))
      stray.add(`${args.op_name} on ${args.provider}`);
  }
  if (nodes === 0) throw new Error('the profile of the run names no node');
  return [...stray].sort();
}

/** From 16 bits to 32 no number changes. */
const isWidening = ({ input_type_shape, output_type_shape }: NonNullable<ProfiledNode['args']>): boolean =>
  /^\[\{"(?:bfloat16|float16)":/.test(JSON.stringify(input_type_shape ?? null)) &&
  /^\[\{"float":/.test(JSON.stringify(output_type_shape ?? null));
