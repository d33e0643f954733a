import { flatMap } from '../../../domain/flatMap.js';
import { momentsOf, statsAt } from '../../../eras/pairedStats.js';
import { round } from '../../../python/round.js';
import type { BreachCheck } from '../breachInput.js';
import { kingBefore, rowsByUid } from '../published/crownings.js';
import { pairsOf } from '../published/duelFailures.js';
import { listOf } from '../published/listOf.js';

/** C11: a duel was lost only because its lower bound, above 0, was rounded to 0 before the gate read it. */
export const roundedLowerBound: BreachCheck = {
  code: 'C11',
  title: 'A lower bound above 0 was rounded away before the gate',
  nature: 'defect',
  decidedFrom: 'published rows with per-prompt KL',
  find: ({ views, policy }) =>
    flatMap(views, (view) => {
      const kingUid = kingBefore(view);
      const rows = rowsByUid(view);
      if (kingUid === null) return [];
      return flatMap([...rows.values()], (row) => {
        const { tTest, uid } = row;
        if (uid === kingUid || row.isKing || row.disqualified || tTest === null || tTest.lcb !== 0) return [];
        const paired = momentsOf(listOf(rows.get(kingUid) ?? null), listOf(row));
        if (paired === null || paired.n < 2 || paired.n !== tTest.n || pairsOf(row) < policy.minPairedPrompts)
          return [];
        // Lists of another run would give another mean.
        if (round(paired.mean, 6) !== tTest.meanDelta || !(paired.mean > 0)) return [];
        if (tTest.p === null || !(tTest.p < policy.alpha)) return [];
        const { lcb } = statsAt(paired, policy.lcbErrors);
        if (!(lcb > 0) || round(lcb, 6) !== 0) return [];
        return [
          {
            uid,
            decisive: false,
            evidence: [
              `Validator ${view.validatorUid} published the lower bound 0 for UID ${uid} against the king UID ${kingUid}, which does not pass the gate above 0.`,
              `The ${paired.n} pairs of its per-prompt lists give ${lcb.toExponential(3)}; the gate reads it rounded to 6 decimals.`,
            ],
          },
        ];
      });
    }),
};
