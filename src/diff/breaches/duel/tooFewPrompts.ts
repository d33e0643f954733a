import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { kingBefore } from '../published/crownings.js';

/** C7: no row of a view was scored on as many prompts as a duel needs, so that on that validator nobody could win. */
export const tooFewPrompts: BreachCheck = {
  code: 'C7',
  title: 'No row of the round has enough prompts for a duel',
  nature: 'difference',
  decidedFrom: 'published rows of the round',
  find: ({ views, policy }) =>
    flatMap(views, (view) => {
      const uid = kingBefore(view);
      const scored = view.rows.filter((row) => !row.isReference && (row.promptsScored ?? 0) > 0);
      const challengers = scored.filter((row) => !row.isKing && row.uid !== uid);
      const most = scored.reduce((max, row) => Math.max(max, row.promptsScored ?? 0), 0);
      const total = scored.reduce((max, row) => Math.max(max, row.promptsTotal ?? 0), 0);
      if (uid === null || challengers.length === 0 || most >= policy.minPairedPrompts) return [];
      // Runs that each stopped early say nothing about the round's prompts.
      if (scored.every((row) => row.earlyStopped === true)) return [];
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `Validator ${view.validatorUid} scored ${scored.length} models on at most ${most} prompts; a duel needs ${policy.minPairedPrompts}.`,
            `Its rows count at most ${total} prompts after the short texts were removed${view.nPrompts === null ? '' : `, of ${view.nPrompts} drawn`}.`,
            'On this validator no duel could be won in this round; others may have had more prompts.',
          ],
        },
      ];
    }),
};
