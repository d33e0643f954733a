import type { Policy } from '../eras/defineEra.js';
import { klClass } from './meanKl.js';
import type { Seat } from './measure.js';

/** What a contender's mean KL makes of it: it counts, it is disqualified, or it has no score. */
export type KlStanding = 'counts' | 'over' | 'fraud' | 'unscored';

/** Standing of a contender whose mean KL is moved by so many nats (rule: sanity of the mean KL, docs/methodology.md). */
export function klStanding(
  { meanKl }: Pick<Seat, 'meanKl'>,
  shift: number,
  policy: Pick<Policy, 'maxKl' | 'fraudKl'>,
): KlStanding {
  const outcome = klClass(meanKl === null ? null : meanKl + shift, policy.maxKl, policy.fraudKl);
  if (outcome === 'DQ_fraud') return 'fraud';
  if (outcome === 'DQ_quality') return 'over';
  return outcome === 'scored' ? 'counts' : 'unscored';
}

/** True when the standing is a disqualification; a run without a score is none. */
export const barred = (standing: KlStanding): boolean => standing === 'over' || standing === 'fraud';

/** Why a contender is disqualified in this round, or null. */
export function disqualifiedWhy(
  seat: Seat,
  standing: KlStanding,
  policy: Pick<Policy, 'maxKl' | 'fraudKl'>,
): string | null {
  if (standing === 'fraud') return `mean KL ${seat.meanKl} is not above ${policy.fraudKl}`;
  if (standing === 'over') return `mean KL ${seat.meanKl} is above ${policy.maxKl}`;
  return seat.listed;
}
