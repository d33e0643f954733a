import { isAbsent } from '../../../domain/absent.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { Contender } from '../../../domain/round.js';
import type { BreachInput } from '../breachInput.js';
import { bucketOf, ownerOf } from './ownerBucket.js';

const keyOf = ({ hotkey, committedAt }: Contender): string => `${hotkey}:${committedAt}`;

/**
 * Commitments that count at the cutoff, pass what prechecks can be made again, are within quota and were never
 * evaluated in what a validator published, and for which it had room; and of which it still published no row in this
 * round. Ascending by UID; none when the view shows no round, or not which king
 * the validator had.
 */
export function leftOut(view: PublishedRound, { spec, policy, round }: BreachInput): Contender[] {
  const challengers = view.rows.filter((row) => !row.isKing && !row.isReference);
  if (view.rows.length === 0 || challengers.length >= policy.challengersPerRound) return [];
  // Whoever was king by a record that was not captured may have been seated and have failed, without a row.
  const { localKingUid: local } = view;
  if (isAbsent(local)) return [];
  const kings = kingsOf(view, [spec.king?.uid ?? null, local]);
  const known = flatMap(spec.contenders, ({ contender }) => (contender === null ? [] : [contender]));
  return flatMap(spec.contenders, ({ contender, prechecks }) => {
    if (contender === null || kings.has(contender.uid)) return [];
    const { uid, committedAt } = contender;
    const valid = prechecks.length > 0 && prechecks.every((one) => one.status !== 'fail');
    const counts = committedAt <= round.cutoffBlock && committedAt >= (policy.minCommitBlock ?? 0);
    const refused =
      Object.hasOwn(view.disqualified, keyOf(contender)) || (view.failures?.[uid]?.count ?? 0) > 0;
    const shown = view.rows.some((row) => row.uid === uid) || evaluated(contender, view);
    return valid && counts && !refused && !shown && withinQuota(contender, known, policy) ? [contender] : [];
  }).sort((a, b) => a.uid - b.uid);
}

const kingsOf = (view: PublishedRound, known: readonly (Uid | null)[]): ReadonlySet<Uid | null> =>
  new Set([
    ...known,
    view.kingUid,
    view.prevKingUid,
    ...view.rows.filter((row) => row.isKing).map((row) => row.uid),
  ]);

/** Whether a record of the view shows this very commitment as evaluated. */
function evaluated({ uid, repo, revision, committedAt }: Contender, view: PublishedRound): boolean {
  const same = (model: string, block: number | null) =>
    model === repo && (block ?? committedAt) === committedAt;
  return (
    view.composites.some(
      (one) =>
        one.model === repo &&
        (one.revision === revision ||
          (one.uid === uid && one.revision === null && same(one.model, one.committedAt))),
    ) ||
    (view.history ?? []).some((past) =>
      past.rows.some((row) => row.uid === uid && same(row.model, row.committedAt)),
    )
  );
}

/** Counts every known submission of the owner's bucket, so that one over the quota is never taken for one within. */
function withinQuota(
  contender: Contender,
  known: readonly Contender[],
  policy: BreachInput['policy'],
): boolean {
  if (policy.quotaPerOwner === null) return true;
  const place = ({ repo, committedAt }: Contender) =>
    `${bucketOf(committedAt, policy.quotaWindow)} ${ownerOf(repo)}`;
  return known.filter((one) => place(one) === place(contender)).length <= policy.quotaPerOwner;
}
