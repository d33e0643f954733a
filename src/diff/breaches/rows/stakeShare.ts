import type { Uid } from '../../../domain/identity.js';
import type { FollowedValidator } from '../../followRows.js';

/**
 * Share of the permitted stake weight behind some rows, 0 to 1, each validator once; of the validators where nobody has
 * stake.
 */
export function stakeShare(
  rows: readonly { readonly uid: Uid; readonly stake: number }[],
  validators: readonly Pick<FollowedValidator, 'stakeWeight'>[],
): number {
  const all = validators.reduce((sum, one) => sum + one.stakeWeight, 0);
  const own = [...new Map(rows.map((one) => [one.uid, one.stake])).values()];
  return all > 0 ? own.reduce((sum, stake) => sum + stake, 0) / all : own.length / validators.length;
}
