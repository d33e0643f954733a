import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { crownings, kingBefore, rowsByUid } from '../published/crownings.js';

/**
 * C6: the crowned row has no number for its KL while its kl axis is full: a KL that is no number passes every
 * comparison, and the least of 1 and such a number is 1.
 */
export const undefinedKl: BreachCheck = {
  code: 'C6',
  title: 'The crowned row has a KL that is no number, and a full kl axis',
  nature: 'defect',
  decidedFrom: 'published rows of the round',
  find: ({ views }) =>
    flatMap(
      [
        ...crownings(views),
        ...flatMap(views, (view) =>
          view.firstCrown === true && !view.kingChanged && view.kingUid !== null && kingBefore(view) === null
            ? [{ view, uid: view.kingUid, row: rowsByUid(view).get(view.kingUid) ?? null }]
            : [],
        ),
      ],
      ({ view, uid, row }) => {
        if (row === null || row.kl !== null) return [];
        if (!Object.hasOwn(row.axes, 'kl') || row.axes.kl !== 1) return [];
        const raw = row.raw?.kl_global_avg;
        // An infinite KL gives an axis of 0, and a number would have been published.
        if (typeof raw === 'number' && !Number.isNaN(raw)) return [];
        return [
          {
            uid,
            decisive: false,
            evidence: [
              `Validator ${view.validatorUid} crowned UID ${uid}, whose row has kl null and a kl axis of 1.`,
              typeof raw === 'number'
                ? 'The kl_global_avg of its raw result is NaN.'
                : 'The files write NaN and infinities as null; an infinite or a missing KL does not give a full axis.',
              "The evaluator's comparisons with a maximum and with the fraud limit are all false for NaN, so that its own rule lets it through.",
            ],
          },
        ];
      },
    ),
};
