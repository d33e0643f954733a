import { z } from 'zod';
import { REPLIES } from './text/words.js';

/*
 * The plan file: who takes part in a synthetic subnet, what happens in each round, and which mistakes are planted.
 * Everything that the plan leaves open is drawn from the seed. `README.md` beside this file explains each field.
 */

const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name is lower-case letters, digits and hyphens');
const uid = z.number().int().min(0).max(65_535);
const span = (max: number) => z.tuple([z.number().int().min(1).max(max), z.number().int().min(1).max(max)]);

/** How the row of one validator behaves in one round. */
const BEHAVIOURS = [
  'follow',
  'stale',
  'no-reserve',
  'fallback',
  'hidden',
  'unset',
  'set-again',
  'not-set-again',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

const validator = z.strictObject({
  uid,
  /** u16 as the chain stores it; the largest is 65535. */
  stake: z.number().int().min(1).max(65_535),
});

const miner = z.strictObject({
  name,
  uid,
  /** Owner and name of the repository, `owner/name`. */
  repo: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}\/[a-z0-9][a-z0-9._-]{0,40}$/),
  /** Round at whose cutoff the commitment first counts; the prior king's may lie before the first round. */
  commitRound: z.number().int(),
  /** Spread of what is added to every logit of the fitted head, nats: more noise, higher KL. Absent with a fault that leaves no model. */
  noise: z.number().min(0.02).max(3).optional(),
  /** Level of the declared composite axes, 0 to 1. */
  level: z.number().min(0.25).max(0.95).optional(),
  /** Word with which the model begins most of its answers; absent: a mark, as the teacher does. */
  reply: z.enum(REPLIES).optional(),
  /** Why the commitment is out of every round. */
  fault: z.enum(['branch', 'duplicate', 'architecture', 'private', 'code', 'probe']).optional(),
  /** With `duplicate`: the miner whose weight bytes are copied. */
  copyOf: name.optional(),
  /** True: an older reveal of another revision precedes the one that counts. */
  twoReveals: z.boolean().optional(),
  /** True: reveals another revision after the last round's cutoff, too late for every round. */
  recommit: z.boolean().optional(),
});

const round = z.strictObject({
  kind: z.enum(['dethroned', 'held', 'wrong-text', 'recycled']),
  /** Miner that the validators crown; absent when the king holds. */
  winner: name.optional(),
  /** Row behaviour by validator UID; the others follow (in a recycled round: set again). */
  rows: z.record(z.string().regex(/^\d+$/), z.enum(BEHAVIOURS)).optional(),
});

export const planSchema = z.strictObject({
  schema: z.literal(1),
  name,
  recordedAt: z.iso.datetime(),
  netuid: z.literal(24),
  uids: z.number().int().min(156).max(1024),
  ownerUid: uid,
  firstRound: z.number().int(),
  /** Miner that holds the crown before the first round. */
  priorKing: name,
  /** Validator whose published files the snapshot holds. */
  publisher: uid,
  text: z.strictObject({
    /** Rows of each generated corpus shard. */
    rows: z.number().int().min(310).max(2_000),
    /** Sentences of a corpus text, from and to; it breaks off in the last one. */
    sentences: span(20),
    /** Tokens that the teacher writes at most; those under 10 are not scored. */
    newTokens: z.number().int().min(10).max(256),
  }),
  validators: z.array(validator).min(1).max(64),
  miners: z.array(miner).min(2).max(40),
  rounds: z.array(round).min(1).max(12),
});

export type Plan = z.infer<typeof planSchema>;
export type PlannedMiner = Plan['miners'][number];
export type PlannedRound = Plan['rounds'][number];
