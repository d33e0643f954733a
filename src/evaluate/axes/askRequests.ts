import type { Asking, Decoder } from '../../domain/decoder.js';
import type { ProbeAnswer } from '../../domain/probeRecord.js';
import { severalAtOnce } from '../../domain/severalAtOnce.js';
import { askItem } from './askItem.js';

/** Answers to requests of one turn each, greedily, in their order. */
export const askRequests = (
  decoder: Decoder,
  prompts: readonly string[],
  maxNew: number,
  onItem: () => void,
  how?: Asking,
): Promise<ProbeAnswer[]> =>
  severalAtOnce(prompts, decoder.atOnce ?? 1, async (prompt) => {
    const { text, tokens, terminated, failed } = await askItem(decoder, [prompt], maxNew, undefined, how);
    onItem();
    return { prompt, answer: text, tokens, terminated, failed };
  });
