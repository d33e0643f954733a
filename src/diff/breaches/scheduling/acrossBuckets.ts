import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import type { Contender } from '../../../domain/round.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { bucketOf, ownerOf } from './ownerBucket.js';

/**
 * F2: the buckets of the quota are fixed, so submissions on both sides of a boundary count apart: within the length of
 * one bucket an owner gets up to twice the quota evaluated (rule: schedule, docs/methodology.md).
 */
export const acrossBuckets: BreachCheck = {
  code: 'F2',
  title: 'An owner got more submissions in than one bucket allows, around the boundary of two',
  nature: 'defect',
  decidedFrom: 'revealed commitments at the cutoff',
  find: (input) => {
    const quota = input.policy.quotaPerOwner;
    if (quota === null) return [];
    const known = flatMap(input.spec.contenders, ({ contender }) => (contender === null ? [] : [contender]));
    if (known.length <= quota) return [];
    const owners = [...new Set(known.map((one) => ownerOf(one.repo)))].sort();
    return flatMap(owners, (owner) =>
      around(
        known.filter((one) => ownerOf(one.repo) === owner),
        quota,
        input,
      ),
    );
  },
};

/** The first window over a boundary that holds more submissions within quota than one bucket may, of one owner. */
function around(all: readonly Contender[], quota: number, input: BreachInput): FoundBreach[] {
  const { quotaWindow } = input.policy;
  const order = [...all].sort((a, b) => a.committedAt - b.committedAt || a.uid - b.uid);
  const places = new Map<number, number>();
  const within = order.filter((one) => {
    const bucket = bucketOf(one.committedAt, quotaWindow);
    places.set(bucket, (places.get(bucket) ?? 0) + 1);
    return (places.get(bucket) ?? 0) <= quota;
  });
  const seated = input.spec.challengers.map((one) => `${one.hotkey}:${one.committedAt}`);
  for (const [at, first] of within.entries()) {
    const group = within.slice(at).filter((one) => one.committedAt - first.committedAt < quotaWindow);
    const last = group.at(-1) ?? first;
    // Told once: in the rounds that evaluate one of them.
    const now = group.filter((one) => seated.includes(`${one.hotkey}:${one.committedAt}`));
    if (group.length <= quota || now.length === 0) continue;
    const boundary = bucketOf(last.committedAt, quotaWindow) * quotaWindow;
    return [
      {
        uid: now.at(-1)?.uid ?? last.uid,
        decisive: false,
        evidence: [
          `The owner ${printable(ownerOf(first.repo), 100)} has ${group.length} submissions within ${last.committedAt - first.committedAt + 1} blocks, ${first.committedAt} to ${last.committedAt}; a bucket of ${quotaWindow} blocks allows ${quota}.`,
          `They are ${group.map((one) => `UID ${one.uid} (block ${one.committedAt})`).join(', ')}; the boundary at block ${boundary} lies between them, so each bucket counts its own.`,
          'The rule has fixed buckets, so all of them are within its quota.',
        ],
      },
    ];
  }
  return [];
}
