import type { Node } from './messages.js';
import type { ProtoWriter } from './ProtoWriter.js';

/** Nodes that lead to an output, and every name that one of them takes, or that is an output. */
export interface Needed {
  readonly nodes: readonly Node[];
  readonly names: ReadonlySet<string>;
}

/**
 * Leaves out each node that leads to no output. The runtime would run it all the same, and last: what it takes would be
 * held until then, in every layer.
 *
 * @param nodes in an order in which they can run
 * @param takenBy names that the nodes of a body take; a body reads values of the graph around it
 */
export function neededNodes(
  nodes: readonly Node[],
  outputs: readonly string[],
  takenBy: (body: ProtoWriter) => ReadonlySet<string>,
): Needed {
  const names = new Set(outputs);
  const needed: Node[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => names.has(name))) continue;
    needed.push(node);
    for (const name of node.inputs) names.add(name);
    for (const value of Object.values(node.attributes))
      if ('graph' in value) for (const name of takenBy(value.graph)) names.add(name);
  }
  return { nodes: needed.reverse(), names };
}
