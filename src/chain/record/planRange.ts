import { type AskedRange, expectedBlocks, expectedInside, finishedRange, hasHash } from './expectedBlocks.js';
import { type AnchoredSpan, anchoredSpans } from './roundAnchors.js';

/** What a recording will ask, before anything is asked. */
export interface RangePlan {
  /** Blocks that will be recorded. */
  readonly blocks: number;
  /** Of these, blocks that the cache holds. */
  readonly cached: number;
  readonly calls: {
    /** Bulk reads of storage. */
    readonly bulk: number;
    /** Of all endpoints together. */
    readonly hashes: number;
    readonly headers: number;
    readonly proofs: number;
  };
  readonly seconds: number;
}

export interface PlanInput extends AskedRange {
  /** UIDs of the subnet; default 256. */
  readonly uids?: number;
}

const KEYS_PER_CALL = 50;
/** Three large values a UID, and those of the subnet and its validators. */
const KEYS_PER_UID = 3;
const KEYS_BESIDE = 50;
/** Small calls of a full reading, whose later keys follow from earlier values. */
const CALLS_BESIDE = 2;
/** Calls of one block with few keys. */
const CALLS_PER_BLOCK = 1.2;
const KEYS_PER_PROOF = 256;
/** Pace of a public archive: 18 calls of 50 keys took about 13 seconds; short calls are a few times faster. */
const BULK_SECONDS = 0.7;
const SHORT_SECONDS = 0.2;
/** Calls that a public archive answers at once. */
const AT_ONCE = 3;

/**
 * Estimates what `recordRange` will ask, from the rounds and the cache alone: no node is asked. The blocks in which
 * something changed are not known before, so that their number is that of a usual day.
 */
export function planRange(input: PlanInput): RangePlan {
  const spans = anchoredSpans(input.fromRound, input.toRound);
  const finished = finishedRange(input);
  if (finished !== null) {
    const { blocks } = finished;
    return { blocks, cached: blocks, calls: { bulk: 0, hashes: 0, headers: 0, proofs: 0 }, seconds: 0 };
  }
  const held = spans.map((span) => heldInside(input, span));
  // Nothing inside a span is read before both of its ends are read in full.
  const isRead = (at: number): boolean => (held[at - 1] ?? 0) > 0 || (held[at] ?? 0) > 0;
  const anchors = spans.length + 1;
  const readAnchors = Array.from({ length: anchors }, (_, at) => isRead(at)).filter(Boolean).length;
  const inside = spans.map((span, at) => Math.max(expectedInside(span) - (held[at] ?? 0), 0));
  const small = inside.reduce((sum, one) => sum + one, 0);
  const full = anchors - readAnchors;
  const cached = readAnchors + held.reduce((sum, one) => sum + one, 0);
  const keys = (input.uids ?? 256) * KEYS_PER_UID + KEYS_BESIDE;
  const calls = {
    bulk: full * (Math.ceil(keys / KEYS_PER_CALL) + CALLS_BESIDE) + Math.ceil(small * CALLS_PER_BLOCK),
    hashes: (full + small) * input.endpoints.length,
    headers: full + small,
    proofs: input.proofs === 'none' ? 0 : full * Math.ceil(keys / KEYS_PER_PROOF) + small,
  };
  const long = (calls.bulk + calls.proofs) * BULK_SECONDS;
  const seconds = (long + (calls.hashes + calls.headers) * SHORT_SECONDS) / AT_ONCE;
  return { blocks: Math.max(expectedBlocks(spans), cached), cached, calls, seconds: Math.ceil(seconds) };
}

/** Blocks inside a span of which the cache holds the hash. */
function heldInside(input: PlanInput, { from, to }: AnchoredSpan): number {
  let held = 0;
  for (let block = from + 1; block < to; block++) if (hasHash(input, block)) held += 1;
  return held;
}
