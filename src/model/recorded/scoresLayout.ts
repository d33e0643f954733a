import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { EngineFingerprint } from '../../domain/engine.js';
import type { TeacherFingerprint } from '../../domain/teacher.js';
import { DamagedError } from '../../errors/artifact.js';

/** Longest first line, and largest result, in bytes. */
export const MAX_HEADER_BYTES = 1 << 16;
export const MAX_RESULT_BYTES = 1 << 26;
/** Most records of one file: what the index of them takes in memory is bounded. */
export const MAX_RECORDS = 4_000_000;

/** Bytes of a record beside its result: key, length, digest. */
export const KEY_BYTES = 32;
const LENGTH_BYTES = 4;
export const DIGEST_BYTES = 32;
export const HEAD_BYTES = KEY_BYTES + LENGTH_BYTES;

/** First line of a file of scores: whose numbers follow. */
export interface ScoresHeader {
  readonly schema: 1;
  readonly kind: 'recrown-scores';
  /** Of the engine that computed the numbers. */
  readonly fingerprint: EngineFingerprint;
  /** Of the server that gave the teacher's numbers; null when the engine did. */
  readonly teacher: TeacherFingerprint | null;
}

const text = z.string().max(4096);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const header = z.object({
  schema: z.literal(1),
  kind: z.literal('recrown-scores'),
  fingerprint: z.looseObject({
    engine: text,
    onnxruntime: text,
    nativeSha256: text,
    provider: text,
    cpu: text,
    cpuFlags: text,
    arch: text,
    sessionOptions: z.record(z.string(), z.unknown()),
    threads: z.number().int().min(1).max(4096),
    digest,
  }),
  teacher: z
    .object({
      engine: z.literal('openai'),
      model: text,
      version: text.nullable(),
      hosts: z.array(text).max(1000),
      digest,
    })
    .nullable(),
});

/** Key and length of a record: what stands before its result. */
export function recordHead(key: Buffer, length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  key.copy(head);
  head.writeUInt32LE(length, KEY_BYTES);
  return head;
}

/** sha256 of a record up to its digest, which follows it. */
export const recordDigest = (key: Buffer, result: Buffer): Buffer =>
  createHash('sha256').update(recordHead(key, result.length)).update(result).digest();

/** @throws DamagedError when the line is no header of this format */
export function parseHeader(path: string, line: string): ScoresHeader {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw damagedScores(path, 'its first line is not JSON', cause);
  }
  const parsed = header.safeParse(value);
  if (parsed.success) return parsed.data as unknown as ScoresHeader;
  const [issue] = parsed.error.issues;
  throw damagedScores(
    path,
    `its first line: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is no header'}`,
  );
}

export const damagedScores = (path: string, why: string, cause?: unknown): DamagedError =>
  new DamagedError({
    what: `the file of scores ${path} is damaged`,
    why,
    remedy:
      'Get the file again from whoever recorded it, or record it anew with recrown audit --record-scores.',
    cause,
  });
