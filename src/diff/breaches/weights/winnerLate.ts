import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { RoundBlocks } from '../../../domain/round.js';
import { windowEnd } from '../../../eras/roundBlocks.js';
import { type FollowedValidator, followRows, rowOfWindow, type ShownRow } from '../../followRows.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { paidUid } from '../rows/paidUid.js';
import { stakeShare } from '../rows/stakeShare.js';

interface Late {
  readonly uid: Uid;
  readonly stake: number;
  readonly winner: Uid;
  readonly how: string;
}

/**
 * G1: a validator's row pays the winner only by a decision of the next round, or its decision of this one never became a
 * row. A refresh of the incumbent shortly before activation makes the chain refuse the winner's call for a while
 * (rule: rows and commits, docs/methodology.md).
 */
export const winnerLate: BreachCheck = {
  code: 'G1',
  title: 'Rows pay the winner a round late',
  nature: 'difference',
  decidedFrom: 'weight rows',
  find: (input) => {
    const { round, states } = input;
    const last = states.at(-1);
    if (last === undefined || last.block < windowEnd(round) - last.tempo) return [];
    const validators = followRows(round, states);
    const late = flatMap(validators, (one) => lateOf(one, input) ?? []);
    return [...new Set(late.map((one) => one.winner))]
      .sort((a, b) => a - b)
      .map((winner) => {
        const own = late.filter((one) => one.winner === winner);
        const share = stakeShare(own, validators);
        return {
          uid: winner,
          decisive: false,
          evidence: [
            `UID ${winner} won this round; its weights could be set from block ${round.activationBlock} on, and the next round began at block ${round.nextSeedBlock}.`,
            ...own.map(({ how }) => how),
            `These validators hold ${Math.round(share * 100)} % of the permitted stake weight.`,
          ],
        };
      });
  },
};

/** The winner by the validator's own published round, else the one that the rows show. */
function winnerOf(uid: Uid, { views, crowned, spec }: BreachInput): Uid | null {
  const view = views.find((one) => one.validatorUid === uid);
  if (view !== undefined) return view.kingChanged ? view.newKingUid : null;
  const isNew = crowned !== (spec.king?.uid ?? spec.consensus.asRule);
  return isNew ? crowned : null;
}

function lateOf(validator: FollowedValidator, input: BreachInput): Late | null {
  const { round, fallbackUid } = input;
  const { uid, stakeWeight: stake, shown, hidden, dropped } = validator;
  const winner = winnerOf(uid, input);
  if (winner === null || winner === fallbackUid) return null;
  const pays = (row: ShownRow) => paidUid(row.first, fallbackUid);
  const before = shown.findLast((row) => isBefore(row, round));
  const old = before === undefined ? null : pays(before);
  if (old === null || old === winner) return null;
  const inRound = (block: number) => block >= round.activationBlock && block < round.nextSeedBlock;
  const untold = shown.some((row) => row.decidedAt === null && row.visibleAt > round.activationBlock);
  const inTime = shown.some(
    (row) => row.decidedAt !== null && inRound(row.decidedAt) && pays(row) === winner,
  );
  if (untold || inTime || hidden.some(inRound)) return null;
  const later = rowOfWindow(validator, round);
  const paysLater = later !== null && pays(later) === winner && !later.unchanged;
  const lost = dropped.find(
    ({ decidedAt, why }) => inRound(decidedAt) && (why === 'failed' || why === 'expired'),
  );
  const lostNote =
    lost === undefined
      ? ''
      : `what it decided at block ${lost.decidedAt}, in this round, ${lost.why === 'failed' ? 'was revealed and set no row' : 'expired before it was revealed'}`;
  if (paysLater)
    return {
      uid,
      stake,
      winner,
      how: `Validator ${uid} paid UID ${old}, as before, through the rest of this round; the first row of it that pays UID ${winner} was decided at block ${later.decidedAt}, in the next round${lost === undefined ? '' : `; ${lostNote}`}.`,
    };
  if (lost === undefined) return null;
  return {
    uid,
    stake,
    winner,
    how: `Validator ${uid} still pays UID ${old}, as before this round, and shows no row that pays UID ${winner}: ${lostNote}.`,
  };
}

const isBefore = ({ decidedAt, visibleAt }: ShownRow, { activationBlock }: RoundBlocks): boolean =>
  decidedAt === null ? visibleAt <= activationBlock : decidedAt < activationBlock;
