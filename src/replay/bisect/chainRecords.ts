import * as z from 'zod';
import type { JournalRecord } from '../../domain/journal.js';
import { DamagedError } from '../../errors/artifact.js';
import { chainLists } from './chainLists.js';

// Only what a chain is built from; the chain itself is held against its own form afterwards.
const roundId = z.number().int().min(0);
const form = z.enum(['contrib', 'plain']);
const plan = z.object({
  type: z.literal('plan'),
  roundId,
  passes: z
    .array(
      z.object({
        uid: z.number().nullable(),
        role: z.enum(['teacher', 'king', 'challenger', 'control']),
        capture: z.string(),
        form,
        revision: z.string().nullable().optional(),
      }),
    )
    .max(4096),
});
const teacher = z.object({
  type: z.literal('teacher'),
  roundId,
  capture: z.string(),
  links: chainLists.links.optional(),
  prompts: chainLists.prompts.optional(),
});
const scores = z.object({
  type: z.literal('scores'),
  roundId,
  uid: z.number(),
  capture: z.string(),
  form,
  links: chainLists.links.optional(),
});
const record = z.discriminatedUnion('type', [plan, teacher, scores]);

/** A record that takes part in a hash chain. */
export type ChainRecord = z.infer<typeof record>;

/**
 * The records that take part in a hash chain, by round. A replay may come from somebody else.
 * @throws DamagedError
 */
export function chainRecords(records: readonly JournalRecord[]): Map<number, ChainRecord[]> {
  const byRound = new Map<number, ChainRecord[]>();
  for (const [n, one] of records.entries()) {
    if (!['plan', 'teacher', 'scores'].includes(one.type)) continue;
    const parsed = record.safeParse(one);
    if (!parsed.success)
      throw new DamagedError({
        what: 'the replay holds a record that cannot be used',
        why: `line ${n + 1}, ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
        remedy: 'ask for the replay again, or compute it with recrown audit',
      });
    const own = byRound.get(parsed.data.roundId);
    if (own === undefined) byRound.set(parsed.data.roundId, [parsed.data]);
    else own.push(parsed.data);
  }
  return byRound;
}
