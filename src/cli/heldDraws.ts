import type { SyntheticProfile } from '../domain/snapshot.js';
import { roundBlocks } from '../eras/roundBlocks.js';
import type { WordsOf } from '../replay/axes/evaluatorWords.js';
import { roundCounts } from '../replay/axes/roundCounts.js';
import type { CommandContext } from './context.js';

/**
 * Holds the draws of every round against the evaluator before anything is computed, and says so on stderr.
 *
 * @throws EvaluatorDisagreesError where one differs, EvaluatorError when it cannot be asked
 */
export async function heldDraws(
  context: CommandContext,
  words: WordsOf,
  rounds: readonly number[],
  profile: SyntheticProfile | null,
  signal: AbortSignal,
): Promise<void> {
  const { counts } = roundCounts(profile);
  let checked = 0;
  for (const roundId of rounds) {
    // The audit itself ends where it is asked to.
    if (signal.aborted) return;
    const { reference } = await words(BigInt(roundBlocks(roundId).seedBlock), counts);
    checked += reference?.draws.checked ?? 0;
  }
  context.err(
    `evaluator: ${checked} draws of ${rounds.length === 1 ? '1 round' : `${rounds.length} rounds`} held against ours, none differs\n`,
  );
}
