import type { BlockNumber } from '../domain/block.js';
import type { Uid } from '../domain/identity.js';
import type { Policy } from '../eras/defineEra.js';
import { momentsOf, type PairedMoments, statsAt } from '../eras/pairedStats.js';
import type { Seat } from './measure.js';

/** A challenger that passed both gates, as it is ranked. */
export interface Ranked {
  readonly uid: Uid;
  readonly quality: number | null;
  readonly weighted: number | null;
  readonly worst: number | null;
  readonly meanDelta: number | null;
  readonly kl: number | null;
  readonly committedAt: BlockNumber | null;
}

/** The same with its place among the round's challengers. */
export interface PlacedRank extends Ranked {
  readonly position: number;
}

export interface Passer extends Ranked {
  /** Per-prompt KL, rounded; null = lost, and then the passer is tied with nobody. */
  readonly klPerPrompt: readonly number[] | null;
}

export interface RoundWinner {
  readonly seedUid: Uid;
  /** Ascending. */
  readonly tieCluster: readonly Uid[];
  readonly winnerUid: Uid;
}

export type TiePolicy = Pick<Policy, 'alpha' | 'minPairedPrompts' | 'lcbErrors'>;

/** A missing value, and one that is no number, is below every other. */
const low = (value: number | null): number =>
  value === null || Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;

/** Above 0 when the second one is higher, 0 or NaN when neither is. */
const higher = (a: number | null, b: number | null): number => low(b) - low(a);

const negated = (value: number | null): number | null => (value === null ? null : -value);

/** Best first: quality, weighted, worst, mean delta, lower KL, lower UID. */
export const byRank = (a: Ranked, b: Ranked): number =>
  higher(a.quality, b.quality) ||
  higher(a.weighted, b.weighted) ||
  higher(a.worst, b.worst) ||
  higher(a.meanDelta, b.meanDelta) ||
  higher(negated(a.kl), negated(b.kl)) ||
  a.uid - b.uid;

/** A challenger as it is ranked, by its position in the round, with the mean of its duel and its own mean KL. */
export const rankOf = (
  seat: Seat,
  position: number,
  meanDelta: number | null,
  kl: number | null,
): PlacedRank => ({
  uid: seat.contender.uid,
  position,
  quality: seat.quality.value,
  weighted: seat.composite?.weighted ?? null,
  worst: seat.composite?.worst ?? null,
  meanDelta,
  kl,
  committedAt: seat.contender.committedAt,
});

/** Commit block by which equals win; a missing one is last. */
export const commitOrder = (one: Ranked): number => one.committedAt ?? Infinity;

/**
 * Tied: too few pairs to tell apart, or two-sided p above alpha. Missing lists are not tied.
 * @param shift nats by which the first one's mean is moved against the second one's
 */
export function tiedAt(moments: PairedMoments | null, policy: TiePolicy, shift = 0): boolean {
  if (moments === null) return false;
  return moments.n < policy.minPairedPrompts || statsAt(moments, policy.lcbErrors, shift).p2 > policy.alpha;
}

/** Everybody who is connected with a seed by ties, the seed first. */
export function clusterOf<T>(seed: T, all: readonly T[], tied: (a: T, b: T) => boolean): T[] {
  const cluster = [seed];
  for (let i = 0; i < cluster.length; i++) {
    const member = cluster[i] as T;
    for (const other of all) if (!cluster.includes(other) && tied(member, other)) cluster.push(other);
  }
  return cluster;
}

/**
 * Winner among several passers: the best-ranked one is the seed; in its connected component of ties the earliest
 * commitment wins, then the better rank (rule: several passers, docs/methodology.md). Null without passers.
 */
export function clusterWinner<T extends Ranked>(
  passers: readonly T[],
  tied: (a: T, b: T) => boolean,
): RoundWinner | null {
  const ranked = [...passers].sort(byRank);
  const seed = ranked[0];
  if (seed === undefined) return null;
  const cluster = clusterOf(seed, ranked, tied);
  const winner = ranked
    .filter((one) => cluster.includes(one))
    .reduce((best, one) => (commitOrder(one) < commitOrder(best) ? one : best));
  return {
    seedUid: seed.uid,
    tieCluster: cluster.map((one) => one.uid).sort((a, b) => a - b),
    winnerUid: winner.uid,
  };
}

/** The same from per-prompt lists. */
export const roundWinner = (passers: readonly Passer[], policy: TiePolicy): RoundWinner | null =>
  clusterWinner(passers, (a, b) => tiedAt(momentsOf(a.klPerPrompt, b.klPerPrompt), policy));
