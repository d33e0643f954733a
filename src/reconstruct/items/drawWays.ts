import { PyRandom } from '../../python/random.js';

/** Ways of asking a robustness item in the order of the rule: the first kind keeps the meaning in other words. */
const ROBUSTNESS = [
  'solve_prefix',
  'brief_postfix',
  'polite_request',
  'thinker_prefix',
  'context_prefix',
  'framed_question',
  'imperative_postfix',
  'instruction_synonym',
  'imperative_to_question',
  'light_typos',
  'case_jitter',
  'extra_whitespace',
  'common_misspellings',
] as const;
const PARAPHRASES: readonly string[] = ['instruction_synonym', 'imperative_to_question'];
const NOISE = [
  'light_typos',
  'case_jitter',
  'chatter_prefix',
  'chatter_suffix',
  'extra_whitespace',
  'common_misspellings',
  'drop_periods',
  'polite_distractor',
] as const;

/** Name of a way of asking a robustness item. */
export type RobustnessWay = (typeof ROBUSTNESS)[number];
/** Name of a way of asking a noise item. */
export type NoiseWay = (typeof NOISE)[number];

/**
 * Ways in which every robustness item of a round is asked: one paraphrase, then those that are none, then the other
 * paraphrase, each in shuffled order (rule: item draws, docs/methodology.md).
 *
 * @param seed 32-bit seed of the stream
 * @param count 1 to 13
 */
export function drawRobustnessWays(seed: number, count: number): RobustnessWay[] {
  const order: RobustnessWay[] = [...ROBUSTNESS];
  new PyRandom(seed).shuffle(order);
  const [first, ...others] = order.filter((name) => PARAPHRASES.includes(name)) as [RobustnessWay];
  return [first, ...order.filter((name) => !PARAPHRASES.includes(name)), ...others].slice(0, count);
}

/** Ways in which every noise item of a round is asked, 1 to 8. */
export function drawNoiseWays(seed: number, count: number): NoiseWay[] {
  const order: NoiseWay[] = [...NOISE];
  new PyRandom(seed).shuffle(order);
  return order.slice(0, count);
}
