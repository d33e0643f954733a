import { type Absent, isAbsent } from '../../domain/absent.js';
import type { AxisRecord, ItemRecord } from '../../domain/axisRecord.js';
import type { Decoder } from '../../domain/decoder.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import { type Answer, askItem } from '../../evaluate/axes/askItem.js';
import { axisRecord, ungraded } from '../../evaluate/axes/axisRecord.js';
import { BENCH_BUDGETS, type Bench, CAPABILITY_BUDGET } from '../../evaluate/axes/benches.js';
import { callTool } from '../../evaluate/axes/callTool.js';
import { VOTES, votedAnswer, voteSeed } from '../../evaluate/axes/voteAnswer.js';
import { gradeCapability } from '../../evaluate/grading/gradeCapability.js';
import { findSandbox } from '../../evaluate/sandbox/findSandbox.js';
import type { Sandbox } from '../../evaluate/sandbox/runConfined.js';
import { CAPABILITY_POOL } from '../../reconstruct/items/capabilityPool.js';
import { drawItems } from '../../reconstruct/items/drawItems.js';
import { sentPrompts } from '../../reconstruct/items/sentPrompts.js';
import { type BenchItem, benchItems, NEEDS_SANDBOX } from './benchItems.js';

/** What is asked, and where programs are run. */
export interface AxesInput {
  /** Number of the round's seed block. */
  readonly block: bigint;
  readonly counts: ItemCounts;
  /** Axes that are wanted; all when it is empty. */
  readonly only: readonly string[];
  /** Folders in which the sandbox is looked for, as in PATH. */
  readonly path: string;
}

/** What one model gives on the axes that it decides alone. */
export interface EvaluatedAxes {
  readonly records: readonly AxisRecord[];
  /** Why programs of the model were not run; null when they were confined. */
  readonly unconfined: Absent | null;
}

const NOT_NEEDED: Absent = { absent: 'not-applicable', why: 'No axis runs programs of the model.' };

/** Names of the axes that one model alone decides. */
export const OWN_AXES: readonly string[] = [...Object.keys(BENCH_BUDGETS), 'capability'];

/**
 * Asks one model every item of the axes that it decides alone, and grades the answers: benches and capability.
 *
 * @param onItem is told how many generations are done, of how many
 */
export async function evaluateAxes(
  input: AxesInput,
  decoder: Decoder,
  onItem: (done: number, total: number, axis: string) => void = () => undefined,
): Promise<EvaluatedAxes> {
  const items = drawItems(input.block, input.counts);
  const prompts = sentPrompts(items, input.block);
  const wanted = (axis: string): boolean => input.only.length === 0 || input.only.includes(axis);
  const axes = (Object.keys(BENCH_BUDGETS) as Bench[]).filter(wanted);
  const found = axes.some((axis) => NEEDS_SANDBOX.includes(axis))
    ? await findSandbox(input.path, process.arch)
    : NOT_NEEDED;
  const sandbox = isAbsent(found) ? null : found;
  const benches = benchItems(items, prompts, sandbox);
  const capability = wanted('capability') ? capabilityItems(items, prompts.capability as string[]) : [];
  const possible = axes.filter((axis) => sandbox !== null || !NEEDS_SANDBOX.includes(axis));
  const total = possible.reduce((sum, axis) => sum + benches[axis].length, capability.length);
  let done = 0;
  const records: AxisRecord[] = [];
  const run = async (
    axis: string,
    list: readonly BenchItem[],
    ask: (item: BenchItem, index: number) => Promise<Answer>,
  ) => {
    const graded: ItemRecord[] = [];
    for (const [index, item] of list.entries()) {
      const { text, tokens, failed } = await ask(item, index);
      const { prompt, source, gold, way } = item;
      graded.push({
        ...{ source, prompt, answer: text, gold },
        ...(await item.grade(text)),
        ...{ tokens, failed },
        ...(way === undefined ? {} : { way }),
      });
      done += 1;
      onItem(done, total, axis);
    }
    // A failed decoding of these two axes is left out, as deployed.
    const dropped = axis === 'tool_use_bench' || axis === 'self_consistency_bench';
    records.push(axisRecord(axis, dropped ? graded.filter((one) => !one.failed) : graded));
  };
  for (const axis of axes) {
    const budget = BENCH_BUDGETS[axis];
    if (sandbox === null && NEEDS_SANDBOX.includes(axis)) records.push(ungraded(axis, found as Absent));
    else
      await run(axis, benches[axis], ({ prompt }, index) => {
        if (axis === 'tool_use_bench') return callTool(decoder, prompt, budget, sandbox as Sandbox);
        if (axis === 'self_consistency_bench') return vote(decoder, prompt, budget, input.block, index);
        return askItem(decoder, [prompt], budget);
      });
  }
  if (wanted('capability'))
    await run('capability', capability, ({ prompt }) => askItem(decoder, [prompt], CAPABILITY_BUDGET));
  return { records, unconfined: isAbsent(found) ? found : null };
}

function capabilityItems(items: ReturnType<typeof drawItems>, prompts: readonly string[]): BenchItem[] {
  const asked = [
    ...items.capability.staticIndex.map((index) => CAPABILITY_POOL[index]),
    ...items.capability.drawn,
  ];
  return asked.flatMap((item, i) =>
    item === undefined
      ? []
      : [
          {
            source: `capability/${item.kind}`,
            prompt: prompts[i] as string,
            gold: item.answers.join('|') || `${item.count} words`,
            grade: async (text: string) => gradeCapability(text, item),
          },
        ],
  );
}

/** The voted answer of a self-consistency item, in a box, with the tokens of all samples that did not fail. */
async function vote(
  decoder: Decoder,
  prompt: string,
  maxNew: number,
  block: bigint,
  item: number,
): Promise<Answer> {
  const answers: Answer[] = [];
  for (let sample = 0; sample < VOTES.samples; sample++)
    answers.push(await askItem(decoder, [prompt], maxNew, { ...VOTES, seed: voteSeed(block, item, sample) }));
  const whole = answers.filter((one) => !one.failed);
  return {
    text: `#### ${votedAnswer(whole.map(({ text }) => text))}`,
    tokens: whole.reduce((sum, { tokens }) => sum + tokens, 0),
    terminated: whole.every(({ terminated }) => terminated),
    failed: whole.length === 0,
  };
}
