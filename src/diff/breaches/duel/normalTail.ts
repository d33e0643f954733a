import { erf } from '../../../python/erf.js';

/** 1 - Phi(t), as the evaluator takes it. */
export const normalTail = (t: number): number => 1 - 0.5 * (1 + erf(t / Math.SQRT2));
