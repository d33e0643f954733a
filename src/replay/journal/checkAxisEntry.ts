import { z } from 'zod';

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

/** What is wrong with a journaled axis, with its place; null for a sound one. A replay may come from somebody else. */
export function checkAxisEntry(record: unknown): string | null {
  const parsed = entry.safeParse(record);
  if (parsed.success) {
    const { n, correct, items } = parsed.data.record;
    const right = items.filter((one) => one.ok).length;
    return n === items.length && correct === right
      ? null
      : 'the counts of an axis are not those of its items';
  }
  const [first] = parsed.error.issues;
  return `${first?.path.join('.')}: ${first?.message}`;
}
