const SQRT_TWO_PI = 2.5066282746310002;
const LOG_SQRT_TWO_PI = 0.9189385332046727;
/** Largest tail that the continued fraction is used for; the series loses digits there, and gives them nearer to 0. */
const FAR_TAIL = 0.001;

/** Logarithm of the upper tail of the standard normal distribution, 1 - Phi(z) for z >= 0, and its slope downwards. */
interface LogTail {
  readonly value: number;
  readonly fall: number;
}

/** Far out, where `1 - erf` has lost every digit. Source: Abramowitz and Stegun 26.2.14. */
function farTail(z: number): LogTail {
  let fraction = z;
  for (let k = 120; k >= 1; k--) fraction = z + k / fraction;
  return { value: -0.5 * z * z - LOG_SQRT_TWO_PI - Math.log(fraction), fall: fraction };
}

/** In the middle. Source: Abramowitz and Stegun 26.2.11. */
function nearTail(z: number): LogTail {
  const density = Math.exp(-0.5 * z * z) / SQRT_TWO_PI;
  let term = z;
  let sum = z;
  for (let odd = 3; term > 1e-18; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  const tail = 0.5 - density * sum;
  return { value: Math.log(tail), fall: density / tail };
}

/**
 * The z at which the standard normal distribution function is `p`, to 1e-9 and better: Newton steps on the logarithm
 * of the tail, which is nearly a parabola, so that the least of all doubles is found as surely as 0.1. The start lies
 * beyond the z, and the steps towards it shrink until only rounding is left.
 * @param p probability; at or below 0 gives -Infinity, at or above 1 Infinity, NaN stays
 */
export function normalQuantile(p: number): number {
  if (Number.isNaN(p)) return p;
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const tailAt = p <= FAR_TAIL ? farTail : nearTail;
  const wanted = Math.log(p);
  let z = Math.sqrt(Math.max(0, -2 * (wanted + Math.LN2)));
  for (let last = Infinity; ; ) {
    const { value, fall } = tailAt(z);
    const change = (value - wanted) / fall;
    if (!(Math.abs(change) < last)) return z === 0 ? 0 : -z;
    last = Math.abs(change);
    z = Math.max(0, z + change);
  }
}
