import { flatMap } from '../../../domain/flatMap.js';
import type { PublishedRow } from '../../../domain/published.js';
import type { LegalRules } from '../../../eras/legalRules.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { type Crowning, crownings } from '../published/crownings.js';

/** How the reason of a disqualification by KL begins. */
const QUALITY = 'quality:';

/**
 * C5: the king was disqualified for its KL, and the new king's row holds no test: the crown passed on by composite,
 * without a duel.
 */
export const kingOverMaxKl: BreachCheck = {
  code: 'C5',
  title: 'The king was disqualified for its KL, and the crown passed on without a duel',
  nature: 'defect',
  decidedFrom: 'published rows of the round',
  find: (input) =>
    flatMap(crownings(input.views), (crowning) => {
      const { view, uid, row, kingUid, king } = crowning;
      const why = disqualifiedForKl(crowning, input);
      if (row === null || row.tTest !== null || kingUid === null || why === null) return [];
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `Validator ${view.validatorUid} disqualified the king UID ${kingUid}: ${why}.`,
            ...limitsOf(king, input.rules),
            `It crowned UID ${uid}, whose row holds no t_test: a disqualified king is not duelled, and its successor is the selector's pick.`,
          ],
        },
      ];
    }),
};

/** What disqualified the king; null when it was not its KL. A KL over some limit alone does not say so. */
function disqualifiedForKl({ view, kingUid, king }: Crowning, { spec, rules }: BreachInput): string | null {
  if (king?.disqualified === true) {
    if (king.dqReason !== null)
      return king.dqReason.startsWith(QUALITY) ? 'its row says so, for quality' : null;
    const least = Math.min(...rules.map((one) => one.policy.maxKl ?? Number.POSITIVE_INFINITY));
    return king.kl !== null && king.kl > least
      ? `its row says so, without a reason, at a KL above the smallest legal maximum ${least}`
      : null;
  }
  if (spec.king === null || spec.king.uid !== kingUid) return null;
  const key = `${spec.king.hotkey}:${spec.king.committedAt}`;
  const reason = Object.hasOwn(view.disqualified, key) ? view.disqualified[key] : undefined;
  return reason?.startsWith(QUALITY) ? `the key ${key} of disqualified.json says so, for quality` : null;
}

function limitsOf(king: PublishedRow | null, rules: readonly LegalRules[]): string[] {
  const kl = king?.kl ?? null;
  if (kl === null) return [];
  const limits = [...new Set(flatMap(rules, (one) => one.policy.maxKl ?? []))].sort((a, b) => a - b);
  const over = limits.filter((limit) => kl > limit);
  const under = limits.filter((limit) => kl <= limit);
  const list = (some: readonly number[]) => (some.length === 0 ? 'none' : some.join(', '));
  return [`Its published KL is ${kl}: above the legal maxima ${list(over)}; within ${list(under)}.`];
}
