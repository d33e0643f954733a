import type { Policy } from '../eras/defineEra.js';
import type { Duel } from './duel.js';
import { barred, type KlStanding, klStanding } from './klStanding.js';
import type { Seat } from './measure.js';
import { qualityGate } from './qualityGate.js';
import { winsDuel } from './winsDuel.js';

/**
 * Whether a king leaves duels possible: seated, not disqualified, with a score. A validator's own row holds the test
 * itself, so that there a missing score of the king does not undo it.
 * @param shift nats added to the king's mean KL
 */
export const kingCounts = (king: Seat | null, shift: number, policy: Policy): boolean =>
  king !== null && kingCountsAs(king, klStanding(king, shift, policy));

/** The same by the standing of the king's mean KL. */
export function kingCountsAs(king: Seat | null, standing: KlStanding | null): boolean {
  if (king === null || standing === null || king.listed !== null) return false;
  if (standing === 'unscored')
    return king.kl === null && king.meanKl === null && king.contender.claimed != null;
  return !barred(standing);
}

/** The duel's own gates at a shift of its mean: pairs, p, mean and lower bound. */
export const duelWon = (duel: Duel | null, shift: number, policy: Policy): boolean =>
  duel !== null && winsDuel(duel.at(shift), duel.n, policy);

/** The gates that no noise of a KL moves: not disqualified by the list, and the quality gate. */
export const passesBesideKl = (one: Seat, king: Seat | null, policy: Policy): boolean =>
  one.listed === null && qualityGate(one.quality.value, king?.quality.value ?? null, policy).ok;
