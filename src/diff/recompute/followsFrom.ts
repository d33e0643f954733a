import type { Uid } from '../../domain/identity.js';
import type { RecomputedView } from '../../domain/recompute.js';
import type { Decision } from '../../domain/verdict.js';

type Found = RecomputedView['causes'][number];

/** What is known of a published outcome and of the decisions on its numbers. */
export interface Outcome {
  /** False when the record does not say whom it crowned. */
  readonly isKnown: boolean;
  readonly publishedUid: Uid | null;
  readonly decisions: readonly Decision[];
  /** What the decisions lack; with any of these the outcome is neither right nor wrong. */
  readonly missing: readonly string[];
  /** Ways in which the same files may explain the published outcome after all. */
  readonly excuses: () => readonly Found[];
  /** The numbers of the rows give the published winner, and the inputs of these numbers do not. */
  readonly rowsGiveIt: () => boolean;
}

const nameOf = (uid: Uid | null): string => (uid === null ? 'nobody' : `UID ${uid}`);

/**
 * Whether a published winner follows from the published numbers under any legal set of rules, with the sentence that
 * says why not. Null while something is missing: a missing input never makes a crown wrong.
 */
export function followsFrom(outcome: Outcome): {
  readonly follows: boolean | null;
  readonly causes: readonly Found[];
} {
  const { decisions, publishedUid, missing } = outcome;
  const [first] = decisions;
  if (!outcome.isKnown || first === undefined) return { follows: null, causes: [] };
  if (missing.length > 0) return { follows: null, causes: [] };
  if (first.winnerUid === publishedUid) return { follows: true, causes: [] };
  const same = decisions.filter((one) => one.winnerUid === publishedUid);
  if (same.length > 0) {
    const names = same.slice(0, 3).map((one) => one.setting);
    const more = same.length > 3 ? ` and ${same.length - 3} more` : '';
    const why = `${nameOf(publishedUid)} is published as winner, which follows under ${names.join(', ')}${more} only; the default gives ${nameOf(first.winnerUid)}.`;
    return { follows: true, causes: [{ cause: 'rules', why }] };
  }
  const excuses = outcome.excuses();
  if (excuses.length > 0) return { follows: null, causes: excuses };
  const winners = [...new Set(decisions.map((one) => nameOf(one.winnerUid)))];
  const why = `${nameOf(publishedUid)} is published as winner; the published numbers give ${winners.join(' or ')} under every legal set of rules. ${first.reason}`;
  return { follows: false, causes: [{ cause: outcome.rowsGiveIt() ? 'scores' : 'rules', why }] };
}
