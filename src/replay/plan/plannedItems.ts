import { ROLLOUTS } from '../../evaluate/axes/askOnPolicy.js';
import { BENCH_BUDGETS, CAPABILITY_BUDGET, PROBE_BUDGETS } from '../../evaluate/axes/benches.js';
import type { DecodeMode } from '../../model/decode/DecodeRequest.js';
import type { Sent } from '../../reconstruct/items/sentPrompts.js';
import { liveAxes } from '../axes/liveAxes.js';
import type { RoundQuestions } from '../axes/RoundQuestions.js';
import type { ChatFiles } from '../axes/readChatFiles.js';
import type { RoundCounts } from '../axes/roundCounts.js';

/** One answer that a model is asked for. */
export interface PlannedItem {
  readonly axis: string;
  /** Tokens of the prompt. */
  readonly tokens: number;
  readonly rows: 1;
  /** Most new tokens, each a run of its own. */
  readonly steps: number;
  /** Tokens of each of these runs: 1, or about the whole text where it is run again for each token. */
  readonly stepTokens: number;
}

/** What is asked in a round, with the lengths that decide its cost. */
export interface RoundItems {
  /** Of each contender, in order. */
  readonly contender: readonly PlannedItem[];
  /** Of the teacher: its own answers once, and its marks once for each contender. */
  readonly teacher: readonly PlannedItem[];
  readonly marks: readonly PlannedItem[];
}

/** Tokens of a rubric beside the texts that are marked; a guess on the high side. */
const RUBRIC = 256;
const BUDGETS: Readonly<Record<string, number>> = {
  ...BENCH_BUDGETS,
  capability: CAPABILITY_BUDGET,
  length: PROBE_BUDGETS.chat,
  judge_probe: PROBE_BUDGETS.judge,
  chat_turns_probe: PROBE_BUDGETS.talk,
  on_policy_rkl: PROBE_BUDGETS.rollout,
};

/** What each contender of a round and its teacher are asked, in order. */
export function plannedItems(
  { prompts }: Pick<RoundQuestions, 'prompts'>,
  asked: RoundCounts,
  chat: ChatFiles,
  mode: DecodeMode,
): RoundItems {
  const lengthOf = (content: string): number => {
    const text = chat.template.render([{ role: 'user', content }], { enableThinking: false });
    return chat.tokenizer.encode(text).length;
  };
  const itemsOf = (axis: string, sent: readonly Sent[]): PlannedItem[] =>
    sent.flatMap((one) => {
      const steps = Math.min(BUDGETS[axis] ?? 0, asked.maxTokens);
      let before = 0;
      return [one].flat().map((turn): PlannedItem => {
        const tokens = before + lengthOf(turn);
        // A later turn of a talk reads what was said before.
        before = tokens + steps;
        const whole = axis === 'on_policy_rkl' || mode === 'recompute-full';
        const stepTokens = whole ? tokens + Math.ceil(steps / 2) : 1;
        return { axis, tokens, rows: 1, steps, stepTokens };
      });
    });
  const probe = (axis: string, from = axis) => itemsOf(axis, prompts[from] ?? []);
  const [judged, talked] = [probe('judge_probe'), probe('chat_turns_probe')];
  const marksOf = (list: readonly PlannedItem[]): PlannedItem[] =>
    list.map((one) => ({
      ...one,
      tokens: RUBRIC + one.tokens + one.steps,
      ...{ steps: PROBE_BUDGETS.mark, stepTokens: 1 },
    }));
  const lastTurns = talked.filter((_, i) => i % 3 === 2);
  return {
    contender: [
      ...liveAxes(asked.counts).flatMap(({ axis }) => itemsOf(axis, prompts[axis] ?? [])),
      ...[...probe('length', 'chat_probe'), ...judged, ...talked],
      // Continuations are decoded in one way alone.
      ...(mode === 'recompute-full' ? [] : probe('on_policy_rkl').slice(0, ROLLOUTS)),
    ],
    teacher: [...itemsOf('capability', prompts.capability ?? []), ...probe('length', 'chat_probe')],
    marks: [...marksOf(judged), ...marksOf(lastTurns)],
  };
}
