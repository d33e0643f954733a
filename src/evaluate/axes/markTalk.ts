import type { Decoder } from '../../domain/decoder.js';
import { judgeScore } from '../grading/judgeScore.js';
import { PROBE_BUDGETS } from './benches.js';

/** What the teacher writes below a rubric, greedily in 8 tokens, and the mark in it; null without one. */
export async function markTalk(
  teacher: Decoder,
  prompt: string,
  mostPromptTokens: number,
): Promise<{ readonly said: string; readonly score: number | null }> {
  const { text } = await teacher.generate([prompt], PROBE_BUDGETS.mark, undefined, { mostPromptTokens });
  return { said: text, score: judgeScore(text) };
}
