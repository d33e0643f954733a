import { type CrownBand, decideBand } from '../../../src/decide/decideBand.js';
import type { LegalRules } from '../../../src/eras/legalRules.js';
import { cornerOf } from '../simulate/bandPoints.js';
import type { PlantedRound } from '../simulate/plantedRound.js';
import { Random } from '../simulate/random.js';
import { crownOf, type Inputs, type Shifts, type Truth } from '../simulate/truth/crown.js';
import type { Rules } from '../simulate/truth/rules.js';
import { spreadOf } from '../simulate/truth/statistics.js';
import type { JudgedRound } from './judgePlanted.js';

/** Rounds in which a band is looked at closely: every one would take too long. */
const EVERY = 10;

/**
 * Holds the noise band of the default rules against the truth at many points of it: whatever the truth pays at a point
 * must be in the band, every gate that turns must be told, and nothing may be there that no point gives.
 * @returns one sentence for each difference
 */
export function compareBand(planted: PlantedRound, { inputs, decided }: JudgedRound): string[] {
  const { main, band, inputOf } = decided;
  const given = planted.given[0];
  const rules = planted.legal[0];
  if (main === undefined || inputOf === null || given === undefined || rules === undefined) return [];
  if (!planted.seatsCast || main.capture !== planted.captures[0] || inputs.spec.king === null) return [];
  if (planted.index % EVERY !== 0 && !planted.cast.kind.endsWith(' and bound')) return [];
  if (given.challengers.length > 3) return [];
  const random = new Random(planted.index, 77);
  const half = random.pick([band?.halfWidthNats ?? 0, 1e-6, 1e-4, 0.01, 0.1]);
  const found = decideBand(inputOf(rules.mode), inputs.rules[0] as LegalRules, half);
  return bandAgainst({ random, given, rules, half, found }).reds;
}

/** A band with what it was worked out from. */
interface BandCase {
  readonly random: Random;
  readonly given: Inputs;
  readonly rules: Rules;
  readonly half: number;
  readonly found: CrownBand;
}

/** Points that are tried for what no other point showed. */
const MORE_POINTS = 40_000;

/** Holds one band against the truth at points of it; also tells how many crowns the points gave. */
export function bandAgainst(
  { random, given, rules, half, found }: BandCase,
  points = pointsOf,
): {
  reds: string[];
  crowns: number;
} {
  const plain = crownOf(given, rules);
  const paid = new Set<number | null>([plain.paid]);
  const touched = new Set<string>();
  const seen = new Map<string, boolean>();
  const look = (shifts: Shifts): void => {
    const truth = crownOf(given, rules, undefined, shifts);
    paid.add(truth.paid);
    for (const [gate, ok] of gatesOf(truth)) {
      if (seen.get(gate) === !ok) touched.add(gate);
      seen.set(gate, ok);
    }
  };
  look(new Map());
  for (const shifts of points(random, given, rules, half)) look(shifts);
  // Duels of a king whose own limit turns are told as touched where only a king that counts could turn them.
  const kingTurns = () =>
    touched.has(`${given.king?.uid} max_kl`) || touched.has(`${given.king?.uid} kl_fraud`);
  const isShown = () =>
    found.paid.every((uid) => paid.has(uid)) &&
    (kingTurns() || found.touched.every((gate) => touched.has(gate)));
  const corner = cornerOf(random, given, plain, rules, half);
  const single = turnsAtPoints(given, rules);
  for (let i = 0; i < MORE_POINTS && !single && !isShown(); i++) look(corner());
  const say = (what: string, ours: unknown, right: unknown) =>
    JSON.stringify(ours) === JSON.stringify(right)
      ? []
      : [`${what} at ${half} is ${JSON.stringify(ours)}, the truth ${JSON.stringify(right)}`];
  const order = (list: Iterable<number | null>) => [...list].sort((a, b) => (a ?? -1) - (b ?? -1));
  const lacked = [...touched].filter((gate) => !found.touched.includes(gate));
  const reds = [
    ...say('band, its first', found.paid[0], plain.paid),
    ...(single
      ? order(paid).flatMap((uid) => (found.paid.includes(uid) ? [] : [`band at ${half} lacks ${uid}`]))
      : say('band', order(found.paid), order(paid))),
    ...(kingTurns()
      ? lacked.map((gate) => `touched at ${half} lacks ${gate}`)
      : say('touched', found.touched, [...touched].sort())),
  ];
  return { reds, crowns: paid.size };
}

/**
 * Where challengers have equal composites, or lists that differ by a constant, ranks and ties turn at single points of
 * the band, which points at random do not hit: there a band may hold more than they show, never less.
 */
const turnsAtPoints = ({ king, challengers, drawn }: Inputs, rules: Rules): boolean => {
  const within = drawn.filter((position) => position < rules.prompts).length;
  const seen = [...(king === null ? [] : [king]), ...challengers].map(({ score, kl }) => ({
    key: `${score?.weighted} ${score?.worst}`,
    list: (kl?.[rules.mode] ?? []).slice(0, within),
  }));
  return seen.some((a, i) =>
    seen.slice(i + 1).some((b) => a.key === b.key || (spreadOf(a.list, b.list)?.se ?? 0) < 1e-7),
  );
};

/** The gates that noise can turn, by name; those of the king are its limits. */
function gatesOf({ king, challengers }: Truth): [string, boolean][] {
  const limits = (uid: number, over: boolean, fraud: boolean): [string, boolean][] => [
    [`${uid} max_kl`, !over],
    [`${uid} kl_fraud`, !fraud],
  ];
  return [
    ...(king === null ? [] : limits(king.entrant.uid, king.over, king.fraud)),
    ...challengers.flatMap((one): [string, boolean][] => [
      ...limits(one.entrant.uid, one.over, one.fraud),
      [`${one.entrant.uid} paired_p`, one.gates.p],
      [`${one.entrant.uid} paired_mean`, one.gates.mean],
      [`${one.entrant.uid} paired_lcb`, one.gates.lcb],
    ]),
  ];
}

/** Points close to corners of the cells: fewer of them show as much. */
export function cornersOf(random: Random, given: Inputs, rules: Rules, half: number): Shifts[] {
  const plain = crownOf(given, rules);
  const uids = [...(given.king === null ? [] : [given.king]), ...given.challengers].map((one) => one.uid);
  const near = cornerOf(random, given, plain, rules, half);
  return [...cross(uids, () => [-half, half]), ...Array.from({ length: 100 }, near)];
}

/** Corners of the box, points just beside each line, and points at random. */
function pointsOf(random: Random, given: Inputs, rules: Rules, half: number): Shifts[] {
  const entrants = [...(given.king === null ? [] : [given.king]), ...given.challengers];
  const uids = entrants.map((one) => one.uid);
  const plain = crownOf(given, rules);
  const levels = new Map<number, number[]>(uids.map((uid) => [uid, [-half, 0, half]]));
  const add = (uid: number, at: number) => {
    for (const step of [-2e-6, -1e-9, 1e-9, 2e-6])
      if (Math.abs(at + step) <= half) levels.get(uid)?.push(at + step);
  };
  for (const one of [...(plain.king === null ? [] : [plain.king]), ...plain.challengers]) {
    if (one.mean === null) continue;
    add(one.entrant.uid, rules.fraudKl - one.mean);
    if (rules.maxKl !== null) add(one.entrant.uid, rules.maxKl - one.mean);
  }
  for (const { exact, entrant } of plain.challengers) {
    if (exact === null) continue;
    for (const line of [1.959, 1.961, 1.88, 0])
      for (const share of [1, 0.5]) add(entrant.uid, share * (exact.mean - line * exact.se));
  }
  const corners = cross(uids, () => [-half, half]);
  const lines = Array.from(
    { length: 120 },
    () => new Map(uids.map((uid) => [uid, random.pick(levels.get(uid) ?? [0])])),
  );
  const inside = Array.from(
    { length: 60 },
    () => new Map(uids.map((uid) => [uid, random.between(-half, half)])),
  );
  const king = given.king?.uid;
  const pairs =
    king === undefined
      ? []
      : given.challengers.flatMap(({ uid }) =>
          (levels.get(king) ?? []).flatMap((own) =>
            (levels.get(uid) ?? []).map((other) => new Map([[king, own] as const, [uid, other] as const])),
          ),
        );
  return [...corners, ...pairs, ...lines, ...inside];
}

function cross(uids: readonly number[], levelsOf: (uid: number) => readonly number[]): Map<number, number>[] {
  const [first, ...rest] = uids;
  if (first === undefined) return [new Map()];
  return cross(rest, levelsOf).flatMap((map) =>
    levelsOf(first).map((level) => new Map([...map, [first, level]])),
  );
}
