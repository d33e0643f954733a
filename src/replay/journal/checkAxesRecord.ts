import * as z from 'zod';
import type { AxisEntry, JournalRecord } from '../../domain/journal.js';
import { DamagedError } from '../../errors/artifact.js';
import { readTeacherRefs } from '../axes/readTeacherRefs.js';

/** Longer than any item, and than any budget of tokens can write. */
const MOST_TEXT = 1 << 18;
const MOST_ITEMS = 4096;

const text = z.string().max(MOST_TEXT);
const name = z.string().max(200);
const count = z.number().int().min(0);
const share = z.number().min(0).max(1);
const absent = z.object({ absent: z.enum(['missing', 'not-applicable', 'unknown']), why: text });

const item = z.object({
  source: name,
  prompt: text,
  answer: text,
  gold: text,
  pred: text,
  ok: z.boolean(),
  tokens: count,
  failed: z.boolean(),
  solved: z.boolean().optional(),
  way: name.optional(),
});

const entry = z.object({
  type: z.literal('axis'),
  roundId: count,
  uid: count.max(0xffff),
  mode: name,
  wording: z.enum(['own', 'reference']),
  sandboxed: z.boolean(),
  record: z.object({
    axis: name,
    n: count,
    correct: count,
    passFrac: z.union([share, absent]),
    meanTokens: z.number().nullable(),
    meanTokensCorrect: z.number().nullable(),
    items: z.array(item).max(MOST_ITEMS),
  }),
});

const answer = z.object({
  prompt: text,
  answer: text,
  tokens: count,
  terminated: z.boolean(),
  failed: z.boolean(),
});
const value = z.number().nullable();
const talk = z.object({
  asked: z.array(text).max(MOST_ITEMS),
  answers: z.array(text).max(MOST_ITEMS),
  said: text.nullable(),
  score: z.number().min(1).max(5).nullable(),
});
const marks = z.object({
  ...{ n: count, nValid: count, meanScore: value, normalized: share.nullable(), meanTokens: value },
  items: z.array(talk).max(MOST_ITEMS),
});
const rollout = z.object({ prompt: text, text, tokens: count, rkl: value, fkl: value, skl: value });
const probes = z.object({
  chat: z
    .union([
      absent,
      z.object({ tested: count, meanTokens: z.number(), answers: z.array(answer).max(MOST_ITEMS) }),
    ])
    .optional(),
  length: z
    .union([
      absent,
      z.object({ studentMean: z.number(), teacherMean: z.number(), ratio: z.number(), penalty: share }),
    ])
    .optional(),
  judge: z.union([absent, marks]).optional(),
  chatTurns: z.union([absent, marks]).optional(),
  onPolicy: z
    .union([
      absent,
      z.object({
        rollouts: count,
        tokens: count,
        meanRkl: value,
        perRollout: z.array(rollout).max(MOST_ITEMS),
      }),
    ])
    .optional(),
});
const probe = z.object({
  type: z.literal('probe'),
  roundId: count,
  uid: count.max(0xffff),
  mode: name,
  wording: z.enum(['own', 'reference']),
  axis: name,
  probes,
});
const sentence = z.string().max(1000);
const without = z.array(z.object({ axis: name, why: sentence })).max(MOST_ITEMS);
const reference = z.object({
  type: z.literal('reference'),
  roundId: count,
  mode: name,
  questions: z.string().regex(/^[0-9a-f]{64}$/),
  held: z.object({
    of: z.union([z.literal('draws'), z.literal('teacher'), count.max(0xffff)]),
    checked: count,
    differ: z.record(name, count),
    differences: z
      .array(z.object({ axis: name, index: count.nullable(), ours: sentence, theirs: sentence }))
      .max(MOST_ITEMS),
    unchecked: without,
  }),
});
const said = z.object({ type: z.literal('teacher-said'), roundId: count });

/**
 * What is wrong with a journaled axis, probe, check against an evaluator or answer of the teacher, with its place; null for a sound one and for any
 * other record. A replay may come from somebody else.
 */
export function checkAxesRecord(record: JournalRecord): string | null {
  if (record.type === 'axis') {
    const { n, correct, items } = (record as Partial<AxisEntry>).record ?? {};
    const right = Array.isArray(items) ? items.filter((one) => one?.ok === true).length : -1;
    const fault = firstFault(entry.safeParse(record));
    return (
      fault ?? (n === items?.length && correct === right ? null : 'the counts are not those of its items')
    );
  }
  if (record.type === 'probe') return firstFault(probe.safeParse(record));
  if (record.type === 'reference') return firstFault(reference.safeParse(record));
  if (record.type !== 'teacher-said') return null;
  const fault = firstFault(said.safeParse(record));
  if (fault !== null) return fault;
  try {
    readTeacherRefs(
      record.refs,
      (why) => new DamagedError({ what: why, remedy: 'ask for the replay again' }),
    );
    return null;
  } catch (error) {
    if (error instanceof DamagedError) return `refs, ${error.message}`;
    throw error;
  }
}

function firstFault(parsed: z.ZodSafeParseResult<unknown>): string | null {
  const [first] = parsed.error?.issues ?? [];
  return first === undefined ? null : `${first.path.join('.')}: ${first.message}`;
}
