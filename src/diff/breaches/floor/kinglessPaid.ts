import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { rowsOfRound } from '../rows/decidedRows.js';

/**
 * B2: a validator published a round without a king, and its own row of that round pays the king that failed: the king on
 * its disk is read before the fallback UID.
 */
export const kinglessPaid: BreachCheck = {
  code: 'B2',
  title: 'A round without a king still pays the king that failed',
  nature: 'defect',
  decidedFrom: 'published rounds and weight rows',
  find: (input) => {
    const { views, round, fallbackUid } = input;
    if (fallbackUid === null || views.every((view) => !view.kingChanged)) return [];
    const rows = rowsOfRound(input);
    return flatMap(views, (view) => {
      const failed = view.kingChanged && view.newKingUid === null ? view.kingUid : null;
      const row = rows.find(
        (one) => one.uid === view.validatorUid && one.hotkey === view.validatorHotkey && one.paid === failed,
      );
      if (failed === null || failed === fallbackUid || row === undefined) return [];
      // After the next seed block it may already prepare the next round.
      if (row.decidedAt >= round.nextSeedBlock) return [];
      return [
        {
          uid: failed,
          decisive: false,
          evidence: [
            `Validator ${view.validatorUid} published \`king_changed\` true and \`new_king_uid\` null: nobody holds the crown in its round.`,
            `Its row, decided at block ${row.decidedAt} (activation block ${round.activationBlock}) and seen at block ${row.visibleAt}, still pays UID ${failed}, not the fallback UID ${fallbackUid}.`,
            "The evaluator's rule reads the king on its disk before it comes to the fallback UID.",
          ],
        },
      ];
    });
  },
};
