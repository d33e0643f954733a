import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import type { ProbeOptions } from './GraphOptions.js';

/** Name of the output that holds the hidden state after layer `index`. */
export const layerOutput = (index: number): string => `layer.${index}`;

/** The words of `GraphBuilder.probe` under which a graph with these options sets values aside. */
export function probesAsked(options: ProbeOptions | undefined): ReadonlySet<string> {
  return new Set(Object.entries(options ?? {}).flatMap(([word, asked]) => (asked === true ? [word] : [])));
}

/**
 * Lets what was set aside leave the graph: `drops` int32 and `gates` float32, one entry a layer that has such, and
 * `layer.0`, `layer.1`, ... [T, width].
 */
export function probeOutputs(g: GraphBuilder, width: number): void {
  for (const [word, type] of [
    ['drops', 'int32'],
    ['gates', 'float'],
  ] as const) {
    const entries = g.probed(word).map((value) => g.op('Reshape', [value, g.int([1])]));
    if (entries.length > 0)
      g.output(word, g.op('Concat', entries, { axis: { int: 0 } }), type, [entries.length]);
  }
  g.probed('layers').forEach((hidden, i) => {
    g.output(layerOutput(i), hidden, 'float', ['T', width]);
  });
}
