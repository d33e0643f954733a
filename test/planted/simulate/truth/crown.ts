import { meanKl, movedPair, NO_TEST, NOTHING, prefixLength, sixDecimals } from './lists.js';
import { bestOf } from './passers.js';
import type { Bug, Rules } from './rules.js';
import { type Candidate, preferred } from './selector.js';
import { type Paired, type RowTest, studentUpperTail } from './statistics.js';

/** Composite record of a model: four-decimal axes and aggregates. */
export interface Score {
  readonly axes: Readonly<Record<string, number | null>>;
  readonly broken: readonly string[];
  readonly worst: number | null;
  readonly weighted: number | null;
  readonly nAxes: number | null;
  readonly version: number | null;
}

/** Whoever takes part, with what was measured. */
export interface Entrant {
  readonly uid: number;
  readonly hotkey: string;
  readonly committedAt: number;
  /** Unrounded, nats per position, by index of the filtered list, as each formula gives it; null = not scored. */
  readonly kl: Readonly<Record<Rules['mode'], readonly number[]>> | null;
  readonly score: Score | null;
}

/** Everything one validator decides from. */
export interface Inputs {
  readonly king: Entrant | null;
  readonly storedKing: Score | null;
  readonly challengers: readonly Entrant[];
  /** Position in the draw of each scored prompt. */
  readonly drawn: readonly number[];
  /** `hotkey:block` to reason. */
  readonly dq: Readonly<Record<string, string>>;
  readonly localKing: number | null;
  /** Its last king, where that one is not seated: it stands beside the round's participants. */
  readonly prior?: Entrant;
  readonly uids: number;
}

export interface EntrantTruth {
  readonly entrant: Entrant;
  readonly kl: readonly number[];
  readonly mean: number | null;
  /** Nats by which its mean is off while a noise band is tried. */
  readonly shift: number;
  readonly quality: number | null;
  readonly qualityAxes: number;
  readonly score: Score | null;
  /** In the file before the round, and not about the KL that is measured again. */
  readonly listed: boolean;
  /** By its mean KL: over the limit, or too small to be true. */
  readonly over: boolean;
  readonly fraud: boolean;
  readonly dq: boolean;
}

export interface ChallengerTruth extends EntrantTruth {
  readonly test: RowTest | null;
  readonly exact: Paired | null;
  readonly pairs: number;
  /** Each gate by itself. */
  readonly gates: {
    readonly pairs: boolean;
    readonly p: boolean;
    readonly mean: boolean;
    readonly lcb: boolean;
    readonly maxKl: boolean;
    readonly fraud: boolean;
    readonly notListed: boolean;
    readonly floor: boolean;
    readonly quality: boolean;
  };
  readonly passes: boolean;
}

export interface Truth {
  readonly winner: number | null;
  readonly kind: 'duel' | 'held' | 'no-duel' | 'kingless';
  /** Whom the row pays: the winner, else the fallback; null = nobody can be paid. */
  readonly paid: number | null;
  readonly row: readonly (readonly [number, number])[];
  readonly king: EntrantTruth | null;
  readonly challengers: readonly ChallengerTruth[];
  readonly cluster: readonly number[];
}

interface Quality {
  readonly value: number | null;
  readonly axes: number;
}

const qualities = new WeakMap<Score, Map<Rules['axes'], Quality>>();

/** Weighted mean of the axes that count for the crown, and how many there are. */
function qualityOf(score: Score | null, rules: Rules): Quality {
  if (score === null) return { value: null, axes: 0 };
  const known = qualities.get(score) ?? new Map<Rules['axes'], Quality>();
  qualities.set(score, known);
  const made = known.get(rules.axes) ?? weigh(score, rules);
  known.set(rules.axes, made);
  return made;
}

function weigh(score: Score, rules: Rules): Quality {
  const counted = Object.entries(rules.axes).filter(([name, weight]) => {
    const value = score.axes[name];
    const usable = typeof value === 'number' && Number.isFinite(value);
    return usable && weight > 0 && !rules.relative.includes(name) && !score.broken.includes(name);
  });
  const weight = counted.reduce((sum, [, one]) => sum + one, 0);
  if (weight === 0) return { value: null, axes: 0 };
  return {
    value: counted.reduce((sum, [name, one]) => sum + one * (score.axes[name] as number), 0) / weight,
    axes: counted.length,
  };
}

function read(
  entrant: Entrant,
  score: Score | null,
  inputs: Inputs,
  rules: Rules,
  shift: number,
): EntrantTruth {
  const length = prefixLength(inputs.drawn, rules.prompts);
  const kl = sixDecimals(entrant.kl?.[rules.mode] ?? NOTHING, length);
  const mean = meanKl(kl);
  const quality = qualityOf(score, rules);
  const reason = inputs.dq[`${entrant.hotkey}:${entrant.committedAt}`];
  const listed = reason !== undefined && !(mean !== null && /^(quality:|FRAUD: KL=)/.test(reason));
  const moved = mean === null ? null : mean + shift;
  const fraud = moved !== null && moved <= rules.fraudKl;
  const over = !fraud && moved !== null && rules.maxKl !== null && moved > rules.maxKl && moved < Infinity;
  return {
    entrant,
    kl,
    mean,
    shift,
    quality: quality.value,
    qualityAxes: quality.axes,
    score,
    listed,
    over,
    fraud,
    dq: listed || over || fraud,
  };
}

const reaches = (quality: number | null, line: number | null, rules: Pick<Rules, 'tolerance'>): boolean =>
  quality !== null && (line === null || quality >= line - rules.tolerance);

/** Quality that is asked of a challenger against an incumbent's: the floor, or the incumbent's less the margin. */
export function askedOf(king: number | null, rules: Pick<Rules, 'floor' | 'margin'>): number | null {
  if (king === null || king <= 0) return rules.floor ?? (king === null ? null : 0);
  const line = (1 - rules.margin) * king;
  return rules.floor === null ? line : Math.max(rules.floor, line);
}

/** Second gate: not under the floor, not more than the margin under the incumbent. */
export const passesQuality = (
  own: number | null,
  king: number | null,
  rules: Pick<Rules, 'floor' | 'margin' | 'tolerance'>,
): boolean => reaches(own, rules.floor, rules) && reaches(own, askedOf(king, rules), rules);

function challenge(
  one: EntrantTruth,
  king: EntrantTruth | null,
  rules: Rules,
  bugs: ReadonlySet<Bug>,
): ChallengerTruth {
  const pairs = king === null ? 0 : Math.min(king.kl.length, one.kl.length);
  const possible = king !== null && !king.dq && king.mean !== null && king.mean > 0 && one.kl.length > 0;
  const { test: exact, row: test } = possible
    ? movedPair(king.kl, one.kl, rules.errors, king.shift - one.shift)
    : NO_TEST;
  const p =
    test === null || exact === null
      ? null
      : bugs.has('student-t') && exact.se > 0
        ? studentUpperTail(exact.z, exact.n)
        : test.p;
  const mean = test?.meanDelta ?? null;
  const lower = test === null ? null : (test.lcb ?? mean);
  const klMoved = one.mean === null ? null : one.mean + one.shift;
  const flip = (bug: Bug, value: boolean) => (bugs.size > 0 && bugs.has(bug) ? !value : value);
  const gates = {
    pairs: flip('pairs-flipped', pairs >= rules.minPairs),
    p: flip('p-flipped', p !== null && p < rules.alpha),
    mean: flip('mean-flipped', mean !== null && mean > 0),
    lcb: bugs.has('lcb-ignored') || flip('lcb-flipped', lower !== null && lower > 0),
    maxKl: flip('max-kl-flipped', klMoved !== null && (rules.maxKl === null || !(klMoved > rules.maxKl))),
    fraud: flip('fraud-flipped', klMoved !== null && !(klMoved <= rules.fraudKl)),
    notListed: bugs.has('dq-ignored') || !one.listed,
    floor: flip('floor-flipped', reaches(one.quality, rules.floor, rules)) || bugs.has('quality-skipped'),
    quality:
      bugs.has('quality-skipped') ||
      flip('quality-flipped', passesQuality(one.quality, king?.quality ?? null, rules)),
  };
  const passes =
    gates.pairs && gates.p && gates.mean && gates.lcb && gates.maxKl && gates.fraud && gates.notListed;
  return {
    entrant: one.entrant,
    kl: one.kl,
    mean: one.mean,
    shift: one.shift,
    quality: one.quality,
    qualityAxes: one.qualityAxes,
    score: one.score,
    listed: one.listed,
    over: one.over,
    fraud: one.fraud,
    dq: one.dq,
    test,
    exact,
    pairs,
    gates,
    passes: passes && gates.floor && gates.quality,
  };
}

/** Winner among the passers, with who is tied by their lists. */
function amongPassers(passers: readonly ChallengerTruth[], rules: Rules, bugs: ReadonlySet<Bug>) {
  const all = passers.map((one) => ({
    uid: one.entrant.uid,
    quality: one.quality,
    weighted: one.score?.weighted ?? null,
    worst: one.score?.worst ?? null,
    meanDelta: one.test?.meanDelta ?? null,
    kl: one.mean === null ? null : one.mean + one.shift,
    committedAt: one.entrant.committedAt,
    list: one.kl,
    shift: one.shift,
  }));
  type Listed = (typeof all)[number];
  const alike = (a: Listed, b: Listed): boolean => {
    if (a.list.length === 0 || b.list.length === 0) return false;
    const { test } = movedPair(a.list, b.list, rules.errors, a.shift - b.shift);
    return test === null || test.n < rules.minPairs || test.twoSided > rules.alpha;
  };
  return bestOf(all, alike, bugs);
}

/** An entrant as the composite sees it. */
const candidateOf = (one: EntrantTruth): Candidate => ({
  uid: one.entrant.uid,
  out: one.dq,
  worst: one.score?.worst ?? null,
  weighted: one.score?.weighted ?? null,
  quality: one.quality,
  qualityAxes: one.qualityAxes,
  nAxes: one.score?.nAxes ?? null,
  version: one.score?.version ?? null,
});

/** Whom the composite alone prefers. */
const byComposite = (
  pool: readonly EntrantTruth[],
  prior: number | null,
  rules: Rules,
  bugs: ReadonlySet<Bug>,
): number | null => preferred(pool.map(candidateOf), prior, rules, bugs);

/** The row of a target: it gets all but the reserve; the largest weight stands at 65535. */
export function rowFor(target: number, rules: Rules, uids: number): [number, number][] {
  if (target < 0 || target >= uids) return [];
  if (rules.reserve <= 0 || rules.reserveUid === target || rules.reserveUid >= uids) return [[target, 65535]];
  const kept = Math.fround(rules.reserve);
  const given = Math.fround(1 - rules.reserve);
  const most = Math.max(kept, given);
  const scaled = (value: number) => Math.round(Math.fround(value / most) * 65535);
  return (
    [
      [target, scaled(given)],
      [rules.reserveUid, scaled(kept)],
    ] as [number, number][]
  )
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => a[0] - b[0]);
}

/** Nats by which the mean KL of an entrant is off, by UID. */
export type Shifts = ReadonlyMap<number, number>;

const NO_BUGS: ReadonlySet<Bug> = new Set();
const NO_SHIFTS: Shifts = new Map();

/** The crown that the evaluator's rule gives on one validator's inputs; with bugs, what a wrong one gives. */
export function crownOf(
  inputs: Inputs,
  rules: Rules,
  bugs: ReadonlySet<Bug> = NO_BUGS,
  shifts: Shifts = NO_SHIFTS,
): Truth {
  const shiftOf = (one: Entrant) => shifts.get(one.uid) ?? 0;
  const king =
    inputs.king === null
      ? null
      : read(inputs.king, inputs.king.score ?? inputs.storedKing, inputs, rules, shiftOf(inputs.king));
  const challengers = inputs.challengers.map((one) =>
    challenge(read(one, one.score, inputs, rules, shiftOf(one)), king, rules, bugs),
  );
  const best = amongPassers(
    challengers.filter((one) => one.passes),
    rules,
    bugs,
  );
  const incumbent = king?.entrant.uid ?? null;
  const holds =
    king !== null &&
    !king.dq &&
    (rules.floor === null ||
      (reaches(king.quality, rules.floor, rules) && king.qualityAxes >= rules.minAxes)) &&
    !bugs.has('hold-skipped');
  const withoutDuel = (): number | null => {
    const prior = inputs.localKing ?? incumbent;
    const aside =
      inputs.prior === undefined ? [] : [read(inputs.prior, inputs.prior.score, inputs, rules, 0)];
    let pick = byComposite([...(king === null ? [] : [king]), ...challengers, ...aside], prior, rules, bugs);
    if (pick === null && king !== null && king.score !== null && !king.dq) pick = incumbent;
    if (pick === null) return holds ? incumbent : null;
    return incumbent !== null && pick !== incumbent && holds ? incumbent : pick;
  };
  const winner = best !== null && !bugs.has('selector-first') ? best.winner : withoutDuel();
  const inRange = (uid: number | null): uid is number => uid !== null && uid >= 0 && uid < inputs.uids;
  const fallback = inRange(inputs.localKing)
    ? inputs.localKing
    : inRange(rules.noWinner)
      ? rules.noWinner
      : null;
  const paid = winner ?? (bugs.has('fallback-wrong') ? (challengers[0]?.entrant.uid ?? null) : fallback);
  const byDuel = best !== null && winner === best.winner && !bugs.has('selector-first');
  return {
    winner,
    kind: byDuel ? 'duel' : winner === null ? 'kingless' : winner === incumbent ? 'held' : 'no-duel',
    paid,
    get row() {
      return paid === null ? [] : rowFor(paid, rules, inputs.uids);
    },
    king,
    challengers,
    cluster: best?.cluster ?? [],
  };
}

/** What a validator does with its king at the start of an epoch: the composite selector over all valid models. */
export function revalidated(
  pool: readonly Entrant[],
  previous: number | null,
  inputs: Inputs,
  rules: Rules,
): { kind: 'kept' | 'fallback' | 'provisional' | 'crowned'; pick: number | null } {
  const unscored = pool.map((one) => read({ ...one, kl: null }, one.score, inputs, rules, 0));
  const pick = byComposite(unscored, previous, rules, NO_BUGS);
  if (pick === previous) return { kind: 'kept', pick };
  if (pick === null) return { kind: 'fallback', pick };
  return { kind: previous === null ? 'crowned' : 'provisional', pick };
}
