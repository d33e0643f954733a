import type { Random } from './random.js';
import type { Ranking } from './truth/passers.js';
import type { Rules } from './truth/rules.js';
import type { Candidate } from './truth/selector.js';

/** Rules whose floor may be missing, zero or below it: what an operator may set, beyond what an era has. */
export const otherFloor = (random: Random, rules: Rules): Rules => ({
  ...rules,
  floor: random.pick([null, null, 0.06, 0, -0.1]),
  minAxes: random.pick([0, 4]),
});

const MARGIN = 0.03;

/** A value on a line of the margin test, or beside it. */
function beside(random: Random, line: number | null): number | null {
  const at = line ?? 0.2;
  return random.pick([null, at, at * (1 + MARGIN), at * (1 - MARGIN), at * 1.1, 0, 0.005, 0.0051, 0.06, 0.3]);
}

type Standing = Pick<Candidate, 'worst' | 'quality' | 'weighted'>;

/** A prior king and a challenger on the lines between them. */
export function marginCase(random: Random): { prior: Standing | null; own: Standing } {
  const prior = {
    worst: random.pick([null, 0, 0.004, 0.005, 0.0051, 0.2, 0.4]),
    quality: random.pick([null, null, 0, -0.1, 0.05, 0.06, 0.3]),
    weighted: random.pick([null, 0, -0.1, 0.3]),
  };
  const own = {
    worst: beside(random, prior.worst),
    quality: beside(random, prior.quality),
    weighted: beside(random, prior.weighted),
  };
  return { prior: random.chance(0.08) ? null : prior, own };
}

/** Models with few distinct values, so that every place of the order is reached; one UID may stand there twice. */
export function poolCase(random: Random, rules: Rules): { pool: Candidate[]; prior: number | null } {
  const level = random.pick([0, 0.2]);
  const lowest = rules.floor === null ? level : rules.floor - rules.tolerance;
  const pool = Array.from({ length: random.int(1, 4) }, () => ({
    uid: random.pick([0, 3, 5, 7]),
    out: random.chance(0.1),
    worst: random.pick([level, level, level, 0.3, null, Number.NaN]),
    quality: random.pick([level, level, null, 0, 0.3, lowest]),
    weighted: random.pick([level, level, null, 0.3]),
    qualityAxes: random.pick([4, 4, 15, 3]),
    nAxes: rules.tierAxes + random.pick([0, 0, 1, -1]),
    version: random.pick([rules.tierVersion, rules.tierVersion, rules.tierVersion - 1, null]),
  }));
  // One UID twice: a record without a quality, and one of quality 0, which the order takes for equal.
  const [first] = pool;
  if (first !== undefined && random.chance(0.15))
    pool.push({ ...first, quality: first.quality === null ? 0 : null });
  return { pool, prior: random.pick([null, 0, 3, 5, 9]) };
}

/** Passers with few distinct values, who is tied with whom, and a width of the noise that may just reach the next one. */
export function passersCase(random: Random): { passers: Ranking[]; tied: Set<string>; half: number } {
  const half = random.pick([0, 0, 0.001, 0.01]);
  const apart = 2 * half + 2e-6;
  const uids = random.shuffled([0, 3, 5, 7]);
  const same = random.chance(0.5);
  const passers = Array.from({ length: random.int(0, 4) }, (_, i) => ({
    uid: uids[i] as number,
    quality: same ? 0.5 : random.pick([0.5, 0.5, 0.4, null]),
    weighted: same ? 0.5 : random.pick([0.5, 0.5, 0.4, null, Number.NaN]),
    worst: same ? 0.1 : random.pick([0.1, 0.1, 0.2, null]),
    meanDelta: random.pick([0, apart, apart * 1.01, 0.001, null]),
    kl: random.pick([1, 1, 2, null]),
    committedAt: random.pick([10, 10, 20, 30, null]),
  }));
  const tied = new Set<string>();
  for (const a of passers)
    for (const b of passers) if (a.uid < b.uid && random.chance(0.4)) tied.add(`${a.uid} ${b.uid}`);
  return { passers, tied, half };
}

/** A published test whose parts need not fit together. */
export interface ClaimCase {
  readonly test: {
    readonly n: number;
    readonly p: number | null;
    readonly meanDelta: number | null;
    readonly lcb: number | null;
    readonly t: number | null;
    readonly se: number | null;
  } | null;
  readonly prompts: number;
  readonly shift: number;
}

export function claimCase(random: Random): ClaimCase {
  const meanDelta = random.pick([null, 0.001, 0.004, 0.02, 0, -0.003]);
  return {
    test: random.chance(0.1)
      ? null
      : {
          n: random.pick([99, 100, 300]),
          p: random.pick([null, 0.2, 0.01, 0.7, 1e-5, 1.2e-5, 1 - 1e-5, 0.99998, 0, 1]),
          meanDelta,
          lcb: random.pick([null, 0.001, -0.002]),
          t: random.pick([null, 2.5]),
          se: random.pick([null, 0, 0.001, 0.002]),
        },
    prompts: random.pick([0, 99, 150]),
    shift: random.pick([0, 0.001, -0.001, 0.004, -0.004, -(meanDelta ?? 0), 0.0005]),
  };
}

/** Half the squared spread at which four differences still count as one constant. */
const TINY = 5e-10;

/** Two short lists: one, two or three pairs, one constant, a spread on its line. */
export function shortLists(random: Random): [number[], number[]] {
  const some = (n: number) => Array.from({ length: n }, () => random.int(0, 5) / 1000);
  const n = random.int(0, 4);
  return random.pick<[number[], number[]]>([
    [some(n), some(n)],
    [some(n), some(random.int(0, 4))],
    [
      [TINY, 0, TINY, 0],
      [0, TINY, 0, TINY],
    ],
    [
      [0.2, 0.2, 0.2],
      [0.1, 0.1, 0.1],
    ],
    [
      [0.1, 0.1, 0.1],
      [0.2, 0.2, 0.2],
    ],
    [
      [0.1, 0.2, 0.3],
      [0.1, 0.2, 0.3],
    ],
    [
      [0.1, Number.NaN, 0.3],
      [0.1, 0.2, 0.3],
    ],
  ]);
}

/** `x_a - x_b <= most` with node 0 standing for the number 0. */
export interface Bound {
  readonly a: number;
  readonly b: number;
  readonly most: number;
}

/** Bounds on up to three numbers within -1 and 1: quarters, or two that miss each other by the slack or a little more. */
export function boundsCase(random: Random): { count: number; bounds: Bound[] } {
  if (random.chance(0.1))
    return {
      count: 1,
      bounds: [
        { a: 0, b: 1, most: -random.pick([1e-12, 1.01e-12, 0.99e-12]) },
        { a: 1, b: 0, most: 0 },
      ],
    };
  const count = random.int(1, 3);
  const bounds = Array.from({ length: random.int(1, 6) }, () => {
    const [a, b] = random.shuffled(Array.from({ length: count + 1 }, (_, i) => i));
    return { a: a as number, b: b as number, most: random.int(-6, 5) / 4 };
  });
  return { count, bounds };
}
