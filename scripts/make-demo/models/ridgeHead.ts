/** A head fitted by least squares, and how such a head errs. */
export interface RidgeHead {
  /** vocabulary x width */
  readonly head: Float32Array;
  /** The same regression of one number per row on the states, width long. */
  readonly fit: (values: readonly number[]) => Float64Array;
  /**
   * A drawn error of the head, vocabulary x width, shaped like that of least squares on few rows: over the fitted states it
   * moves every logit by 1 in the mean square.
   * @param draw gives numbers of mean 0 and variance 1
   */
  readonly error: (draw: () => number) => Float32Array;
}

/**
 * Ridge regression of teacher logits on student states: the head W that minimises |H W' - Z|^2 + lambda |W|^2, float64,
 * by Cholesky of H'H + lambda I. The logits are first centred per row, which leaves every probability as it is.
 * @param states rows x width, @param logits rows x vocabulary
 */
export function ridgeHead(
  states: Float32Array,
  logits: Float32Array,
  width: number,
  vocabulary: number,
  lambda: number,
): RidgeHead {
  const rows = states.length / width;
  const gram = new Float64Array(width * width);
  const cross = new Float64Array(width * vocabulary);
  for (let r = 0; r < rows; r++) {
    const h = states.subarray(r * width, (r + 1) * width);
    const z = logits.subarray(r * vocabulary, (r + 1) * vocabulary);
    const mean = z.reduce((sum, value) => sum + value, 0) / vocabulary;
    for (let i = 0; i < width; i++) {
      const hi = h[i] as number;
      for (let j = 0; j < width; j++)
        gram[i * width + j] = (gram[i * width + j] as number) + hi * (h[j] as number);
      for (let v = 0; v < vocabulary; v++)
        cross[i * vocabulary + v] = (cross[i * vocabulary + v] as number) + hi * ((z[v] as number) - mean);
    }
  }
  for (let i = 0; i < width; i++) gram[i * width + i] = (gram[i * width + i] as number) + lambda;
  const lower = cholesky(gram, width);
  const solved = solve(lower, cross, width, vocabulary);
  const head = new Float32Array(vocabulary * width);
  for (let i = 0; i < width; i++)
    for (let v = 0; v < vocabulary; v++) head[v * width + i] = solved[i * vocabulary + v] as number;
  const fit = (values: readonly number[]): Float64Array => {
    const sums = new Float64Array(width);
    for (const [r, value] of values.entries())
      for (let i = 0; i < width; i++)
        sums[i] = (sums[i] as number) + value * (states[r * width + i] as number);
    return solve(lower, sums, width, 1);
  };
  return { head, fit, error: (draw) => errorOf(lower, width, vocabulary, Math.sqrt(rows / width), draw) };
}

/** Rows w with L' w = z, times `scale`: z is drawn, so that the covariance of w is that of (H'H)^-1. */
function errorOf(
  lower: Float64Array,
  width: number,
  vocabulary: number,
  scale: number,
  draw: () => number,
): Float32Array {
  const error = new Float32Array(vocabulary * width);
  const row = new Float64Array(width);
  for (let v = 0; v < vocabulary; v++) {
    for (let i = width - 1; i >= 0; i--) {
      let left = draw();
      for (let k = i + 1; k < width; k++) left -= (lower[k * width + i] as number) * (row[k] as number);
      row[i] = left / (lower[i * width + i] as number);
    }
    for (let i = 0; i < width; i++) error[v * width + i] = scale * (row[i] as number);
  }
  return error;
}

/** Lower triangle L with L L' = A. */
function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / (l[j * n + j] as number);
    }
  return l;
}

/** X with L L' X = B, B of n x m. */
function solve(l: Float64Array, b: Float64Array, n: number, m: number): Float64Array {
  const x = Float64Array.from(b);
  const eliminate = (row: number, from: number, factor: number): void => {
    for (let v = 0; v < m; v++)
      x[row * m + v] = (x[row * m + v] as number) - factor * (x[from * m + v] as number);
  };
  const divide = (row: number): void => {
    for (let v = 0; v < m; v++) x[row * m + v] = (x[row * m + v] as number) / (l[row * n + row] as number);
  };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) eliminate(i, k, l[i * n + k] as number);
    divide(i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) eliminate(i, k, l[k * n + i] as number);
    divide(i);
  }
  return x;
}
