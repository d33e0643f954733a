import type { ZodType } from 'zod';
import * as z from 'zod';
import { HUB_STATES, type HubState } from '../../domain/hub.js';
import type { ObjectRef } from '../../domain/snapshot.js';

/** Names of captured files: those that a validator's state directory gives them, never a name that a server sent. */
const CAPTURE_NAMES = [
  'h2h_latest.json',
  'h2h_history.json',
  'last_eval.json',
  'eval_data.json',
  'composite_scores.json',
  'disqualified.json',
  'evaluated_uids.json',
  'commitments.json',
] as const;
export type CaptureName = (typeof CAPTURE_NAMES)[number];

/** First line of a log, and one more whenever the address changes. */
export interface StartEntry {
  readonly kind: 'start';
  readonly schema: 1;
  /** SS58 address of the validator's hotkey. */
  readonly validator: string;
  /** Scheme, host and path that were asked. */
  readonly api: string;
}

/** One file, as it was served at that moment. */
export interface CaptureEntry {
  readonly kind: 'capture';
  /** Path and query below the address of the API. */
  readonly path: string;
  readonly status: number;
  readonly name: CaptureName;
  /** Object that holds the file. */
  readonly sha256: string;
  readonly size: number;
  /** Bodies that the file was made from, in the order asked; empty when the file is the body itself. */
  readonly raw: readonly ObjectRef[];
  /** Round that the file belongs to by its block fields; null when it names none. */
  readonly roundId: number | null;
  /** Start of that round. */
  readonly seedBlock: number | null;
}

/** An answer that could not be taken, told once until it changes. */
interface RefusedEntry {
  readonly kind: 'refused';
  readonly path: string;
  /** Null when no answer came whole. */
  readonly status: number | null;
  readonly name: CaptureName;
  /** A word for the kind of fault, and the fact. */
  readonly why: string;
  /** The body, where one came whole that is not a page of HTML. */
  readonly raw: readonly ObjectRef[];
}

/** What the hub lists for a committed revision. */
interface ManifestEntry extends ObjectRef {
  readonly kind: 'manifest';
  readonly repo: string;
  readonly revision: string;
}

/** A committed revision that the hub did not give. */
interface UnresolvedEntry {
  readonly kind: 'unresolved';
  readonly repo: string;
  readonly revision: string;
  readonly state: HubState;
  readonly why: string;
}

export type LogEntry = StartEntry | CaptureEntry | RefusedEntry | ManifestEntry | UnresolvedEntry;

/** A line of `captures.jsonl`: its number from 0, the sha256 of the line before (zeros at first), UTC, and what happened. */
export type CaptureLine = LogEntry & { readonly n: number; readonly prev: string; readonly at: string };

export const FIRST_PREV = '0'.repeat(64);

/** Fields of the lines; strict, so that a line of a newer form is not half understood. Built on first use. */
export function lineSchema(): ZodType<CaptureLine> {
  built ??= buildSchema();
  return built;
}

let built: ZodType<CaptureLine> | null = null;

function buildSchema(): ZodType<CaptureLine> {
  const ascii = (max: number) =>
    z
      .string()
      .max(max)
      .regex(/^[\x20-\x7e]*$/);
  const count = z.number().int().nonnegative();
  const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
  const ref = { sha256, size: count };
  const round = count.max(0xffffffff).nullable();
  const common = { n: count, prev: sha256, at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) };
  const asked = { path: ascii(400), name: z.enum(CAPTURE_NAMES), raw: z.array(z.strictObject(ref)).max(100) };
  const revision = { repo: ascii(200), revision: z.string().regex(/^[0-9a-f]{40}$/) };
  return z.discriminatedUnion('kind', [
    z.strictObject({
      ...common,
      kind: z.literal('start'),
      schema: z.literal(1),
      validator: ascii(60),
      api: ascii(400),
    }),
    z.strictObject({
      ...common,
      kind: z.literal('capture'),
      ...asked,
      ...ref,
      status: count,
      roundId: round,
      seedBlock: round,
    }),
    z.strictObject({
      ...common,
      kind: z.literal('refused'),
      ...asked,
      status: count.nullable(),
      why: ascii(400),
    }),
    z.strictObject({ ...common, kind: z.literal('manifest'), ...revision, ...ref }),
    z.strictObject({
      ...common,
      kind: z.literal('unresolved'),
      ...revision,
      state: z.enum(HUB_STATES),
      why: ascii(400),
    }),
  ]) as unknown as ZodType<CaptureLine>;
}
