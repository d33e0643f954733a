import type { BlockNumber } from '../domain/block.js';
import type { Uid } from '../domain/identity.js';
import type { Policy } from '../eras/defineEra.js';
import { pairedStats } from './pairedTest.js';

/** A challenger that passed both gates. */
export interface Passer {
  readonly uid: Uid;
  readonly quality: number | null;
  readonly weighted: number | null;
  readonly worst: number | null;
  readonly meanDelta: number | null;
  readonly kl: number | null;
  readonly committedAt: BlockNumber | null;
  /** Per-prompt KL, rounded; null = lost, and then the passer is tied with nobody. */
  readonly klPerPrompt: readonly number[] | null;
  /** Nats added to its mean KL while the noise band is walked. */
  readonly klShift?: number;
}

export interface RoundWinner {
  readonly seedUid: Uid;
  /** Ascending. */
  readonly tieCluster: readonly Uid[];
  readonly winnerUid: Uid;
}

type TiePolicy = Pick<Policy, 'alpha' | 'minPairedPrompts' | 'lcbErrors'>;

const LOWEST = Number.NEGATIVE_INFINITY;

/** Best first: quality, weighted, worst, mean delta, lower KL, lower UID. */
function byRank(a: Passer, b: Passer): number {
  const key = (one: Passer) => [
    one.quality ?? LOWEST,
    one.weighted ?? LOWEST,
    one.worst ?? LOWEST,
    one.meanDelta ?? LOWEST,
    -(one.kl ?? Infinity),
    -one.uid,
  ];
  const left = key(a);
  const right = key(b);
  for (let i = 0; i < left.length; i++) {
    if (left[i] !== right[i]) return (right[i] as number) > (left[i] as number) ? 1 : -1;
  }
  return 0;
}

/** Tied: too few pairs to tell apart, or two-sided p above alpha. Missing lists are not tied. */
function tied(a: Passer, b: Passer, policy: TiePolicy): boolean {
  if (a.klPerPrompt === null || b.klPerPrompt === null) return false;
  if (a.klPerPrompt.length === 0 || b.klPerPrompt.length === 0) return false;
  const shift = (a.klShift ?? 0) - (b.klShift ?? 0);
  const stats = pairedStats(a.klPerPrompt, b.klPerPrompt, policy.lcbErrors, shift);
  return stats.n < policy.minPairedPrompts || stats.p2 > policy.alpha;
}

/**
 * Winner among several passers: the best-ranked one is the seed; in its connected component of ties the earliest
 * commitment wins, then the better rank (rule: several passers, docs/methodology.md). Null without passers.
 */
export function roundWinner(passers: readonly Passer[], policy: TiePolicy): RoundWinner | null {
  const ranked = [...passers].sort(byRank);
  const seed = ranked[0];
  if (seed === undefined) return null;
  const cluster = [seed];
  for (let i = 0; i < cluster.length; i++) {
    const member = cluster[i] as Passer;
    for (const other of ranked)
      if (!cluster.includes(other) && tied(member, other, policy)) cluster.push(other);
  }
  const block = (one: Passer) => one.committedAt ?? Infinity;
  const winner = ranked
    .filter((one) => cluster.includes(one))
    .reduce((best, one) => (block(one) < block(best) ? one : best));
  return {
    seedUid: seed.uid,
    tieCluster: cluster.map((one) => one.uid).sort((a, b) => a - b),
    winnerUid: winner.uid,
  };
}
