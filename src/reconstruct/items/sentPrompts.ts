import type { ChoiceItem, NeedleItem } from '../../domain/item.js';
import { askNoise } from '../rewrite/askNoise.js';
import { askRobustness } from '../rewrite/askRobustness.js';
import { paraphraseChat } from '../rewrite/paraphraseChat.js';
import { CAPABILITY_POOL } from './capabilityPool.js';
import {
  BRIEF_REQUESTS,
  CHAT_REQUESTS,
  JUDGE_REQUESTS,
  ON_POLICY_REQUESTS,
  RIDDLE_REQUESTS,
  TALKS,
} from './chatPools.js';
import type { RoundItems } from './drawItems.js';

/** Said once more after a math question, as the evaluator does. */
const NUMBER_LAST = 'The last line of the answer holds #### and the number, and nothing else.';
const BOXED = 'Put the final answer in \\boxed{}.';
const LETTER_LAST = 'End with a line that holds only the letter of the answer in parentheses.';
const BODY = 'Write only the body of the function.';
const TOOL =
  'You may run Python once: write it between <python> and </python>, and its output is shown to you. Then finish the answer.';

/** A text as one user turn, or three of them. */
export type Sent = string | readonly [string, string, string];

/**
 * The user turns of a round by axis, in our own words, as they go through the chat template; robustness and noise items
 * come once for each way of asking, item by item (rule: item draws, docs/methodology.md).
 */
export function sentPrompts(items: RoundItems, block: bigint): Record<string, readonly Sent[]> {
  const chat = (text: string): string => paraphraseChat(text, block);
  const pool = (requests: readonly string[], indices: readonly number[]) =>
    indices.map((index) => requests[index] as string);
  const math = items.math.map(({ question }) => `${question}\n\n${NUMBER_LAST}`);
  return {
    math_bench: math,
    code_bench: items.code.map(({ prompt }) => `${BODY}\n\n${prompt}`),
    reasoning_bench: items.reasoning.map((item) => `${lettered(item)}\n\n${LETTER_LAST}`),
    ifeval_bench: items.ifeval.map(({ prompt }) => prompt),
    aime_bench: items.aime.map(({ question }) => `${question}\n\n${BOXED}`),
    mbpp_bench: items.mbpp.map(({ prompt }) => `${BODY}\n\n${prompt}`),
    tool_use_bench: items.tool_use.map(({ question }) => `${TOOL}\n\n${question}\n\n${NUMBER_LAST}`),
    self_consistency_bench: items.self_consistency.map(({ question }) => `${question}\n\n${BOXED}`),
    long_context_bench: items.long_context.map(needle),
    robustness_bench: items.robustness.flatMap(({ question }) =>
      items.robustnessWays.map((way) => askRobustness(`${question}\n\n${NUMBER_LAST}`, way, block)),
    ),
    noise_resistance_bench: items.noise.flatMap(({ question }, item) =>
      items.noiseWays.map((way, index) =>
        askNoise(`${question}\n\n${NUMBER_LAST}`, way, { block, item, way: index }),
      ),
    ),
    knowledge_bench: items.knowledge.map(choice),
    arc_bench: items.arc.map(choice),
    truthful_bench: items.truthful.map(choice),
    procedural_bench: items.procedural.map(({ question }) => question),
    capability: [
      ...items.capability.staticIndex.map((index) => CAPABILITY_POOL[index]?.question ?? ''),
      ...items.capability.drawn.map(({ question }) => question),
    ],
    chat_probe: CHAT_REQUESTS,
    judge_probe: pool(JUDGE_REQUESTS, items.judge).map(chat),
    chat_turns_probe: items.chatTurns.map((index) => {
      const [first, second, third] = TALKS[index] as (typeof TALKS)[number];
      return [chat(first), chat(second), chat(third)] as const;
    }),
    on_policy_rkl: pool(ON_POLICY_REQUESTS, items.onPolicy).map(chat),
    think_probe: [...pool(BRIEF_REQUESTS, items.think[0]), ...pool(RIDDLE_REQUESTS, items.think[1])],
  };
}

const letterOf = (index: number): string => String.fromCharCode(65 + index);

const lettered = ({ question, options }: ChoiceItem): string =>
  `${question}\n${options.map((option, i) => `(${letterOf(i)}) ${option}`).join('\n')}`;

const choice = (item: ChoiceItem): string => `${lettered(item)}\n\nAnswer with the letter only.`;

const needle = ({ lines, question }: NeedleItem): string => `${lines.join('\n')}\n\n${question}`;
