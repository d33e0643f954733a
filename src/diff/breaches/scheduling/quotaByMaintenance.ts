import type { BlockNumber } from '../../../domain/block.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import { printable } from '../../../domain/printable.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { firstByUid } from '../firstByUid.js';
import { listed } from './listed.js';
import { bucketOf, ownerOf } from './ownerBucket.js';

interface Seat {
  readonly uid: Uid;
  readonly repo: string;
  readonly committedAt: BlockNumber;
}

/**
 * F1: one round evaluates more models of one repository owner and bucket than the quota lets in. The maintenance plan,
 * which seats what waits when nothing else does, and the reset anchor apply no quota (rule: schedule, docs/methodology.md).
 */
export const quotaByMaintenance: BreachCheck = {
  code: 'F1',
  title: 'The round holds more submissions of one owner than the quota of their bucket',
  nature: 'defect',
  decidedFrom: 'published rows of the round, or its only possible plan',
  find: (input) => {
    const { policy, views } = input;
    if (policy.quotaPerOwner === null) return [];
    const seen = flatMap(views, (view) =>
      overQuota(
        flatMap(
          view.rows.filter((row) => !row.isKing && !row.isReference),
          ({ uid, model, committedAt }): Seat[] =>
            committedAt === null ? [] : [{ uid, repo: model, committedAt }],
        ),
        `The round that validator ${view.validatorUid} published`,
        input,
      ),
    );
    const found = views.length > 0 ? seen : planned(input);
    return firstByUid(found);
  },
};

/** Without published rows a plan shows something only where no other one was possible. */
function planned(input: BreachInput): FoundBreach[] {
  const [plan, ...others] = input.spec.plans;
  if (plan === undefined || others.length > 0 || plan.kind !== 'maintenance') return [];
  return overQuota(input.spec.challengers, 'The only plan that the round can have had, maintenance,', input);
}

function overQuota(seats: readonly Seat[], where: string, { policy }: BreachInput): FoundBreach[] {
  const groups = new Map<string, Seat[]>();
  const distinct = [...new Map(seats.map((seat) => [seat.uid, seat])).values()];
  for (const seat of distinct.sort((a, b) => a.committedAt - b.committedAt || a.uid - b.uid)) {
    const key = `${bucketOf(seat.committedAt, policy.quotaWindow)} ${ownerOf(seat.repo)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [seat]);
    else group.push(seat);
  }
  const quota = policy.quotaPerOwner ?? Number.POSITIVE_INFINITY;
  return flatMap([...groups.values()], (group): FoundBreach[] => {
    const last = group.at(-1);
    if (last === undefined || group.length <= quota) return [];
    const from = bucketOf(last.committedAt, policy.quotaWindow) * policy.quotaWindow;
    return [
      {
        uid: last.uid,
        decisive: false,
        evidence: [
          `${where} holds ${group.length} submissions of the owner ${printable(ownerOf(last.repo), 100)} from blocks ${from} to ${from + policy.quotaWindow - 1}, where the quota is ${quota}.`,
          `They are ${listed(group.map((one) => `UID ${one.uid} (block ${one.committedAt})`))}.`,
          "The schedule never seats that many; the evaluator's plans for maintenance and after a reset apply no quota.",
        ],
      },
    ];
  });
}
