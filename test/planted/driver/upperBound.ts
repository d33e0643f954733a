/** Chance of at most `k` hits in `n` tries at rate `p`. */
function atMost(k: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return k >= n ? 1 : 0;
  let log = n * Math.log1p(-p);
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return sum;
}

/**
 * Exact one-sided 95 % upper bound of a rate (Clopper-Pearson): the rate at which so few hits have a chance of 5 %.
 * Of no hits it is 1 - 0.05^(1/n).
 */
export function upperBound(hits: number, tries: number): number {
  if (tries === 0 || hits >= tries) return 1;
  if (hits === 0) return 1 - 0.05 ** (1 / tries);
  let [low, high] = [hits / tries, 1];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (atMost(hits, tries, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}
