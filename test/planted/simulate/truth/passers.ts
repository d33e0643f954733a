import type { Bug } from './rules.js';

/** A challenger that passed every gate, as it is ranked; null is below every number. */
export interface Ranking {
  readonly uid: number;
  readonly quality: number | null;
  readonly weighted: number | null;
  readonly worst: number | null;
  readonly meanDelta: number | null;
  readonly kl: number | null;
  readonly committedAt: number | null;
}

/** Longest list first that is greater at the first place where two differ. */
export const compareLists = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (b[at] as number) > (a[at] as number) ? 1 : -1;
};

const LEAST = Number.NEGATIVE_INFINITY;

const rank = (one: Ranking): number[] => [
  one.quality ?? LEAST,
  one.weighted ?? LEAST,
  one.worst ?? LEAST,
  one.meanDelta ?? LEAST,
  one.kl === null ? LEAST : -one.kl,
  -one.uid,
];

const ordered = <T extends Ranking>(passers: readonly T[]): T[] =>
  [...passers].sort((a, b) => compareLists(rank(a), rank(b)));

/** Everybody whom ties connect with one of them, in the given order. */
function connected<T>(order: readonly T[], seed: T, alike: (a: T, b: T) => boolean): T[] {
  const reached = new Set([seed]);
  let grown = true;
  while (grown) {
    const next = order.filter(
      (one) => !reached.has(one) && [...reached].some((member) => alike(member, one)),
    );
    for (const one of next) reached.add(one);
    grown = next.length > 0;
  }
  return order.filter((one) => reached.has(one));
}

const block = (one: Ranking): number => one.committedAt ?? Number.POSITIVE_INFINITY;

/** Winner among the passers: the best one, then the earliest of those that cannot be told from each other. */
export function bestOf<T extends Ranking>(
  passers: readonly T[],
  alike: (a: T, b: T) => boolean,
  bugs: ReadonlySet<Bug>,
): { winner: number; seed: number; cluster: number[] } | null {
  const order = ordered(passers);
  const [seed] = order;
  if (seed === undefined) return null;
  const cluster = connected(order, seed, alike);
  const sign = bugs.has('tie-latest') ? -1 : 1;
  const first = Math.min(...cluster.map((one) => sign * block(one)));
  const earliest = cluster.find((one) => sign * block(one) === first);
  const winner = bugs.has('tie-best-rank') ? seed : (earliest ?? seed);
  return {
    winner: winner.uid,
    seed: seed.uid,
    cluster: cluster.map((one) => one.uid).sort((a, b) => a - b),
  };
}

/** Who may be best where each mean is off by up to `half`: equals up to the duel's mean are ranked by that mean. */
export function mayBeBest<T extends Ranking>(
  passers: readonly T[],
  alike: (a: T, b: T) => boolean,
  half: number,
): number[] {
  const order = ordered(passers);
  const [top] = order;
  if (top === undefined) return [];
  const mayChange = (a: T, b: T): boolean =>
    half > 0 &&
    compareLists(rank(a).slice(0, 3), rank(b).slice(0, 3)) === 0 &&
    (a.meanDelta === null ||
      b.meanDelta === null ||
      !(Math.abs(a.meanDelta - b.meanDelta) > 2 * half + 2e-6));
  const winners = new Set<number>();
  for (const seed of order.filter((one) => one === top || mayChange(top, one))) {
    const cluster = connected(order, seed, alike);
    const first = Math.min(...cluster.map(block));
    const [best, ...others] = cluster.filter((one) => block(one) === first);
    if (best === undefined) continue;
    winners.add(best.uid);
    for (const one of others) if (mayChange(best, one)) winners.add(one.uid);
  }
  return [...winners].sort((a, b) => a - b);
}
