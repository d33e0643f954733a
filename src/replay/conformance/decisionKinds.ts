import { crownKinds } from './decisionCrownKinds.js';
import { duelKinds } from './decisionDuelKinds.js';
import { roundKinds } from './decisionRoundKinds.js';
import type { VectorKinds } from './vectorKind.js';

/** The twenty kinds of the decision vectors: duel and KL, composite and crown, rounds and weights. */
export const decisionKinds: VectorKinds = { ...duelKinds, ...crownKinds, ...roundKinds };
