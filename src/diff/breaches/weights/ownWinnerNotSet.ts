import { flatMap } from '../../../domain/flatMap.js';
import { windowEnd } from '../../../eras/roundBlocks.js';
import { followRows, rowOfDecision } from '../../followRows.js';
import type { BreachCheck } from '../breachInput.js';
import { paidUid } from '../rows/paidUid.js';
import { stakeShare } from '../rows/stakeShare.js';

/**
 * G3: a validator published a new king of this round, and nothing that it decided up to the end of the round's weight
 * window pays it; a weight call that fails leaves the old row (rule: rows and commits, docs/methodology.md).
 */
export const ownWinnerNotSet: BreachCheck = {
  code: 'G3',
  title: 'A validator published a new king, and its row was never set to it',
  nature: 'breach',
  decidedFrom: 'published rounds and weight rows',
  find: ({ round, states, views, fallbackUid }) => {
    const end = windowEnd(round);
    const last = states.find((state) => state.block >= end);
    if (last === undefined) return [];
    const validators = followRows(round, states);
    return flatMap(views, (view) => {
      const winner = view.kingChanged ? view.newKingUid : null;
      if (winner === null || winner === fallbackUid) return [];
      const validator = validators.find(
        ({ uid, hotkey }) => uid === view.validatorUid && hotkey === view.validatorHotkey,
      );
      if (validator === undefined) return [];
      const { uid, shown, hidden } = validator;
      const since = shown.filter(
        ({ lastAt, decidedAt }) => lastAt >= round.activationBlock && (decidedAt ?? 0) < end,
      );
      const row = rowOfDecision(validator, round) ?? since.at(-1);
      const pays = row === undefined ? null : paidUid(row.first, fallbackUid);
      const ever = since.some((one) => one.first.some(([target]) => target === winner));
      const inWindow = (block: number) => block >= round.activationBlock && block < end;
      // A decision that is hidden, or that the chain did not turn into a row, may have paid the winner.
      const open =
        hidden.some(inWindow) ||
        validator.dropped.some(({ decidedAt }) => inWindow(decidedAt)) ||
        shown.some(({ decidedAt, visibleAt }) => decidedAt === null && visibleAt > round.activationBlock);
      if (row === undefined || pays === null || pays === winner || ever || open) return [];
      const share = stakeShare([{ uid, stake: validator.stakeWeight }], validators);
      const decided = row.decidedAt !== null && row.decidedAt >= round.activationBlock && !row.unchanged;
      return [
        {
          uid: winner,
          decisive: false,
          evidence: [
            `Validator ${uid} published UID ${winner} as the new king of the round (seed block ${round.seedBlock}).`,
            decided
              ? `The row that it decided at block ${row.decidedAt} pays UID ${pays}.`
              : `Its row still pays UID ${pays} at block ${row.lastAt}: nothing recorded shows that it was changed after the activation block ${round.activationBlock}.`,
            `No row that it showed up to the end of the weight window (block ${end}) pays UID ${winner}. It holds ${Math.round(share * 100)} % of the permitted stake weight.`,
          ],
        },
      ];
    });
  },
};
