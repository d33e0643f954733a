import type { AnswerItem, ChoiceItem, CodeItem } from '../../domain/item.js';
import type { RoundItems } from './drawItems.js';

const answer = (items: readonly AnswerItem[]) => items.map(({ source, gold }) => [source, gold]);
const choice = (items: readonly ChoiceItem[]) => items.map(({ source, gold }) => [source, gold]);
const code = (items: readonly CodeItem[]) =>
  items.map(({ source, taskId, entryPoint, cases }) => [source, taskId, entryPoint, cases]);

/** What does not depend on wording in the items of a round, by axis: two implementations of the draws must agree on it. */
export function itemKeys(items: RoundItems): Record<string, unknown> {
  const ways = (list: readonly unknown[], names: readonly string[]) => list.flatMap(() => names);
  return {
    aime: answer(items.aime),
    arc: choice(items.arc),
    capability_procedural: items.capability.drawn.map(({ kind, answers }) => [kind, answers[0]]),
    capability_static_index: items.capability.staticIndex,
    chat_turns_index: items.chatTurns,
    code: code(items.code),
    ifeval: items.ifeval.map(({ source, instructions }) => [
      source,
      instructions.map(({ id }) => id),
      instructions.map(({ args }) => Object.entries(args).filter(([, value]) => typeof value === 'number')),
    ]),
    judge_index: items.judge,
    knowledge: choice(items.knowledge),
    long_context: items.long_context.map((one) => [
      one.answer,
      one.confusers,
      one.position,
      one.confuserPositions,
    ]),
    math: answer(items.math),
    mbpp: code(items.mbpp),
    noise: answer(items.noise),
    noise_perturbations: ways(items.noise, items.noiseWays),
    on_policy_rkl_index: items.onPolicy,
    on_policy_rkl_seed: items.onPolicySeed,
    procedural: items.procedural.map(({ source, gold }) => [
      source,
      source === 'procedural/constraint' ? gold.replace(/\D/g, '') : gold,
    ]),
    reasoning: choice(items.reasoning),
    robustness: answer(items.robustness),
    robustness_perturbations: ways(items.robustness, items.robustnessWays),
    self_consistency: answer(items.self_consistency),
    think_index: items.think,
    tool_use: answer(items.tool_use),
    truthful: choice(items.truthful),
  };
}
