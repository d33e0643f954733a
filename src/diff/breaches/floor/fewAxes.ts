import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { rowQuality, shown } from '../published/rowQuality.js';
import { wonDuel } from '../published/wonDuel.js';

/**
 * B5: a challenger was crowned by its duel with fewer quality axes than the selector and the hold check ask for: the
 * crown gate itself does not count axes (rule: crown gate, docs/methodology.md).
 */
export const fewAxes: BreachCheck = {
  code: 'B5',
  title: 'A challenger was crowned on fewer quality axes than an incumbent needs',
  nature: 'defect',
  decidedFrom: 'published rows of the round and weight rows',
  find: ({ crowned, views, rules, policy }) => {
    const thin = flatMap(views, (view) => {
      if (crowned === null || !view.kingChanged || view.newKingUid !== crowned) return [];
      const row = view.rows.find((one) => one.uid === crowned);
      if (row === undefined) return [];
      const everywhere = rules.every((one) => {
        const quality = rowQuality(row, one.policy);
        const few = quality !== null && quality.value !== null && quality.axes < one.policy.minQualityAxes;
        return few && wonDuel(row, one.policy);
      });
      return everywhere ? [{ view, quality: rowQuality(row, policy) }] : [];
    });
    if (crowned === null || thin.length === 0) return [];
    return [
      {
        uid: crowned,
        decisive: false,
        evidence: [
          ...thin.map(
            ({ view, quality }) =>
              `Validator ${view.validatorUid} crowned UID ${crowned} with a quality of ${shown(quality?.value)} that rests on ${quality?.axes} axes.`,
          ),
          `The selector and the hold check of the same rule ask for ${policy.minQualityAxes}; the quality gate of a duel winner does not count them.`,
        ],
      },
    ];
  },
};
