/**
 * Python's `sum` of floats as of 3.10 and 3.11: plain additions from left to right, starting at 0.
 * From 3.12 on Python compensates, which can differ in the last bit.
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
