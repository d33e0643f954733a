import { entrantOf, everyDraw, meanKlOf } from './cells.js';
import { compositeOf } from './composites.js';
import type { Random } from './random.js';
import { difficulty, listOf, type Standing } from './scoreLists.js';
import type { Entrant, Inputs, Score } from './truth/crown.js';
import type { Rules } from './truth/rules.js';

/** A round with so many open gates that a band is not walked to its end, and whom it has to hold all the same. */
export interface Crowd {
  readonly name: string;
  readonly inputs: Inputs;
  readonly rules: Rules;
  readonly half: number;
  /** No list is published, only rows. */
  readonly claimed: boolean;
  /** Whom the undisturbed round pays, where it is told here, and everybody in the band, ascending; null is nobody. */
  readonly first?: number;
  readonly paid: readonly (number | null)[];
}

const KING = 13;
const N = 100;

interface Parts {
  readonly random: Random;
  readonly rules: Rules;
  readonly base: readonly number[];
  readonly exact: (level: number) => Score;
  readonly one: (uid: number, standing: Standing, score: Score | null, committedAt: number) => Entrant;
}

function partsOf(random: Random, rules: Rules): Parts {
  const base = difficulty(random, N, 1);
  return {
    random,
    rules,
    base,
    exact: (level) => compositeOf(random, rules, { exact: level, level, worst: 0.1 }),
    one: (uid, standing, score, committedAt) =>
      entrantOf(uid, listOf(random, base, standing), score, committedAt),
  };
}

const worldOf = ({ base }: Parts, kingScore: Score | null, challengers: readonly Entrant[]): Inputs => ({
  king: entrantOf(KING, base, kingScore, 5),
  storedKing: null,
  challengers,
  drawn: everyDraw(N),
  dq: {},
  localKing: null,
  uids: 160,
});

const sorted = (uids: readonly (number | null)[]): (number | null)[] =>
  [...uids].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));

/** Duels that each may go both ways on their own, 2^count in all; all tied with each other. */
const open = (parts: Parts, count: number): Entrant[] =>
  Array.from({ length: count }, (_, i) =>
    parts.one(20 + i, { line: 'lcb', offset: 15, spread: 0.05 }, parts.exact(0.5), 100 + i),
  );

/** Whoever alone passes wins, and without anybody the king keeps it. */
function halves(random: Random, rules: Rules): Crowd {
  const parts = partsOf(random, rules);
  const some = open(parts, 6);
  const inputs = worldOf(parts, parts.exact(0.5), some);
  const uids = some.map((one) => one.uid);
  return { name: 'halves', inputs, rules, half: 1e-4, claimed: false, first: 20, paid: [KING, ...uids] };
}

/** One beats all others wherever they stand; with more than 512 combinations everybody who can pass is taken. */
function shadowed(random: Random, rules: Rules, count: 9 | 10): Crowd {
  const parts = partsOf(random, rules);
  const some = open(parts, count);
  const best = parts.one(12, { line: 'z', z: 60, spread: 0.05 }, parts.exact(0.6), 400);
  const inputs = worldOf(parts, parts.exact(0.5), [...some, best]);
  const paid = count === 9 ? [12] : [12, ...some.map((one) => one.uid)];
  return { name: `shadowed ${count}`, inputs, rules, half: 1e-4, claimed: false, first: 12, paid };
}

/**
 * Each may also be a fraud, 2^count disqualifications: up to 256 of them the king is known to hold; with more everybody
 * with a composite is taken, the king, and whom a round without a winner pays.
 */
function barred(random: Random, rules: Rules, count: 8 | 9, kingScored: boolean): Crowd {
  const parts = partsOf(random, rules);
  const some = Array.from({ length: count }, (_, i) =>
    parts.one(20 + i, { line: 'lcb', offset: 15, spread: 0.005 }, parts.exact(0.5), 100 + i),
  );
  const loser = parts.one(40, { line: 'z', z: -60, spread: 0.05 }, parts.exact(0.4), 400);
  const bare = parts.one(41, { line: 'z', z: -60, spread: 0.05 }, null, 401);
  const inputs = worldOf(parts, kingScored ? parts.exact(0.5) : null, [...some, loser, bare]);
  const uids = some.map((one) => one.uid);
  return {
    name: `barred ${count}${kingScored ? '' : ', king without a composite'}`,
    inputs,
    rules: { ...rules, fraudKl: meanKlOf(some[0] as Entrant) },
    half: 5e-4,
    claimed: false,
    paid: sorted(count === 8 ? [KING, ...uids] : [KING, ...uids, 40, rules.noWinner]),
  };
}

/**
 * The king is under the floor: the composite prefers the one whose mean KL lies at the limit, and another one where that
 * one is over it. Neither can win a duel, and the combinations with the other one come last.
 */
function fallen(random: Random, rules: Rules): Crowd {
  const parts = partsOf(random, rules);
  const first = parts.one(40, { line: 'z', z: -60, spread: 0.05 }, parts.exact(0.7), 400);
  const second = parts.one(41, { line: 'z', z: -50, spread: 0.05 }, parts.exact(0.6), 401);
  const some = open(parts, 9);
  return {
    name: 'fallen',
    inputs: worldOf(parts, parts.exact(0.01), [first, ...some, second]),
    rules: { ...rules, floor: 0.06, maxKl: meanKlOf(first) + 5e-5 },
    half: 1e-4,
    claimed: false,
    paid: [...some.map((one) => one.uid), 40, 41],
  };
}

/** Rows without lists: whether passers were tied is not told, so that each one that committed earlier may have won. */
function untold(random: Random, rules: Rules, count: 2 | 5, earlierFirst: boolean): Crowd {
  const parts = partsOf(random, rules);
  const some = Array.from({ length: count }, (_, i) =>
    parts.one(
      20 + i,
      { line: 'z', z: 40 + 5 * i, spread: 0.05 },
      parts.exact(0.5 + i / 100),
      earlierFirst ? 100 + i : 300 - i,
    ),
  );
  const best = 19 + count;
  const all = some.map((one) => one.uid);
  return {
    name: `untold ${count}`,
    inputs: worldOf(parts, parts.exact(0.5), some),
    rules: { ...rules, fraudKl: Math.min(...some.map(meanKlOf)) - 1e-6 },
    half: 0,
    claimed: true,
    first: best,
    paid: count === 5 || earlierFirst ? all : [best],
  };
}

const CROWDS: readonly ((random: Random, rules: Rules) => Crowd)[] = [
  halves,
  (random, rules) => shadowed(random, rules, 9),
  (random, rules) => shadowed(random, rules, 10),
  (random, rules) => barred(random, rules, 8, true),
  (random, rules) => barred(random, rules, 9, true),
  (random, rules) => barred(random, rules, 9, false),
  (random, rules) => untold(random, rules, 2, true),
  (random, rules) => untold(random, rules, 2, false),
  (random, rules) => untold(random, rules, 5, true),
  fallen,
];

export const crowdOf = (random: Random, rules: Rules, turn: number): Crowd =>
  (CROWDS[turn % CROWDS.length] as (typeof CROWDS)[number])(random, rules);
