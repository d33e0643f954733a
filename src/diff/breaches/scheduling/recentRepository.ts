import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { Contender } from '../../../domain/round.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { firstByUid } from '../firstByUid.js';
import { leftOut } from './leftOut.js';

/**
 * F7: a commitment waits, and the validator's records name another commitment of the same repository name in the last
 * bucket's length: the rule then takes the new one as scored (rule: candidate planning, docs/methodology.md).
 */
export const recentRepository: BreachCheck = {
  code: 'F7',
  title: 'A new revision was not evaluated because its repository name was scored before',
  nature: 'defect',
  decidedFrom: 'published records and rows, recorded manifests',
  find: (input) => {
    if (!input.policy.recentRepoSkip) return [];
    const found = flatMap(input.views, (view) =>
      flatMap(leftOut(view, input), (contender) => skipped(contender, view, input)),
    );
    return firstByUid(found);
  },
};

interface OldRecord {
  readonly uid: number;
  readonly block: number;
  readonly file: string;
}

function skipped(contender: Contender, view: PublishedRound, { round, policy }: BreachInput): FoundBreach[] {
  const since = round.seedBlock - policy.quotaWindow;
  const old = recordsOf(contender, view).find((one) => one.block >= since && one.block < round.seedBlock);
  if (old === undefined) return [];
  const { uid, repo, revision, committedAt } = contender;
  return [
    {
      uid,
      decisive: false,
      evidence: [
        `UID ${uid} committed ${printable(repo, 120)} at ${revision} in block ${committedAt}; validator ${view.validatorUid} published this round without it, with room for more challengers.`,
        `Its records (${old.file}) hold the same repository name for UID ${old.uid} at block ${old.block}, of another commitment, not ${policy.quotaWindow} blocks before the round's seed block ${round.seedBlock}.`,
        'The rule then counts the repository as scored, so that this revision alone keeps waiting.',
      ],
    },
  ];
}

/** Records of the same repository name and another commitment, the newest first. */
function recordsOf({ repo, revision, committedAt }: Contender, view: PublishedRound): OldRecord[] {
  const stored = flatMap(
    view.composites.filter(
      (one) => one.model === repo && one.revision !== revision && one.committedAt !== committedAt,
    ),
    (one): OldRecord[] =>
      one.committedAt === null
        ? []
        : [{ uid: one.uid, block: one.committedAt, file: 'composite_scores.json' }],
  );
  const rows = flatMap(view.history ?? [], (past) =>
    past.rows
      .filter((row) => row.model === repo && row.committedAt !== committedAt && !row.disqualified)
      .map(
        (row): OldRecord => ({
          uid: row.uid,
          block: row.committedAt ?? past.block,
          file: 'h2h_history.json',
        }),
      ),
  );
  return [...stored, ...rows].sort((a, b) => b.block - a.block || a.uid - b.uid);
}
