import type { LoadedModel } from '../../../src/domain/engine.js';
import { klPrompt } from '../../../src/evaluate/klPrompt.js';
import type { Continuation } from './teacherText.js';

const SLOTS = 128;

/** One prompt with the teacher's continuation and what the teacher thinks of each of its tokens. */
export interface TeacherPrompt extends Continuation {
  /** The teacher's 128 most probable ids per scored position. */
  readonly topIds: readonly (readonly number[])[];
  readonly logProbs: Float32Array;
}

const scoredRows = (ids: readonly number[], promptTokens: number): number[] =>
  Array.from({ length: ids.length - promptTokens }, (_, at) => promptTokens - 1 + at);

/** Runs the teacher over prompt and continuation. */
export async function teacherPass(teacher: LoadedModel, text: Continuation): Promise<TeacherPrompt> {
  const rows = scoredRows(text.ids, text.promptTokens);
  const { logProbs, topIds } = await teacher.score({ ids: text.ids, rows, topK: SLOTS });
  const flat = Array.from(topIds as Int32Array);
  return {
    ...text,
    topIds: rows.map((_, row) => flat.slice(row * SLOTS, (row + 1) * SLOTS)),
    logProbs: logProbs as Float32Array,
  };
}

/** KL of a student on one prompt, nats per position, unrounded. */
export async function studentKl(student: LoadedModel, prompt: TeacherPrompt): Promise<number> {
  const rows = scoredRows(prompt.ids, prompt.promptTokens);
  const { logProbs } = await student.score({ ids: prompt.ids, rows, topIds: prompt.topIds });
  return klPrompt({ teacher: prompt.logProbs, student: logProbs as Float32Array, slots: SLOTS }).kl;
}
