import type { Asking, Decoder } from '../../domain/decoder.js';
import type { ProbeAnswer } from '../../domain/probeRecord.js';
import { askItem } from './askItem.js';

/** Answers to requests of one turn each, greedily, in their order. */
export async function askRequests(
  decoder: Decoder,
  prompts: readonly string[],
  maxNew: number,
  onItem: () => void,
  how?: Asking,
): Promise<ProbeAnswer[]> {
  const answers: ProbeAnswer[] = [];
  for (const prompt of prompts) {
    const { text, tokens, terminated, failed } = await askItem(decoder, [prompt], maxNew, undefined, how);
    answers.push({ prompt, answer: text, tokens, terminated, failed });
    onItem();
  }
  return answers;
}
