import * as z from 'zod';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import type { AuditError } from '../../errors/base.js';

/** Entries that no round has more of. */
const MOST = 10_000;

const absent = z.object({
  absent: z.enum(['missing', 'not-applicable', 'unknown']),
  why: z.string().max(1000),
});
const text = z.string();
const count = z.int().min(0);
const item = z.object({
  ...{ source: text, prompt: text, answer: text, gold: text, pred: text },
  ...{ ok: z.boolean(), tokens: count, failed: z.boolean() },
});
const mean = z.number().min(0).nullable();
const axis = z.object({
  ...{ axis: z.literal('capability'), n: count, correct: count },
  ...{ passFrac: z.union([z.number().min(0).max(1), absent]) },
  ...{ meanTokens: mean, meanTokensCorrect: mean, items: z.array(item).max(MOST) },
});
const refs = z.object({
  schema: z.literal(1),
  seed: z.string().regex(/^\d{1,20}$/),
  wording: z.literal('reference').optional(),
  capability: z.union([axis, absent]),
  chatLengths: z.union([z.array(count).max(MOST), absent]),
  think: z.union([z.array(z.object({ text, tokens: count })).max(MOST), absent]),
});

/**
 * What a teacher said in a round, from JSON that `askTeacher` once gave.
 *
 * @param refused makes the error of a value that is none from the reason why
 * @throws what `refused` makes
 */
export function readTeacherRefs(value: unknown, refused: (why: string) => AuditError): TeacherRefs {
  const read = refs.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refused(`${issue?.path.join('.') || 'the value'}: ${issue?.message ?? 'it does not fit'}`);
}
