/** Python's `//`: towards minus infinity. */
export const floorDiv = (a: number, b: number): number => Math.floor(a / b);

/** Python's `%`: the sign of the divisor. */
export const floorMod = (a: number, b: number): number => a - b * Math.floor(a / b);

/** Greatest common divisor of two positive whole numbers. */
export function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
