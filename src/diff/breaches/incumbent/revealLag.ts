import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import { followRows } from '../../followRows.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { type DecidedRow, decidedRows, listRows } from '../rows/decidedRows.js';
import { paidUid } from '../rows/paidUid.js';
import { stakeShare } from '../rows/stakeShare.js';

/**
 * A8: the rows that are visible at the seed block still name the previous king, while rows that were decided before it
 * and revealed after it already name another one, with more stake. Who reads the chain then seats the previous king.
 */
export const revealLag: BreachCheck = {
  code: 'A8',
  title: 'The seed block still shows the previous king: newer rows were not revealed yet',
  nature: 'difference',
  decidedFrom: 'weight rows and the blocks of their decisions',
  find: (input) => {
    const found = findLag(input);
    return found === null ? [] : [found];
  },
};

/** A validator's payee by what it had decided before the seed block. */
interface Voice {
  readonly uid: Uid;
  readonly stake: number;
  readonly paid: Uid;
  /** The row that was decided and not yet visible; null where the visible row is the newest one. */
  readonly late: DecidedRow | null;
}

function findLag(input: BreachInput): FoundBreach | null {
  const { round, spec, seed, states, fallbackUid } = input;
  const visible = spec.consensus.asRule;
  if (visible === null || visible === fallbackUid) return null;
  // What was decided and is not visible is a stored commit.
  if (seed.pendingWeightCommits.length === 0) return null;
  const voices = voicesAtSeed(input);
  const late = voices.filter((one) => one.late !== null && one.paid !== visible && one.paid !== fallbackUid);
  const validators = followRows(round, states);
  const shareOf = (uid: Uid) =>
    stakeShare(
      voices.filter((one) => one.paid === uid),
      validators,
    );
  const best = [...new Set(late.map((one) => one.paid))].sort((a, b) => shareOf(b) - shareOf(a) || a - b)[0];
  if (best === undefined || shareOf(best) <= shareOf(visible)) return null;
  const rows = flatMap(late, (one) => (one.paid === best && one.late !== null ? [one.late] : []));
  const percent = (uid: Uid) => `${Math.round(shareOf(uid) * 100)} %`;
  return {
    uid: best,
    decisive: false,
    evidence: [
      `The consensus of the rows that are visible at the seed block ${seed.block} is UID ${visible}.`,
      `Rows decided before it and revealed after it pay UID ${best}: validators ${listRows(rows)}, first seen at block ${Math.min(...rows.map((one) => one.visibleAt))}.`,
      `By what was decided before the seed block, rows with ${percent(best)} of the permitted stake weight pay UID ${best} and rows with ${percent(visible)} pay UID ${visible}.`,
      `The round seats ${spec.king === null ? 'nobody' : `UID ${spec.king.uid}`}; a validator's own record and the visible consensus name different kings here.`,
    ],
  };
}

function voicesAtSeed({ round, states, seed, fallbackUid }: BreachInput): Voice[] {
  const previousActivation = round.activationBlock - (round.nextSeedBlock - round.seedBlock);
  const rows = decidedRows({ round, states, fallbackUid });
  return flatMap(followRows(round, states), ({ uid, stakeWeight: stake }): Voice[] => {
    const shown = seed.weights.find((one) => one.uid === uid)?.row;
    if (shown === undefined) return [];
    const before = paidUid(shown, fallbackUid);
    const newest = rows.findLast((one) => one.uid === uid && one.decidedAt < round.seedBlock);
    const late =
      newest !== undefined &&
      newest.decidedAt >= previousActivation &&
      newest.visibleAt > round.seedBlock &&
      newest.paid !== null &&
      newest.paid !== before
        ? newest
        : null;
    const paid = late === null ? before : late.paid;
    return paid === null ? [] : [{ uid, stake, paid, late }];
  });
}
