import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { kingBefore } from '../published/crownings.js';

/** Longest list of UIDs in a sentence. */
const MOST_NAMED = 12;

/**
 * C4: the king has no row, or one without a KL, and no row holds a test: nobody could win a duel, and every challenger
 * that was scored has used its one evaluation.
 */
export const unscoredKing: BreachCheck = {
  code: 'C4',
  title: 'The king was not scored, so that no duel took place',
  nature: 'defect',
  decidedFrom: 'published rows of the round',
  find: ({ views }) =>
    flatMap(views, (view) => {
      const uid = kingBefore(view);
      if (uid === null) return [];
      const own = view.rows.filter((row) => row.isKing || row.uid === uid);
      const others = view.rows.filter((row) => !row.isKing && row.uid !== uid && !row.isReference);
      // A disqualified king was looked at: that is another way.
      if (own.some((row) => row.kl !== null || row.disqualified)) return [];
      const used = others.filter((row) => row.kl !== null && !row.disqualified);
      if (used.length === 0 || others.some((row) => row.tTest !== null)) return [];
      const names = used.slice(0, MOST_NAMED).map((row) => `UID ${row.uid}`);
      return [
        {
          uid,
          decisive: false,
          evidence: [
            own.length === 0
              ? `Validator ${view.validatorUid} names UID ${uid} as the king before the round and published no row of it.`
              : `Validator ${view.validatorUid} published the row of the king UID ${uid} without a KL.`,
            'No row of the round holds a t_test: a duel needs the scores of the king.',
            `Challengers that were scored and are not evaluated again: ${names.join(', ')}${used.length > MOST_NAMED ? ` and ${used.length - MOST_NAMED} more` : ''}.`,
          ],
        },
      ];
    }),
};
