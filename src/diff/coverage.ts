/** Coverage from which a round can be confirmed. */
export const CONFIRMING_COVERAGE = 0.8;

/**
 * Share of the decisive weight that was executed again, 0 to 1: the duel counts one half, the quality axes the other
 * half by their weights; axes that were only declared count nothing (rule: coverage, docs/methodology.md).
 * @param qualityShare share of the quality axes' weight that was computed again, 0 to 1
 */
export const coverageOf = (duelReplayed: boolean, qualityShare: number): number =>
  (duelReplayed ? 0.5 : 0) + 0.5 * Math.min(1, Math.max(0, qualityShare));
