/** Relative change at which the continued fraction counts as converged. */
const CONVERGED = 1e-14;
const MOST_STEPS = 2000;
const TINY = 1e-300;

/**
 * P(T > t) of Student's distribution, by the regularised incomplete beta function (Abramowitz and Stegun 26.7.1 and
 * 26.5.8); null where the fraction does not converge.
 * @param freedom degrees of freedom, at least 1
 */
export function studentTail(t: number, freedom: number): number | null {
  if (!Number.isFinite(t) || !(freedom >= 1)) return null;
  const x = freedom / (freedom + t * t);
  const both = regularisedBeta(freedom / 2, 0.5, x);
  if (both === null) return null;
  return t >= 0 ? both / 2 : 1 - both / 2;
}

function regularisedBeta(a: number, b: number, x: number): number | null {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const mirrored = x >= (a + 1) / (a + b + 2);
  const fraction = mirrored ? betaFraction(b, a, 1 - x) : betaFraction(a, b, x);
  if (fraction === null) return null;
  return mirrored ? 1 - (front * fraction) / b : (front * fraction) / a;
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number | null {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < CONVERGED) return result;
  }
  return null;
}

/** Stirling's series after moving the argument up to 12 or more: absolute error under 1e-13. */
function logGamma(z: number): number {
  let shift = 0;
  let x = z;
  for (; x < 12; x++) shift -= Math.log(x);
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
