import type { BreachPlant } from './breachPlant.js';
import { DUEL_PLANTS } from './duel.js';
import { FLOOR_PLANTS } from './floor.js';
import { IDENTITY_PLANTS } from './identity.js';
import { INCUMBENT_PLANTS } from './incumbent.js';
import { PRECHECK_PLANTS } from './prechecks.js';
import { SCHEDULING_PLANTS } from './scheduling.js';
import { WEIGHT_PLANTS } from './weights.js';

export type { BreachPlant } from './breachPlant.js';

/** Every breach that is planted, in the order of the codes. */
export const PLANTS: readonly BreachPlant[] = [
  ...INCUMBENT_PLANTS,
  ...FLOOR_PLANTS,
  ...DUEL_PLANTS,
  ...IDENTITY_PLANTS,
  ...PRECHECK_PLANTS,
  ...SCHEDULING_PLANTS,
  ...WEIGHT_PLANTS,
];
