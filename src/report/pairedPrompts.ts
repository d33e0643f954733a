import type { JournalView } from '../domain/journal.js';
import { pairedScores } from './pairedScores.js';

/** One prompt that king and challenger were both scored on. */
export interface PairedPrompt {
  /** Position in the filtered list, from 0. */
  readonly index: number;
  /** Position in the draw, from 0; null where the replay does not tell. */
  readonly draw: number | null;
  /** sha256 of the prompt's text; null where the replay does not tell. */
  readonly sha256: string | null;
  /** KL in nats per position. */
  readonly king: number;
  readonly challenger: number;
  /** King minus challenger: positive means that the challenger is better. */
  readonly delta: number;
}

export interface PairedPrompts {
  /** Digest of the teacher text on which both were scored. */
  readonly capture: string;
  /** Ascending by index. */
  readonly prompts: readonly PairedPrompt[];
}

/**
 * The prompts of a duel with what each of them gave, and which text it was.
 * @returns null when no text has values of both
 */
export function pairedPrompts(
  view: Pick<JournalView, 'scores' | 'plans' | 'teacher'>,
  roundId: number,
  kingUid: number,
  challengerUid: number,
): PairedPrompts | null {
  const paired = pairedScores(view, roundId, kingUid, challengerUid);
  if (paired === null) return null;
  const texts = new Map<number, { readonly index: number; readonly sha256: string }>();
  for (const record of view.teacher)
    if (record.roundId === roundId && record.capture === paired.capture)
      record.prompts?.forEach((prompt, at) => {
        texts.set(record.from + at, prompt);
      });
  return {
    capture: paired.capture,
    prompts: paired.prompts.map((index, at) => {
      const [king, challenger] = [paired.king[at] as number, paired.challenger[at] as number];
      const text = texts.get(index);
      return {
        index,
        draw: text?.index ?? null,
        sha256: text?.sha256 ?? null,
        king,
        challenger,
        delta: king - challenger,
      };
    }),
  };
}
