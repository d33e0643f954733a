import { flatMap } from '../../../domain/flatMap.js';
import type { PublishedRound, PublishedRow } from '../../../domain/published.js';
import type { Policy } from '../../../eras/defineEra.js';
import type { BreachCheck, FoundBreach } from '../breachInput.js';
import { underRules } from '../published/underRules.js';
import { passersOf } from './passers.js';

/**
 * D2: two or more rows pass both gates, and the validator's raw results hold no per-prompt KL of one of them: a model
 * without a list is tied with nobody, so that quality decides where the order of commitments would.
 */
export const lostLists: BreachCheck = {
  code: 'D2',
  title: 'Several rows pass, and the lists that would tell whether they are tied are lost',
  nature: 'defect',
  decidedFrom: 'published rows and raw results of the round',
  find: ({ views, rules }) =>
    flatMap(views, (view) => {
      if (!view.rows.some(isLost)) return [];
      const held = underRules(rules, (policy) => findingUnder(view, policy));
      if (held === null) return [];
      return [{ ...held.found, evidence: [...held.found.evidence, ...held.under] }];
    }),
};

/** Without a captured raw result it is not known whether the validator had the list. */
const isLost = (row: PublishedRow): boolean => row.raw !== undefined && (row.klPerPrompt?.length ?? 0) === 0;

/** The finding under one set of rules; null where fewer than two pass, or no list of theirs is lost. */
function findingUnder(view: PublishedRound, policy: Policy): FoundBreach | null {
  const passers = passersOf(view, policy);
  const lost = passers.filter(({ row }) => isLost(row));
  const [seed] = passers;
  if (seed === undefined || passers.length < 2 || lost.length === 0) return null;
  if (passers.length > policy.challengersPerRound) return null;
  const crowned = passers.find((one) => view.kingChanged && one.uid === view.newKingUid) ?? seed;
  const earlier = passers.filter(
    ({ row }) =>
      row.committedAt !== null &&
      crowned.row.committedAt !== null &&
      row.committedAt < crowned.row.committedAt,
  );
  const list = (some: readonly { uid: number }[]) => some.map((one) => `UID ${one.uid}`).join(', ');
  return {
    uid: crowned.uid,
    decisive: false,
    evidence: [
      `On the rows of validator ${view.validatorUid} ${passers.length} challengers pass both gates: ${list(passers)}.`,
      `Its raw results hold no per-prompt KL of ${list(lost)}; a model without a list counts as tied with nobody.`,
      earlier.length > 0
        ? `Committed earlier than UID ${crowned.uid}: ${list(earlier)}. Whether they are tied with it cannot be computed.`
        : `No other of them was committed earlier than UID ${crowned.uid}.`,
    ],
  };
}
