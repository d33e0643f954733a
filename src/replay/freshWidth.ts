import { freshHalfWidthNats } from '../decide/familyBand.js';
import type { KlMode } from '../domain/duel.js';
import type { RoundInputs } from './assembleInputs.js';
import type { RoundScores } from './evaluateRound.js';

/**
 * Half-width of the noise band of a text that was drawn anew, nats per position: that of the least sure statistic, a mean
 * KL of a contender or a mean paired difference with the king (rule: noise band, docs/methodology.md).
 * @returns null when a contender has no scores on it, or there is one prompt only
 */
export function freshWidth(
  { spec }: Pick<RoundInputs, 'spec'>,
  capture: string,
  mode: KlMode,
  scores: RoundScores,
  z: number,
): number | null {
  const of = (uid: number) => scores.kl(uid, capture, 'contrib', mode);
  const king = spec.king === null ? null : of(spec.king.uid);
  const lists = spec.challengers.map(({ uid }) => of(uid));
  if (spec.king !== null) lists.push(king);
  let se = 0;
  for (const list of lists) {
    if (list === null || list.length < 2) return null;
    se = Math.max(se, standardError(list));
    if (king !== null && list !== king)
      se = Math.max(se, standardError(king.map((value, i) => value - (list[i] ?? Number.NaN))));
  }
  return Number.isFinite(se) ? freshHalfWidthNats({ se, z }) : null;
}

function standardError(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
