import { compositeOf } from './composites.js';
import type { Random } from './random.js';
import { difficulty, listOf, natsOf, type Standing } from './scoreLists.js';
import type { Entrant, Inputs, Score } from './truth/crown.js';
import type { Rules } from './truth/rules.js';
import { meanOf } from './truth/statistics.js';

/** A decision whose lines lie close together, and a width of the noise that reaches several of them. */
export interface CellCase {
  readonly inputs: Inputs;
  readonly rules: Rules;
  readonly half: number;
}

/** A contender from its whole micro-nats. */
export const entrantOf = (
  uid: number,
  micros: readonly number[],
  score: Score | null,
  committedAt: number,
): Entrant => {
  const kl = natsOf(micros);
  return { uid, hotkey: `hotkey-${uid}`, committedAt, kl: { tail_bucket: kl, conditional: kl }, score };
};

export const meanKlOf = (one: Entrant): number => meanOf(one.kl?.tail_bucket ?? []) ?? 0;

export const everyDraw = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Up to three challengers around the lines of their duels, of each other and of both KL limits. */
export function cellCase(random: Random, rules: Rules): CellCase {
  if (random.chance(0.3)) return random.pick([reachCase, neverCase, tiedCase])(random, rules);
  const half = random.pick([1e-4, 0.001, 0.004]);
  const n = random.int(100, 112);
  const score = (level: number, worst: number): Score | null =>
    random.chance(0.08) ? null : compositeOf(random, rules, { exact: level, level, worst });
  const base = difficulty(random, n, 1);
  const king = entrantOf(13, base, score(random.pick([0.5, 0.5, 0.01]), 0.1), 50);
  const standing = (): Standing => {
    const spread = random.pick([0.005, 0.02, 0.05]);
    const offset = Math.round(half * 1e6 * random.between(-2.6, 2.6));
    return random.pick<Standing>([
      { line: 'lcb', offset, spread },
      { line: 'lcb', offset, spread },
      { line: 'lcb', offset: 0, spread },
      { line: 'z', z: random.pick([-30, 30]), spread },
      { line: 'mean', offset: random.pick([0, Math.round(half * 1e6)]) },
    ]);
  };
  const uids = random.shuffled([7, 20, 155]);
  const alike = random.chance(0.4);
  const challengers = Array.from({ length: random.int(1, 3) }, (_, i) =>
    entrantOf(
      uids[i] as number,
      listOf(random, base, standing()),
      score(alike ? 0.5 : random.pick([0.49, 0.5, 0.52, 0.6]), alike ? 0.1 : random.pick([0.1, 0.2, 0.05])),
      random.pick([10, 20, 30]),
    ),
  );
  const besideOf = (): number =>
    meanKlOf(random.pick([king, ...challengers])) +
    half * random.pick([0, 0.5, -0.5, random.between(-1.3, 1.3)]);
  const fraudKl = random.chance(0.25) ? besideOf() : rules.fraudKl;
  const maxKl = random.pick([null, rules.maxKl, rules.maxKl, besideOf(), besideOf()]);
  const barred = random.chance(0.1)
    ? { [`hotkey-${uids[0]}:${challengers[0]?.committedAt}`]: 'copy: x' }
    : {};
  return {
    half,
    rules: {
      ...rules,
      fraudKl,
      maxKl: maxKl !== null && maxKl <= fraudKl ? rules.maxKl : maxKl,
      alpha: random.pick([0.03, 0.03, 0.2, 0.002]),
      minPairs: random.pick([100, 100, n, n + 1]),
    },
    inputs: {
      king: random.chance(0.04) ? null : king,
      storedKing: null,
      challengers,
      drawn: everyDraw(n),
      dq: barred,
      localKing: random.pick([null, 13, 149]),
      uids: 160,
    },
  };
}

const worldOf = (n: number, king: Entrant, challengers: readonly Entrant[]): Inputs => ({
  king,
  storedKing: null,
  challengers,
  drawn: everyDraw(n),
  dq: {},
  localKing: null,
  uids: 160,
});

/** A bound of the mean KL that the noise and its rounding just reach, and a duel further off that two half-widths reach. */
function reachCase(random: Random, rules: Rules): CellCase {
  const base = difficulty(random, 100, 1);
  const score = (): Score => compositeOf(random, rules, { exact: 0.5, level: 0.5, worst: 0.1 });
  const king = entrantOf(13, base, score(), 50);
  const winner = entrantOf(
    20,
    listOf(random, base, { line: 'lcb', offset: 1500, spread: 0.05 }),
    score(),
    60,
  );
  const mean = meanKlOf(winner);
  let fraudKl = mean - 0.001002;
  let half = mean - fraudKl - 2e-6;
  while (half + 2e-6 !== mean - fraudKl) {
    fraudKl -= 2 ** -40;
    half = mean - fraudKl - 2e-6;
  }
  return { half, rules: { ...rules, fraudKl }, inputs: worldOf(100, king, [winner]) };
}

/** A challenger that could win, and a limit of its own or of the king's KL that leaves no room for it. */
function neverCase(random: Random, rules: Rules): CellCase {
  const half = 0.002;
  const base = difficulty(random, 100, 1);
  const byKing = random.chance(0.5);
  const king = entrantOf(13, base, compositeOf(random, rules, { exact: 0.5, level: 0.5, worst: 0.1 }), 50);
  const offset = Math.round(-1e6 * half * (byKing ? 1 : 0.8));
  // Enough quality for the duel, and too few axes to be preferred without one.
  const score = compositeOf(random, rules, { exact: 0.5, level: 0.5, worst: 0.1, axes: 3 });
  const one = entrantOf(20, listOf(random, base, { line: 'lcb', offset, spread: 0.05 }), score, 60);
  const limits = byKing
    ? { maxKl: meanKlOf(king) - 0.3 * half, fraudKl: rules.fraudKl }
    : { maxKl: rules.maxKl, fraudKl: meanKlOf(one) + 0.5 * half };
  return { half, rules: { ...rules, ...limits, floor: 0.06, minAxes: 4 }, inputs: worldOf(100, king, [one]) };
}

/** Two that always win and can be told apart, but not everywhere in the band. */
function tiedCase(random: Random, rules: Rules): CellCase {
  const base = difficulty(random, 100, 1);
  const score = (exact: number): Score => compositeOf(random, rules, { exact, level: exact, worst: 0.1 });
  const best = listOf(random, base, { line: 'z', z: 60, spread: 0.005 });
  const next = listOf(random, best, { line: 'z', z: -3, spread: 0.01 });
  const challengers = [entrantOf(20, best, score(0.6), 60), entrantOf(7, next, score(0.5), 40)];
  return {
    half: 0.001,
    rules,
    inputs: worldOf(100, entrantOf(13, base, score(0.5), 50), random.shuffled(challengers)),
  };
}
