import type { ChainState } from '../domain/chainState.js';
import type { Uid } from '../domain/identity.js';
import { MAJORITY } from '../domain/majority.js';
import type { RoundBlocks } from '../domain/round.js';
import type { WeightEntry } from '../domain/weights.js';
import { windowEnd } from '../eras/roundBlocks.js';
import { type FollowedValidator, followRows, rowOfWindow } from './followRows.js';

/** Row of a king with the default reserve of a tenth (rule: weight values, docs/methodology.md). */
const KING_WEIGHT = 65_535;
const RESERVE_WEIGHT = 7282;

export interface MechanismInput {
  readonly round: RoundBlocks;
  /** Recorded states, ascending, up to the end of the round's weight window or later. */
  readonly states: readonly ChainState[];
  /** UID of the reserve; null in an era without one. */
  readonly reserveUid: Uid | null;
}

/**
 * Whether the rows of a round are still those of king of the hill: one UID, or one UID and the reserve. When rows with
 * more than half of the permitted stake weight pay three UIDs or more, or two of which neither is the reserve, another
 * mechanism sets them: the round and all later ones are not judged (rule: end of king of the hill, docs/methodology.md).
 * @returns one sentence for a reader, or null while the mechanism runs or too few rows can be read
 */
export function mechanismEnd({ round, states, reserveUid }: MechanismInput): string | null {
  const validators = followRows(round, states);
  const other = validators.filter((one) => {
    const row = standingRow(one, round);
    return row !== null && isOther(row, reserveUid);
  });
  const share = shareOf(other, validators);
  if (share <= MAJORITY || (other.length === 1 && validators.length > 1)) return null;
  return (
    `Rows with ${Math.floor(share * 100)} % of the permitted stake weight pay several UIDs up to block ${windowEnd(round)} ` +
    `(validators ${other.map((one) => one.uid).join(', ')}): ` +
    'king of the hill pays one UID and its reserve, so another mechanism sets them.'
  );
}

/** The newest row of the window, else the one that still stands at its end. */
function standingRow(validator: FollowedValidator, round: RoundBlocks): readonly WeightEntry[] | null {
  const row =
    rowOfWindow(validator, round) ??
    validator.shown.findLast(
      ({ visibleAt, decidedAt }) => visibleAt <= windowEnd(round) && (decidedAt ?? 0) < windowEnd(round),
    );
  return row === undefined || row.inherited ? null : row.first;
}

/**
 * A weight of 0 is the chain's own, at a UID that was replaced: it says nothing of the row's kind. The UID of the reserve
 * is an operator's to set, so that two UIDs with the shares of king and reserve are king of the hill, whoever they are.
 */
function isOther(row: readonly WeightEntry[], reserveUid: Uid | null): boolean {
  const paid = row.filter(([, weight]) => weight > 0);
  if (paid.length !== 2) return paid.length > 2;
  const weights = paid.map(([, weight]) => weight);
  const shared = Math.max(...weights) === KING_WEIGHT && Math.min(...weights) === RESERVE_WEIGHT;
  return !shared && !paid.some(([uid]) => uid === reserveUid);
}

function shareOf(some: readonly FollowedValidator[], all: readonly FollowedValidator[]): number {
  const sum = (list: readonly FollowedValidator[]) => list.reduce((total, one) => total + one.stakeWeight, 0);
  return sum(all) > 0 ? sum(some) / sum(all) : some.length / Math.max(1, all.length);
}
