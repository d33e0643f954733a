import { beginning } from '../domain/beginning.js';
import type { JournalView } from '../domain/journal.js';
import type { NoTexts, PromptTexts } from '../domain/promptTexts.js';
import type { RoundResult } from '../domain/verdict.js';
import { orderChallengers } from './orderChallengers.js';
import { type PairedPrompt, pairedPrompts } from './pairedPrompts.js';

/** Prompts of each duel that a report shows. */
const MOST = 5;
/** Code points of a text that a report shows. */
const SHOWN = 400;

/** Why the beginnings are not shown, and what to do: a sentence. Not cleaned. */
export const missingTexts = ({ why, remedy }: NoTexts): string =>
  `Their texts are not at hand: ${why}. To see them, ${remedy}.`;

/** A prompt that told king and challenger apart. */
interface DecisivePrompt extends PairedPrompt {
  /** Row of the corpus shard, and length in code points; null without the text. */
  readonly row: number | null;
  readonly codePoints: number | null;
  /** First words of the text, on one line; null when it is not at hand. Not cleaned. */
  readonly beginning: string | null;
}

/** The prompts on which the duels of a round turned most. */
export interface DecisivePrompts {
  /** Snapshot of the texts; null when none is at hand. */
  readonly snapshot: string | null;
  /** Why a text is not at hand, and what to do; null when they are. */
  readonly missing: NoTexts | null;
  readonly duels: readonly { readonly uid: number; readonly prompts: readonly DecisivePrompt[] }[];
}

/**
 * The prompts with the largest difference of each duel, with the first words of their texts.
 * @returns null where no duel of the round was replayed
 */
export const decisivePrompts = (
  view: Pick<JournalView, 'scores' | 'plans' | 'teacher'>,
  result: RoundResult,
  texts: PromptTexts | NoTexts,
): DecisivePrompts | null => {
  const held = 'prompts' in texts ? new Map(texts.prompts.map((one) => [one.sha256, one])) : new Map();
  const duels = orderChallengers(result).flatMap(({ uid }) => {
    const paired = result.king === null ? null : pairedPrompts(view, result.roundId, result.king.uid, uid);
    if (paired === null) return [];
    const prompts = [...paired.prompts]
      .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || a.index - b.index)
      .slice(0, MOST)
      .map((prompt): DecisivePrompt => {
        const text = held.get(prompt.sha256 ?? '');
        return {
          ...prompt,
          row: text?.row ?? null,
          codePoints: text?.codePoints ?? null,
          beginning: text === undefined ? null : beginning(text.text, SHOWN),
        };
      });
    return [{ uid, prompts }];
  });
  if (duels.length === 0) return null;
  return 'prompts' in texts
    ? { snapshot: texts.snapshot, missing: null, duels }
    : { snapshot: null, missing: texts, duels };
};
