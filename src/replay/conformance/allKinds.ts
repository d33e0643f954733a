import { decisionKinds } from './decisionKinds.js';
import { gradingKinds } from './gradingKinds.js';
import { klKinds } from './klKinds.js';
import { pythonKinds } from './pythonKinds.js';
import type { VectorKinds } from './vectorKind.js';

/** Every kind of vector that this program implements. */
export const allKinds: VectorKinds = { ...pythonKinds, ...klKinds, ...decisionKinds, ...gradingKinds };
