import { flatMap } from '../../../domain/flatMap.js';
import type { PublishedRow } from '../../../domain/published.js';
import { oneSided } from '../../../eras/pairedStats.js';
import type { BreachCheck } from '../breachInput.js';
import { studentTail } from './studentTail.js';

/** Half of the last published digit, with room for the rounding of our own arithmetic. */
const T_ROUNDING = 0.0005 + 1e-9;
const P_ROUNDING = 0.0000005 + 1e-10;
/** With more pairs the two distributions differ by less than the rounding. */
const MOST_PAIRS = 100_000;

/** C10: a published p is the one of Student's distribution for its t and n, and not the one of the normal distribution. */
export const studentP: BreachCheck = {
  code: 'C10',
  title: "A published p is of Student's distribution, not of the normal one",
  nature: 'breach',
  decidedFrom: 'published rows of the round',
  find: ({ views, policy }) =>
    flatMap(views, (view) =>
      flatMap(view.rows, (row) => {
        const both = bothTails(row);
        if (both === null || row.tTest === null) return [];
        const { p, t, n } = row.tTest;
        const level = policy.alpha;
        return [
          {
            uid: row.uid,
            decisive: false,
            evidence: [
              `Validator ${view.validatorUid} published p ${p} for t ${t} and ${n} pairs of UID ${row.uid}.`,
              `The evaluator's normal distribution gives ${both.normal.toFixed(6)}, Student's with ${n - 1} degrees of freedom ${both.student.toFixed(6)}; rounding does not explain the difference.`,
              (p as number) < level === both.normal < level
                ? `Both are on the same side of ${level}.`
                : `They are on different sides of ${level}.`,
            ],
          },
        ];
      }),
    ),
};

/** Both tails of a row whose p only Student's distribution gives; null when the normal one can explain it. */
function bothTails({ tTest }: PublishedRow): { normal: number; student: number } | null {
  if (tTest === null || tTest.p === null || tTest.t === null) return null;
  const { p, t, n } = tTest;
  if (!Number.isFinite(p) || !Number.isFinite(t) || !(n >= 2 && n <= MOST_PAIRS)) return null;
  // Both tails fall with t.
  const within = (low: number, high: number) => p >= low - P_ROUNDING && p <= high + P_ROUNDING;
  if (within(oneSided(t + T_ROUNDING), oneSided(t - T_ROUNDING))) return null;
  const [low, student, high] = [t + T_ROUNDING, t, t - T_ROUNDING].map((one) => studentTail(one, n - 1));
  if (low == null || student == null || high == null || !within(low, high)) return null;
  return { normal: oneSided(t), student };
}
