import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { RoundInputs } from '../assembleInputs.js';
import { type DrawnPrompts, drawnPrompts, notReplayed } from './drawnPrompts.js';

/** A text that the teacher can be asked to write. */
export interface TextDraft extends DrawnPrompts {
  /** Most new tokens after each prompt. */
  readonly maxTokens: number;
}

/**
 * What a new text of a round is written from.
 * @returns Absent when the prompts cannot be drawn, or the era does not fix the length of a text
 */
export async function textDraft(inputs: RoundInputs, snapshot: Snapshot): Promise<TextDraft | Absent> {
  const { maxNewTokens } = inputs.eras.era.evaluation;
  if (maxNewTokens === null)
    return notReplayed('no text can be drawn: the era does not fix how many tokens the teacher writes');
  const drawn = await drawnPrompts(inputs, snapshot);
  return isAbsent(drawn) ? drawn : { ...drawn, maxTokens: maxNewTokens };
}
