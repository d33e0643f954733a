import type { PublishedComposite, PublishedRound } from '../domain/published.js';
import type { Policy } from '../eras/defineEra.js';
import type { Commitment } from './contenders.js';

/** Whether a commitment still waits for its one evaluation, and on which file that rests. */
export interface Pending {
  /** `yes`: a row of the round shows it. `unknown`: what is published shows no evaluation, which other files could. */
  readonly pending: 'yes' | 'no' | 'unknown';
  readonly why: string;
}

/** Rounds of the history that count. */
const HISTORY_ROUNDS = 50;

type PendingPolicy = Pick<Policy, 'recentRepoSkip' | 'quotaWindow' | 'maxKl'>;

/** Records without a revision come from an older table and compare the model's name only. */
const sameCommitment = (record: PublishedComposite, contender: Commitment): boolean =>
  record.uid === contender.uid &&
  record.model === contender.repo &&
  (record.revision === null || contender.revision === null || record.revision === contender.revision) &&
  (record.committedAt === null || record.committedAt === contender.committedAt);

const answer = (pending: Pending['pending'], why: string): Pending => ({ pending, why });

/**
 * Decides from a validator's published state, which is local: validators may differ. A row of this very round shows
 * that it was pending (rule: candidate planning, docs/methodology.md). Hashes of what was scored before and the list
 * of barred names are not published, so that without such a row nothing is certainly pending.
 * @param seedBlock start of the round
 */
export function isPending(
  contender: Commitment,
  published: PublishedRound | null,
  rowOfThisRound: boolean,
  policy: PendingPolicy,
  seedBlock: number,
): Pending {
  if (published === null)
    return answer('unknown', 'No validator state is published: every valid commitment counts as pending.');
  const validator = `validator ${published.validatorUid}`;
  if (rowOfThisRound) return answer('yes', `The round that ${validator} published holds a row for it.`);
  const done =
    byRecords(contender, published) ??
    byScore(contender, published, policy) ??
    byHistory(contender, published, seedBlock) ??
    byRepository(contender, published, policy, seedBlock);
  if (done !== null) return answer('no', `${done} of ${validator}).`);
  const missing = missingFiles(published, policy).join(', ');
  return answer(
    'unknown',
    `No published record of ${validator} shows an earlier evaluation; not published: ${missing}.`,
  );
}

/** A record of another commitment is erased when the UID is looked at, and its score with it. */
const reopened = ({ uid }: Commitment, { composites }: PublishedRound): boolean =>
  composites.some((record) => record.uid === uid);

const scoreOf = ({ uid }: Commitment, { scores }: PublishedRound): number | undefined =>
  scores !== undefined && Object.hasOwn(scores, String(uid)) ? scores[String(uid)] : undefined;

function byRecords(contender: Commitment, published: PublishedRound): string | null {
  const { composites, evaluatedUids, scores } = published;
  if (composites.some((record) => sameCommitment(record, contender)))
    return 'Evaluated before, one evaluation per commitment (composite_scores.json';
  const same = (record: PublishedComposite) =>
    contender.revision !== null && record.model === contender.repo && record.revision === contender.revision;
  if (composites.some(same)) return 'The same model and revision was evaluated before (composite_scores.json';
  const isDropped = scores !== undefined && scoreOf(contender, published) === undefined;
  if (evaluatedUids?.includes(contender.uid) === true && !isDropped && !reopened(contender, published))
    return 'Evaluated before, one evaluation per commitment (evaluated_uids.json';
  return null;
}

function byScore(contender: Commitment, published: PublishedRound, { maxKl }: PendingPolicy): string | null {
  const score = scoreOf(contender, published);
  if (score === undefined || maxKl === null || reopened(contender, published)) return null;
  return score < maxKl ? `Its UID holds the score ${score} (scores.json` : null;
}

/** Earlier rounds that count, newest first. */
const counted = ({ history }: PublishedRound, seedBlock: number) =>
  (history ?? []).filter((round) => round.block < seedBlock).slice(0, HISTORY_ROUNDS);

/** The UID's rows count, whatever it had committed then. */
function byHistory({ uid }: Commitment, published: PublishedRound, seedBlock: number): string | null {
  const round = counted(published, seedBlock).find((one) =>
    one.rows.some((row) => row.uid === uid && !row.disqualified),
  );
  return round === undefined
    ? null
    : `Its UID has a row in the round of block ${round.block}, whatever it had committed then (h2h_history.json`;
}

function byRepository(
  { repo }: Commitment,
  published: PublishedRound,
  policy: PendingPolicy,
  seedBlock: number,
): string | null {
  if (!policy.recentRepoSkip) return null;
  const since = seedBlock - policy.quotaWindow;
  const why = `A record of the last ${policy.quotaWindow} blocks has the same repository name`;
  if (published.composites.some((one) => one.model === repo && (one.committedAt ?? -1) >= since))
    return `${why} (composite_scores.json`;
  const inHistory = counted(published, seedBlock).some((round) =>
    round.rows.some(
      (row) => row.model === repo && !row.disqualified && (row.committedAt ?? round.block) >= since,
    ),
  );
  return inHistory ? `${why} (h2h_history.json` : null;
}

/** State that could show an evaluation and are not published. */
function missingFiles(published: PublishedRound, { maxKl }: PendingPolicy): string[] {
  const has = (name: string) => published.sources.includes(name);
  return [
    published.composites.length > 0 || has('composite_scores.json') ? '' : 'composite_scores.json',
    published.evaluatedUids !== null ? '' : 'evaluated_uids.json',
    published.scores !== undefined && maxKl !== null ? '' : 'scores.json',
    published.history !== undefined ? '' : 'h2h_history.json',
    'the hashes of what it scored',
  ].filter((name) => name !== '');
}
