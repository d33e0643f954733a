/** A matrix of `rows` x `rank` that approximates another one together with a basis: left x basis'. */
interface LowRank {
  readonly left: Float64Array;
  /** Orthonormal columns. */
  readonly basis: Float64Array;
}

const STEPS = 12;

/**
 * The best approximation of a square matrix by a product of two thin ones, by subspace iteration with a start from `draw`;
 * twelve steps part the directions well enough for a table of which the small ones are noise.
 * @param matrix row-major, size x size
 */
export function lowRank(matrix: Float64Array, size: number, rank: number, draw: () => number): LowRank {
  let basis = Float64Array.from({ length: size * rank }, draw);
  for (let step = 0; step < STEPS; step++) {
    orthonormalise(basis, size, rank);
    basis = product(matrix, product(matrix, basis, size, rank, false), size, rank, true);
  }
  orthonormalise(basis, size, rank);
  return { left: product(matrix, basis, size, rank, false), basis };
}

/** matrix x thin, or matrix' x thin. */
function product(
  matrix: Float64Array,
  thin: Float64Array,
  size: number,
  rank: number,
  transposed: boolean,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(size * rank);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const value = matrix[row * size + column] as number;
      if (value === 0) continue;
      const [to, from] = transposed ? [column * rank, row * rank] : [row * rank, column * rank];
      for (let j = 0; j < rank; j++)
        out[to + j] = (out[to + j] as number) + value * (thin[from + j] as number);
    }
  return out;
}

/** Gram-Schmidt on the columns, each one twice against those before it. */
function orthonormalise(thin: Float64Array, size: number, rank: number): void {
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (thin[i * rank + a] as number) * (thin[i * rank + b] as number);
    return sum;
  };
  for (let column = 0; column < rank; column++) {
    for (const before of [...Array(column).keys(), ...Array(column).keys()]) {
      const share = dot(column, before);
      for (let i = 0; i < size; i++)
        thin[i * rank + column] =
          (thin[i * rank + column] as number) - share * (thin[i * rank + before] as number);
    }
    const length = Math.sqrt(dot(column, column));
    for (let i = 0; i < size; i++) thin[i * rank + column] = (thin[i * rank + column] as number) / length;
  }
}
