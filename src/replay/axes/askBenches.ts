import { type Absent, isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Decoder } from '../../domain/decoder.js';
import { askItem } from '../../evaluate/axes/askItem.js';
import { ungraded } from '../../evaluate/axes/axisRecord.js';
import { BENCH_BUDGETS, type Bench } from '../../evaluate/axes/benches.js';
import { callTool } from '../../evaluate/axes/callTool.js';
import type { Sandbox } from '../../evaluate/sandbox/runConfined.js';
import { askGraded } from './askGraded.js';
import { askVotes } from './askVotes.js';
import { type BenchItem, NEEDS_SANDBOX } from './benchItems.js';

/** Asks a model the items of benches; those that run its programs only where a sandbox was found. */
export async function askBenches(
  decoder: Decoder,
  axes: readonly Bench[],
  items: Readonly<Record<Bench, readonly BenchItem[]>>,
  found: Sandbox | Absent,
  block: bigint,
  onItem: (axis: string) => void,
): Promise<AxisRecord[]> {
  const records: AxisRecord[] = [];
  for (const axis of axes) {
    if (isAbsent(found) && NEEDS_SANDBOX.includes(axis)) {
      records.push(ungraded(axis, found));
      continue;
    }
    const budget = BENCH_BUDGETS[axis];
    const ask = ({ prompt }: BenchItem, index: number) => {
      if (axis === 'tool_use_bench') return callTool(decoder, prompt, budget, found as Sandbox);
      if (axis === 'self_consistency_bench') return askVotes(decoder, prompt, budget, block, index);
      return askItem(decoder, [prompt], budget);
    };
    // A failed decoding of these two axes is left out, as deployed.
    const dropFailed = axis === 'tool_use_bench' || axis === 'self_consistency_bench';
    // A tool-use answer runs a program between its two passes, which is to have the machine for itself.
    const atOnce = axis === 'tool_use_bench' ? 1 : decoder.atOnce;
    records.push(await askGraded(axis, items[axis], ask, { dropFailed, atOnce, onItem: () => onItem(axis) }));
  }
  return records;
}
