import type { Cast, Miner } from './cast.js';
import type { Random } from './random.js';
import type { Inputs, Truth } from './truth/crown.js';
import { type Bug, ERA_FACTS, type Rules } from './truth/rules.js';

/** What a planted fault changes in the validators that have it. */
export interface Fault {
  readonly name: string;
  readonly bugs?: readonly Bug[];
  /** Casts in which the fault can show. */
  readonly casts: readonly string[];
  readonly rules?: (rules: Rules, random: Random) => Rules;
  /** Scores that the validator takes instead of the measured ones. */
  readonly inputs?: (inputs: Inputs, cast: Cast, random: Random) => Inputs;
  /** The row that is set instead of the decided one. */
  readonly row?: (decided: Truth, cast: Cast, random: Random) => readonly (readonly [number, number])[];
  /** The validator's files tell the crown as it was decided, not as it was set. */
  readonly publishesDecision?: boolean;
  readonly texts?: 2;
}

const bug = (name: Bug, casts: readonly string[]): Fault => ({ name: `gate: ${name}`, bugs: [name], casts });

const WIDE = ['far', 'many', 'several passers', 'broken axes'];

const withList = (inputs: Inputs, uid: number, change: (list: readonly number[]) => number[]): Inputs => {
  const of = (one: Inputs['king']) =>
    one === null || one.uid !== uid || one.kl === null
      ? one
      : {
          ...one,
          kl: { tail_bucket: change(one.kl.tail_bucket), conditional: change(one.kl.conditional) },
        };
  return {
    ...inputs,
    king: of(inputs.king),
    challengers: inputs.challengers.map((one) => of(one) as NonNullable<Inputs['king']>),
  };
};

/** Faults of rules, scores and weights; each is planted in validators with most of the stake. */
export const FAULTS: readonly Fault[] = [
  bug('p-flipped', ['far', 'near', 'lcb line', 'alpha line', 'mean line']),
  bug('mean-flipped', [...WIDE, 'mean line']),
  bug('lcb-flipped', ['far', 'near', 'lcb line']),
  bug('lcb-ignored', ['near', 'alpha line', 'lcb line']),
  bug('pairs-flipped', ['pairs line', 'far', 'tie at 100']),
  bug('max-kl-flipped', [...WIDE, 'max KL']),
  bug('fraud-flipped', [...WIDE, 'fraud line']),
  bug('floor-flipped', [...WIDE, 'floor line']),
  bug('quality-flipped', [...WIDE, 'quality line']),
  bug('quality-skipped', ['far', 'quality line', 'floor line', 'four axes']),
  bug('student-t', ['alpha line', 'near', 'pairs line']),
  bug('tie-latest', ['several passers', 'equal passers', 'tie at 100']),
  bug('tie-best-rank', ['several passers', 'equal passers']),
  bug('hold-skipped', ['margin', 'far', 'four axes']),
  bug('selector-first', ['far', 'several passers', 'many']),
  bug('margin-skipped', ['margin', 'king on the floor']),
  bug('dq-ignored', ['disqualified challenger', 'disqualified king']),
  bug('fallback-wrong', ['no king', 'disqualified king', 'king on the floor']),
  {
    name: 'gate: thresholds of another era',
    casts: ['max KL', 'king at max KL', 'floor line', 'king on the floor', 'far'],
    rules: (rules, random) => {
      const other = random.pick(Object.values(ERA_FACTS));
      return { ...rules, maxKl: random.pick([1, other.maxKl]), floor: random.pick([0.4, other.floor]) };
    },
  },
  {
    name: 'scores: better than measured',
    casts: ['far', 'near', 'many', 'max KL'],
    inputs: (inputs, _cast, random) =>
      inputs.challengers.length === 0
        ? inputs
        : withList(inputs, random.pick(inputs.challengers).uid, (list) => list.map((kl) => kl * 0.8)),
  },
  {
    name: 'scores: worse than measured',
    casts: ['far', 'several passers'],
    inputs: (inputs, _cast, random) =>
      withList(
        inputs,
        random.chance(0.5) || inputs.challengers.length === 0
          ? (inputs.king?.uid ?? -1)
          : random.pick(inputs.challengers).uid,
        (list) => list.map((kl) => kl * 1.3),
      ),
  },
  {
    name: 'inputs: another text for one contender',
    casts: ['far', 'near', 'many'],
    texts: 2,
    inputs: (inputs, cast, random) => {
      if (cast.challengers.length === 0) return inputs;
      const miner = random.pick(cast.challengers) as Miner;
      const other = miner.scores?.[1];
      if (other === undefined) return inputs;
      const of = <T extends Inputs['king']>(one: T): T =>
        one !== null && one.uid === miner.uid ? { ...one, kl: other } : one;
      return { ...inputs, challengers: inputs.challengers.map(of) };
    },
  },
  {
    name: 'weights: another contender',
    casts: WIDE,
    publishesDecision: true,
    row: (decided, cast, random) => {
      const others = [cast.king, ...cast.challengers].flatMap((one) =>
        one === null || one.uid === decided.paid ? [] : [one.uid],
      );
      return others.length === 0 ? decided.row : swapped(decided, random.pick(others));
    },
  },
  {
    name: 'weights: a stranger',
    casts: WIDE,
    publishesDecision: true,
    row: (decided, _cast, random) => swapped(decided, random.int(143, 150)),
  },
];

/** The decided row with its target exchanged. */
const swapped = (decided: Truth, uid: number): [number, number][] =>
  decided.row
    .map(([target, weight]): [number, number] => [target === decided.paid ? uid : target, weight])
    .sort((a, b) => a[0] - b[0]);
