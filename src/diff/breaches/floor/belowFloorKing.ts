import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { atFloor, listFloors, rowQuality, shown } from '../published/rowQuality.js';

/**
 * B1: the incumbent keeps the crown although its own published quality lies below every legal floor: when the composite
 * selector picks nobody, the evaluator takes the incumbent without a floor test (rule: final order, docs/methodology.md).
 */
export const belowFloorKing: BreachCheck = {
  code: 'B1',
  title: 'An incumbent below every legal floor keeps the crown without a duel',
  nature: 'defect',
  decidedFrom: 'published rows of the round and weight rows',
  find: ({ crowned, views, rules, policy }) => {
    const below = flatMap(views, (view) => {
      if (view.kingChanged || view.kingUid !== crowned) return [];
      const king = view.rows.find((row) => row.isKing && row.uid === crowned && !row.disqualified);
      const failed = king !== undefined && rules.every((one) => atFloor(king, one.policy) === false);
      return failed ? [{ view, king }] : [];
    });
    if (crowned === null || below.length === 0) return [];
    return [
      {
        uid: crowned,
        decisive: false,
        evidence: [
          ...below.map(({ view, king }) => {
            const quality = rowQuality(king, policy);
            return `Validator ${view.validatorUid} published UID ${crowned} as king with a crown quality of ${shown(quality?.value)} over ${quality?.axes} axes, and kept it as king.`;
          }),
          `Every legal floor lies above it: ${listFloors(rules)}.`,
          `Rows pay UID ${crowned}, which won no duel in the round: it is the incumbent.`,
          "The evaluator's rule falls back to the incumbent without a floor test when its selector picks nobody.",
        ],
      },
    ];
  },
};
