const SQRT_TWO_PI = 2.5066282746310002;
/** Beyond this many standard errors a double cannot hold the tail. */
const FARTHEST = 38.5;
/** The series is used below, the continued fraction from here on. */
const SERIES_END = 3;

/** Density of the standard normal distribution. */
const density = (z: number): number => Math.exp(-0.5 * z * z) / SQRT_TWO_PI;

/**
 * Upper tail of the standard normal distribution, 1 - Phi(z) for z >= 0, with a small relative error also far out,
 * where `1 - erf` has lost every digit. Source: Abramowitz and Stegun 26.2.11 and 26.2.14.
 */
function upperTail(z: number): number {
  if (z >= SERIES_END) {
    let fraction = z;
    for (let k = 120; k >= 1; k--) fraction = z + k / fraction;
    return density(z) / fraction;
  }
  let term = z;
  let sum = z;
  for (let odd = 3; term > 1e-18; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 - density(z) * sum;
}

/**
 * The z at which the standard normal distribution function is `p`, to 1e-9 and better: Newton steps on the logarithm
 * of the tail, which is nearly a parabola, so that a tail of 1e-300 is found as surely as one of 0.1.
 * @param p probability; at or below 0 gives -Infinity, at or above 1 Infinity, NaN stays
 */
export function normalQuantile(p: number): number {
  if (Number.isNaN(p)) return p;
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const wanted = Math.log(p);
  let z = Math.sqrt(Math.max(0, -2 * Math.log(2 * p)));
  for (let step = 0; step < 60; step++) {
    const tail = upperTail(z);
    const change = ((Math.log(tail) - wanted) * tail) / density(z);
    z = Math.min(FARTHEST, Math.max(0, z + change));
    if (Math.abs(change) < 1e-14 * Math.max(1, z)) break;
  }
  return z === 0 ? 0 : -z;
}
