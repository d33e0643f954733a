import { type Absent, isAbsent } from '../../domain/absent.js';
import type { JournalView } from '../../domain/journal.js';
import type { RoundInputs } from '../assembleInputs.js';
import { scoredRows } from '../texts/pinnedText.js';
import { pinTexts, type RoundTexts } from '../texts/pinTexts.js';
import { textDraft } from '../texts/textDraft.js';
import { writtenTexts } from '../texts/writtenTexts.js';
import type { PlannedAudit } from './planRounds.js';
import type { PlannedSequence } from './roundPlan.js';

/** The texts of a round as lengths. */
export interface PlannedTexts {
  readonly texts: readonly {
    /** Empty for a text that is still to be written, whose lengths are then the most that they can be. */
    readonly capture: string;
    readonly sequences: readonly PlannedSequence[];
  }[];
  /** Prompts that the teacher has still to continue. */
  readonly unwritten: readonly PlannedSequence[];
}

/** @returns Absent where no text can be had: as `pinTexts`, and as `textDraft` where one may be written */
export async function plannedTexts(
  inputs: RoundInputs,
  { world: { snapshot }, before, freshText }: Pick<PlannedAudit, 'world' | 'before' | 'freshText'>,
): Promise<PlannedTexts | Absent> {
  const pinned = await pinTexts(inputs, snapshot);
  if (!isAbsent(pinned)) return lengthsOf(pinned);
  if (!freshText) return pinned;
  const draft = await textDraft(inputs, snapshot);
  if (isAbsent(draft)) return draft;
  const { prompts, tokenizer, maxTokens } = draft;
  const written = writtenIn(before, inputs.spec.roundId);
  if (written.length >= prompts.length) {
    const texts = writtenTexts(draft, written);
    return isAbsent(texts) ? texts : lengthsOf(texts);
  }
  const lengths = prompts.map(({ text }) => tokenizer.encode(text).length);
  return {
    texts: [
      {
        capture: '',
        sequences: lengths.map((tokens) => ({ tokens: tokens + maxTokens, rows: maxTokens })),
      },
    ],
    unwritten: lengths
      .slice(written.length)
      .map((tokens) => ({ tokens, rows: 1, steps: maxTokens, stepTokens: 1 })),
  };
}

const writtenIn = (before: JournalView | null, roundId: number): string[] =>
  (before?.texts ?? [])
    .filter((record) => record.roundId === roundId)
    .flatMap(({ continuations }) => continuations);

const lengthsOf = ({ texts }: RoundTexts): PlannedTexts => ({
  texts: texts.map(({ capture, sequences }) => ({
    capture,
    sequences: sequences.map((one) => ({ tokens: one.ids.length, rows: scoredRows(one).length })),
  })),
  unwritten: [],
});
