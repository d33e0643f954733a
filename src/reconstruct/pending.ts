import type { PublishedComposite, PublishedRound } from '../domain/published.js';
import type { Contender } from '../domain/round.js';
import type { Era } from '../eras/defineEra.js';

/** Whether a commitment still waits for its one evaluation, and on which file that rests. */
export interface Pending {
  readonly pending: boolean;
  readonly why: string;
}

/** Records without a revision come from an older table and compare the model's name only. */
const sameCommitment = (record: PublishedComposite, contender: Contender): boolean =>
  record.uid === contender.uid &&
  record.model === contender.repo &&
  (record.revision === null || record.revision === contender.revision) &&
  (record.committedAt === null || record.committedAt === contender.committedAt);

/**
 * Decides from a validator's published state, which is local: validators may differ. A row of this very round shows
 * that it was pending (rule: candidate planning, docs/methodology.md).
 * @param seedBlock start of the round
 */
export function isPending(
  contender: Contender,
  published: PublishedRound | null,
  rowOfThisRound: boolean,
  era: Era,
  seedBlock: number,
): Pending {
  const pending = (why: string): Pending => ({ pending: true, why });
  const done = (why: string): Pending => ({ pending: false, why });
  if (published === null)
    return pending('No validator state is published: every valid commitment counts as pending.');
  const validator = `validator ${published.validatorUid}`;
  if (rowOfThisRound) return pending(`The round that ${validator} published holds a row for it.`);
  const { composites, evaluatedUids } = published;
  const own = composites.filter((record) => record.uid === contender.uid);
  if (own.some((record) => sameCommitment(record, contender)))
    return done(`Evaluated before, one evaluation per commitment (composite_scores.json of ${validator}).`);
  if (composites.some((record) => record.model === contender.repo && record.revision === contender.revision))
    return done(`The same model and revision was evaluated before (composite_scores.json of ${validator}).`);
  if (own.length === 0 && (evaluatedUids?.includes(contender.uid) ?? false))
    return done(`Evaluated before, one evaluation per commitment (evaluated_uids.json of ${validator}).`);
  const since = seedBlock - era.policy.quotaWindow;
  if (composites.some((record) => record.model === contender.repo && (record.committedAt ?? 0) >= since))
    return done(
      `A record of the last ${era.policy.quotaWindow} blocks has the same repository name (composite_scores.json of ${validator}).`,
    );
  return pending(`No record of ${validator} shows an earlier evaluation.`);
}
