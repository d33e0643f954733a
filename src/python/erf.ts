const TWO_OVER_SQRT_PI = 1.1283791670955126;
const SQRT_PI = 1.772453850905516;
const SERIES_END = 2;
/** erf is 1 in double precision from here on. */
const SATURATED = 6;

/** The error function of `math.erf`, to a few units in the last place (relative error under 1e-15). */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || x === 0) return x;
  if (size >= SATURATED) return Math.sign(x);
  return size < SERIES_END ? series(x) : Math.sign(x) * (1 - upperTail(size));
}

/** exp(-x^2) with the rounding error of the square put back: (1 - error) corrects the exponent. */
function gaussian(x: number): number {
  const square = x * x;
  const split = 134217729 * x;
  const high = split - (split - x);
  const low = x - high;
  const error = high * high - square + 2 * high * low + low * low;
  return Math.exp(-square) * (1 - error);
}

/**
 * 2/sqrt(pi) e^(-x^2) x (1 + 2x^2/3 + (2x^2)^2/(3 5) + ...): every term has the sign of x, so nothing cancels.
 * Source: Abramowitz and Stegun 7.1.6.
 */
function series(x: number): number {
  const doubled = 2 * x * x;
  const terms: number[] = [1];
  let term = 1;
  for (let odd = 3; term > 1e-18; odd += 2) {
    term *= doubled / odd;
    terms.push(term);
  }
  return TWO_OVER_SQRT_PI * x * gaussian(x) * terms.reduceRight((total, next) => total + next, 0);
}

/** 1 - erf(x) for x of 2 and more, by the continued fraction of Abramowitz and Stegun 7.1.14. */
function upperTail(x: number): number {
  let fraction = x;
  for (let k = 60; k >= 1; k--) fraction = x + k / 2 / fraction;
  return gaussian(x) / (SQRT_PI * fraction);
}
