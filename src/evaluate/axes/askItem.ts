import type { Asking, Decoder, DrawnBy, Generated } from '../../domain/decoder.js';
import { printable } from '../../domain/printable.js';
import { NotFiniteError } from '../../errors/model.js';

/** What came of asking: an answer, or the text that stands for a failed decoding. */
export type Answer = Generated & { readonly failed: boolean };

const SHOWN = 200;

/**
 * One answer. A model whose logits are not finite has answered with the text of the fault, which is graded like any
 * answer, as deployed; any other error is ours and ends the work.
 */
export async function askItem(
  decoder: Decoder,
  turns: readonly string[],
  maxNew: number,
  drawn?: DrawnBy,
  how?: Asking,
): Promise<Answer> {
  try {
    return { ...(await decoder.generate(turns, maxNew, drawn, how)), failed: false };
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
    const text = `[generation-error] ${printable(error.message, SHOWN)}`;
    return { text, tokens: 0, terminated: false, failed: true };
  }
}
