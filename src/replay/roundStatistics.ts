import type { CrownDecision } from '../decide/crownInput.js';
import { unsettled } from '../decide/unsettled.js';
import { agreementOf, distanceToLine } from '../diff/agreement.js';
import { flatMap } from '../domain/flatMap.js';
import type { ScoreAgreement, Unsettled } from '../domain/verdict.js';
import type { RoundInputs } from './assembleInputs.js';
import { bandWidth } from './bandWidth.js';
import { rowOf } from './crownInputs.js';
import type { RoundDecision } from './decideRound.js';
import type { JudgeRoundInput } from './judgeRound.js';
import { scoredPrompts } from './scoredPrompts.js';

/** How well the replayed scores agree with those that the validator published; null when it published no lists. */
export function publishedAgreement(
  { inputs, scores, decided }: JudgeRoundInput,
  decision: CrownDecision | undefined,
): ScoreAgreement | null {
  const { main } = decided;
  if (scores === null || main === undefined || decision === undefined) return null;
  const { spec, published, rules } = inputs;
  const pairs = flatMap([spec.king, ...spec.challengers], (one) => {
    const claimed = one === null ? null : rowOf(inputs, one)?.klPerPrompt;
    const own = one === null ? null : scores.kl(one.uid, main.capture, 'contrib', rules[0].policy.klMode);
    if (one === null || !claimed || own === null) return [];
    return [{ uid: one.uid, a: numbersOf(claimed), b: own }];
  });
  if (pairs.length === 0 || published === null) return null;
  // A round without a king is a crown of nobody; without a king and a change nothing is published.
  const crowned = published.kingChanged ? published.newKingUid : published.kingUid;
  const isKnown = crowned !== null || published.kingChanged;
  return agreementOf({
    pairs,
    sameEngine: false,
    distanceNats: distanceToLine(decision.challengers.map((one) => one.duel)),
    sameDecision: isKnown ? crowned === decision.winnerUid : null,
  });
}

/** A value that was not published is no number. */
const numbersOf = (list: readonly (number | null)[]): readonly number[] =>
  list.includes(null) ? list.map((value) => value ?? Number.NaN) : (list as readonly number[]);

/**
 * What would settle a round whose band straddles a line, by the first rules whose band does; null when none does. It is
 * told beside an inconclusive verdict and enters none.
 */
export function unsettledIn(
  { inputOf, band, noise }: RoundDecision,
  { rules }: RoundInputs,
): Unsettled | null {
  if (inputOf === null || band === null) return null;
  for (const one of rules) {
    const input = inputOf(one.policy.klMode);
    // The width that this input was decided over: of fewer prompts than the shown one is that of, it is wider.
    const half = bandWidth({
      prompts: scoredPrompts(input, one),
      drawn: input.drawIndex.length,
      noise,
      band,
    });
    const found = unsettled(input, one, { ...band, halfWidthNats: half }, noise);
    if (found !== null) return found;
  }
  return null;
}
