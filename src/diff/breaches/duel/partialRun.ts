import { flatMap } from '../../../domain/flatMap.js';
import type { PublishedRow } from '../../../domain/published.js';
import type { BreachCheck } from '../breachInput.js';
import { crownings } from '../published/crownings.js';

/**
 * C2: the crowned row counts fewer prompts than the round had, and is not marked as stopped early: its run broke off
 * and the prefix was judged.
 */
export const partialRun: BreachCheck = {
  code: 'C2',
  title: 'The crowned row is of a run that broke off and kept its prefix',
  nature: 'defect',
  decidedFrom: 'published rows of the round',
  find: ({ views, policy }) =>
    flatMap(crownings(views), ({ view, uid, row, king }) => {
      if (row === null || row.promptsScored === null || row.promptsTotal === null) return [];
      if (row.promptsScored < policy.minPairedPrompts || row.promptsScored >= row.promptsTotal) return [];
      if (row.earlyStopped !== false || !brokeOff(row, king)) return [];
      const reason = row.raw?.early_stop_reason;
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `Validator ${view.validatorUid} crowned UID ${uid} on ${row.promptsScored} of ${row.promptsTotal} prompts with early_stopped false.`,
            king === null
              ? 'Its raw result has the status partial.'
              : `The king's row counts ${king.promptsScored ?? 'an unknown number of'} prompts, so that the king's length does not explain it.`,
            ...(typeof reason === 'string' && /^[a-z_]{1,20}$/.test(reason)
              ? [`Its raw result names the reason ${reason}.`]
              : []),
            "The evaluator's rule keeps what was scored before an error, from the 100th prompt on, and judges the duel on it.",
          ],
        },
      ];
    }),
};

/** A king that was scored on fewer prompts caps everybody after it to the same number, which is no broken run. */
function brokeOff(row: PublishedRow, king: PublishedRow | null): boolean {
  const status = row.raw?.status;
  if (typeof status === 'string') return status === 'partial';
  const scored = row.promptsScored ?? 0;
  return king !== null && king.promptsScored !== null && scored < king.promptsScored;
}
