import { draftRound, finish, type Made, type RoundWish } from './draft.js';
import { FAULTS } from './faults.js';
import type { Ground, PlantedRound } from './plantedRound.js';
import { type BreachPlant, PLANTS } from './plants/plants.js';
import { Random } from './random.js';
import { crownOf } from './truth/crown.js';
import type { Rules } from './truth/rules.js';

/** What is taken away from the recorded world. */
const MISSING = [
  'nothing',
  'nothing',
  'nothing',
  'nothing',
  'nothing',
  'views',
  'axes',
  'lists',
  'states',
  'hidden commits',
  'a manifest',
  'king scores',
  'another view',
] as const;

/** How the decisions reach the chain. */
const CHAINS = [
  'commits',
  'commits',
  'commits',
  'direct',
  'repeat skipped',
  'late',
  'lost commits',
  'refreshed before',
  'minority differs',
  'other settings',
  'short lists',
  'other local king',
  'private king',
] as const;

export interface MakeWish {
  readonly seed: number;
  readonly index: number;
  readonly grounds: readonly Ground[];
  /** Only in the kinds named; all without. */
  readonly only?: {
    readonly cast?: string;
    readonly chain?: string;
    readonly missing?: string;
    readonly fault?: string;
    readonly code?: string;
  };
}

/**
 * Plants one round: even indexes are honest; odd ones carry a breach that can be seen without a model, or a fault of
 * rules, scores or weights that moves the crown where one can.
 */
export function makeRound(wish: MakeWish): PlantedRound {
  const { seed, index, grounds, only = {} } = wish;
  const random = new Random(seed, index);
  const honest = only.fault === undefined && only.code === undefined ? index % 2 === 0 : false;
  const breach = only.code !== undefined || (!honest && only.fault === undefined && random.chance(0.45));
  if (breach) return withBreach(wish, random);
  const sure = random.chance(0.93);
  const ground = random.pick(grounds.filter((one) => one.isSure === sure));
  const fault = honest ? null : (FAULTS.find((one) => one.name === only.fault) ?? random.pick(FAULTS));
  const chain = only.chain ?? random.pick(CHAINS);
  const missing = only.missing ?? random.pick(MISSING);
  let last: Made | undefined;
  // A fault that leaves the crown legal is tried again with another cast: the last try stands as it is.
  for (let tries = 0; tries < 4; tries++) {
    const roundId = random.int(...ground.rounds);
    last = finish(draftRound({ random, ground, roundId, index, fault, chain, missing, castKind: only.cast }));
    if (fault === null || !isPlainlyLegal(last)) break;
  }
  return last as PlantedRound;
}

/** A round in which one breach is planted, and nothing is missing. */
function withBreach({ index, grounds, only = {} }: MakeWish, random: Random): PlantedRound {
  const plant = (PLANTS.find((one) => one.code === only.code) ?? random.pick(PLANTS)) as BreachPlant;
  const fitting = grounds.filter((one) => one.isSure && (plant.eras ?? [one.eraId]).includes(one.eraId));
  const ground = random.pick(fitting);
  const wish: RoundWish = {
    random,
    ground,
    roundId: random.int(...ground.rounds),
    index,
    fault: plant.fault ?? null,
    chain: plant.chain ?? 'commits',
    missing: 'nothing',
    castKind: random.pick(plant.casts),
  };
  const draft = draftRound(wish);
  if (plant.change(draft)) {
    draft.planted.push(plant.code);
    draft.decisive = plant.decisive ?? false;
    draft.seatsCast &&= plant.seatsOthers !== true;
  }
  return finish(draft);
}

/** The quick look: the default rules, or those that it runs, give some validator the crown of the rows. */
const isPlainlyLegal = ({ rowsCrown, validators, legal }: Made): boolean =>
  rowsCrown === undefined ||
  validators.some(
    ({ honest, rules }) =>
      crownOf(honest, legal[0] as Rules).paid === rowsCrown ||
      (legal.includes(rules) && crownOf(honest, rules).paid === rowsCrown),
  );
