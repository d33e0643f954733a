import type { ItemCounts } from '../../domain/itemCounts.js';
import type { Bench } from '../../evaluate/axes/benches.js';

/** Where the number of items of each bench stands. */
const COUNT_OF: Readonly<Record<Bench, keyof ItemCounts>> = {
  math_bench: 'math',
  code_bench: 'code',
  reasoning_bench: 'reasoning',
  ifeval_bench: 'ifeval',
  aime_bench: 'aime',
  mbpp_bench: 'mbpp',
  tool_use_bench: 'tool_use',
  long_context_bench: 'long_context',
  robustness_bench: 'robustness',
  knowledge_bench: 'knowledge',
  arc_bench: 'arc',
  truthful_bench: 'truthful',
  self_consistency_bench: 'self_consistency',
  procedural_bench: 'procedural',
  noise_resistance_bench: 'noise',
};

/** Ways in which each item of an axis is asked. */
const WAYS_OF: Partial<Readonly<Record<Bench, keyof ItemCounts>>> = {
  robustness_bench: 'robustness_ways',
  noise_resistance_bench: 'noise_ways',
};

/** An axis that asks something, and how much. */
interface LiveAxis {
  readonly axis: string;
  readonly items: number;
}

/** The axes that one model alone decides and that ask anything with these counts, in the order in which they are asked. */
export function liveAxes(counts: ItemCounts): readonly LiveAxis[] {
  const benches = (Object.keys(COUNT_OF) as Bench[]).map((axis) => {
    const ways = WAYS_OF[axis];
    return { axis, items: counts[COUNT_OF[axis]] * (ways === undefined ? 1 : counts[ways]) };
  });
  const capability = { axis: 'capability', items: counts.capability_fixed + counts.capability_drawn };
  return [...benches, capability].filter(({ items }) => items > 0);
}
