import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { WeightEntry } from '../../../domain/weights.js';
import type { LegalRules } from '../../../eras/legalRules.js';
import { followRows, rowOfWindow } from '../../followRows.js';
import type { BreachCheck } from '../breachInput.js';
import { stakeShare } from '../rows/stakeShare.js';

const U16_MAX = 65_535;
/** Largest reserve that the evaluator takes from an operator. */
const MAX_RESERVE = 0.9;

/**
 * G2: a row pays one king and a reserve, with another share or another UID than any legal setting that is known. The
 * reserve is the operator's to set (rule: weight values, docs/methodology.md).
 */
export const reserveOverride: BreachCheck = {
  code: 'G2',
  title: 'Rows keep back another reserve than the settings that are known',
  nature: 'difference',
  decidedFrom: 'weight rows',
  find: ({ round, states, rules, crowned }) => {
    const validators = followRows(round, states);
    const odd = flatMap(validators, (validator) => {
      const row = rowOfWindow(validator, round);
      const found = row === null || row.unchanged ? null : overrideOf(row.first, rules);
      return found === null
        ? []
        : [{ uid: validator.uid, stake: validator.stakeWeight, at: row?.decidedAt, ...found }];
    });
    const [first] = odd;
    if (first === undefined) return [];
    const share = stakeShare(odd, validators);
    return [
      {
        uid: crowned ?? first.king,
        decisive: false,
        evidence: [
          ...odd.map(
            (one) =>
              `Validator ${one.uid} (block ${one.at}) pays UID ${one.king} and keeps back ${(one.fraction * 100).toFixed(1)} % for UID ${one.reserve}.`,
          ),
          `They hold ${Math.round(share * 100)} % of the permitted stake weight. Known settings keep back ${knownReserves(rules)}.`,
          'The reserve moves the row and never the crown.',
        ],
      },
    ];
  },
};

interface Override {
  readonly king: Uid;
  readonly reserve: Uid;
  readonly fraction: number;
}

/** The reserve of a row with one king that no known setting gives; null when one does, or the row is of another kind. */
function overrideOf(row: readonly WeightEntry[], rules: readonly LegalRules[]): Override | null {
  const [a, b, ...more] = row;
  if (a === undefined || b === undefined || more.length > 0 || a[1] === 0 || b[1] === 0) return null;
  if (Math.max(a[1], b[1]) !== U16_MAX) return null;
  const uids = rules.map(({ policy }) => policy.reserveUid);
  const known = [a, b].find(([uid]) => uids.includes(uid));
  // Without the reserve UID only the exact share of a known setting tells a reserve from a second winner.
  const small = a[1] < b[1] ? a : b;
  const kept = known ?? small;
  const other = kept === a ? b : a;
  const legal = rules.some(({ policy }) => {
    const { reserveFraction: r, reserveUid } = policy;
    return isShare(kept[1], other[1], r) && (known === undefined || reserveUid === kept[0]);
  });
  const fraction = kept[1] / (kept[1] + other[1]);
  if (fraction > MAX_RESERVE + 1e-4 || legal !== (known === undefined)) return null;
  return { king: other[0], reserve: kept[0], fraction };
}

/** Whether a pair of weights is that of a reserve fraction, within the rounding of u16. */
const isShare = (kept: number, other: number, fraction: number): boolean => {
  const scale = U16_MAX / Math.max(fraction, 1 - fraction);
  return (
    fraction > 0 && Math.abs(kept - fraction * scale) <= 1 && Math.abs(other - (1 - fraction) * scale) <= 1
  );
};

const knownReserves = (rules: readonly LegalRules[]): string =>
  [
    ...new Set(
      rules.map(({ policy: { reserveFraction, reserveUid } }) =>
        reserveFraction === 0 ? 'nothing' : `${(reserveFraction * 100).toFixed(1)} % for UID ${reserveUid}`,
      ),
    ),
  ].join(' or ');
