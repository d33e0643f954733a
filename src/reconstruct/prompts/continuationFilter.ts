/** Fewest completion tokens of a prompt that is scored. */
const MIN_COMPLETION_TOKENS = 10;

/**
 * Indices of the prompts that stay in the duel: those whose teacher continuation is long enough. The same for
 * every contender; lists that run along the prompts are re-indexed by the result.
 * Rule: duel prompts, docs/methodology.md.
 * @param completionTokens teacher tokens after the prompt, per prompt in draw order
 */
export const continuationFilter = (completionTokens: readonly number[]): number[] =>
  completionTokens.flatMap((tokens, index) => (tokens >= MIN_COMPLETION_TOKENS ? [index] : []));
