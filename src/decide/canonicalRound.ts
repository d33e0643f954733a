/** Prompts that a round needs before it may overwrite the validator's record of the last duel. */
const LEADERBOARD_PROMPTS = 150;
const LEAST_PROMPTS = 100;

/**
 * Whether a round may overwrite `h2h_latest`. A king with zero prompts counts as canonical whenever any row exists: a
 * fault of the evaluator that lets a round without a duel replace the record (rule: canonical round,
 * docs/methodology.md).
 */
export function canonicalRound(input: {
  readonly requestedPrompts: number;
  readonly maxRowPromptsTotal: number;
  readonly kingPromptsCompleted: number;
  readonly kingKlPresent: boolean;
}): { threshold: number; canonical: boolean } {
  const threshold =
    input.requestedPrompts >= LEADERBOARD_PROMPTS
      ? Math.max(LEAST_PROMPTS, Math.min(LEADERBOARD_PROMPTS, input.maxRowPromptsTotal))
      : LEADERBOARD_PROMPTS;
  const canonical =
    input.kingPromptsCompleted === 0
      ? input.maxRowPromptsTotal > 0
      : input.kingPromptsCompleted >= threshold && input.kingKlPresent;
  return { threshold, canonical };
}
