import { resolve } from 'node:path';
import type { Absent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import { UsageError } from '../../errors/input.js';
import { findModelFiles } from './findModelFiles.js';

/** Axes of which the teacher is asked something. */
const WITH_TEACHER = [
  'capability',
  'length',
  'degeneracy',
  'judge_probe',
  'chat_turns_probe',
  'on_policy_rkl',
];

/**
 * The teacher's model in its folder; Absent when there is none, or none is needed.
 *
 * @param only axes that are asked; empty for all
 * @throws UsageError for the address of a server
 */
export async function teacherModel(
  cwd: string,
  folder: string | undefined,
  only: readonly string[],
): Promise<ModelFiles | Absent> {
  if (folder === undefined) return { absent: 'missing', why: 'no folder with the teacher was given' };
  if (/^https?:/i.test(folder))
    throw new UsageError({
      what: 'a server cannot be the teacher of these axes',
      why: 'it gives only its own most probable tokens: no marks, no answers of its own, and no probabilities of the tokens that a model prefers',
      remedy: 'Give a folder with the teacher with --teacher.',
    });
  if (only.length > 0 && !only.some((axis) => WITH_TEACHER.includes(axis)))
    return { absent: 'not-applicable', why: 'no axis that is asked needs the teacher' };
  try {
    return await findModelFiles(resolve(cwd, folder));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { absent: 'missing', why: "the teacher's folder holds no model" };
  }
}
