/** Spread under which values count as equal. */
const LEAST_SPREAD = 1e-9;
const SCALE = 0.6745;

/** `0.6745 (value - median) / MAD` against other values; 0 where they do not spread (rule: probes, docs/methodology.md). */
export function robustZ(value: number, others: readonly number[]): number {
  const middle = median(others);
  const spread = median(others.map((one) => Math.abs(one - middle)));
  return spread < LEAST_SPREAD ? 0 : (SCALE * (value - middle)) / spread;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
