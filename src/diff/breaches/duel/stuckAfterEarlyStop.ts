import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { rowsByUid } from '../published/crownings.js';

/**
 * C12: a row that was stopped early with too few prompts is meant to be tried again, but the composite record of the
 * same commitment keeps it from being queued.
 */
export const stuckAfterEarlyStop: BreachCheck = {
  code: 'C12',
  title: 'A model that was stopped early is kept from its second try by its own record',
  nature: 'defect',
  decidedFrom: 'published rows of the round; composite records',
  find: ({ views, policy }) =>
    flatMap(views, (view) => {
      const records = new Map(view.composites.map((one) => [one.uid, one]));
      return flatMap([...rowsByUid(view).values()], (row) => {
        const record = records.get(row.uid);
        if (row.isKing || row.disqualified || row.earlyStopped !== true || record === undefined) return [];
        if (row.promptsScored === null || row.promptsScored >= policy.minPairedPrompts) return [];
        if (row.committedAt === null || record.committedAt !== row.committedAt) return [];
        if (record.model !== row.model) return [];
        return [
          {
            uid: row.uid,
            decisive: false,
            evidence: [
              `Validator ${view.validatorUid} stopped UID ${row.uid} after ${row.promptsScored} prompts; under ${policy.minPairedPrompts} a model is not marked as evaluated, so that it can be tried again.`,
              `Its composite_scores.json holds a record of the same commitment (block ${row.committedAt}), and a UID with a record is not queued.`,
            ],
          },
        ];
      });
    }),
};
