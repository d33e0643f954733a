/**
 * Systems of difference constraints `x_a - x_b <= most`: whether numbers exist that meet all of them. Kept as the matrix
 * of the tightest bounds that follow, row a and column b, which is `+Infinity`-free here because the box bounds all.
 */
export interface Constraint {
  readonly a: number;
  readonly b: number;
  readonly most: number;
}

export interface Bounds {
  readonly size: number;
  readonly most: Float64Array;
}

/** The number 0, against which a bound on one variable alone is written. */
export const GROUND = 0;

/** Bounds that are missed by no more than this count as met: a line that is just reached is reached. */
const SLACK = 1e-12;

/** `count` variables (1 to `count`), each between minus and plus `half`. */
export function boxOf(count: number, half: number): Bounds {
  const size = count + 1;
  const most = new Float64Array(size * size).fill(2 * half);
  for (let a = 0; a < size; a++) {
    most[a * size + GROUND] = half;
    most[GROUND * size + a] = half;
    most[a * size + a] = 0;
  }
  return { size, most };
}

/** The bounds with one more constraint, or null when nothing meets all of them. */
function narrowed(bounds: Bounds, { a, b, most }: Constraint): Bounds | null {
  const { size, most: known } = bounds;
  if ((known[b * size + a] as number) + most < -SLACK) return null;
  const next = Float64Array.from(known);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const through = (known[i * size + a] as number) + most + (known[b * size + j] as number);
      if (through < (next[i * size + j] as number)) next[i * size + j] = through;
    }
  return { size, most: next };
}

/** The bounds with several more constraints, or null. */
export function narrowedBy(bounds: Bounds, constraints: readonly Constraint[]): Bounds | null {
  let now: Bounds | null = bounds;
  for (const one of constraints) {
    if (now === null) return null;
    now = narrowed(now, one);
  }
  return now;
}
