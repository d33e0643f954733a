import { sum } from './sum.js';

/** Python's `sum(values) / len(values)`; 0 for no value, where Python raises. */
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : sum(values) / values.length;
