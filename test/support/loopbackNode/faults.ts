/** A way to spoil one answer. */
export type SpoilKind =
  /** The answer is not JSON. */
  | 'garbage'
  /** The JSON breaks off in the middle. */
  | 'truncated'
  /** An answer of `bytes` (default 64 MiB), valid JSON. */
  | 'oversize'
  /** The answer carries another id. */
  | 'wrong-id'
  /** HTTP 500 or 502 with a page of HTML; a WebSocket is closed with 1014. */
  | 'html-500'
  | 'html-502'
  /** `state_queryStorageAt` leaves out every second key. */
  | 'missing-keys'
  /** The result has another type. */
  | 'wrong-shape'
  /** Answered after `delayMs`. */
  | 'slow'
  /** Never answered; the connection stays open. */
  | 'silent'
  /** The connection is closed without an answer. */
  | 'drop'
  /** HTTP 429 with Retry-After; over WebSocket error -32004. */
  | 'rate-limit'
  /** Internal error -32603. */
  | 'internal-error';

/** Spoils the next `times` answers to a method (null = any). */
export interface Spoil {
  readonly kind: SpoilKind;
  readonly method: string | null;
  times: number;
  readonly delayMs?: number;
  readonly bytes?: number;
}

/** What goes wrong at a node. Every field may be changed while it runs. */
export interface Faults {
  /** Added to every answer. Calls overlap. */
  latencyMs: number;
  /** Every n-th call is limited: 429 with Retry-After over HTTP unless `rpc`, error -32004 over WebSocket. */
  rateLimit: {
    readonly every: number;
    readonly rpc?: boolean;
    readonly retryAfterSeconds?: number | null;
  } | null;
  /** Every n-th call closes its connection without an answer. */
  dropEvery: number | null;
  /** Calls after the n-th close their connection without an answer: the node is down. */
  downAfter: number | null;
  /** New and open connections stay open, and nothing is answered. */
  halfClosed: boolean;
  /** Methods that the node does not have. */
  refused: Set<string>;
  /** Hash that it gives for block 0. */
  wrongGenesis: string | null;
  /** Blocks below have no state. */
  pruneBelow: number | null;
  /** Blocks above are not known to this node. */
  unknownAbove: number | null;
  /** It gives another value for one key, at one block or at all; null = says that it is absent. */
  lie: { readonly key: string; readonly value: string | null; readonly block?: number } | null;
  /** It gives another, well-formed header for this block, and the hash of that. */
  lieHash: number | null;
  /** It gives another header for this block under the true hash. */
  lieHeader: number | null;
  /** It gives proofs of another block's state. */
  lieProof: boolean;
  /** Taken from the front as calls match. */
  spoils: Spoil[];
  /** Spoils the n-th call of the node, counted from 1. */
  readonly at: Map<number, SpoilKind>;
}

/** A node without faults. */
export const noFaults = (): Faults => ({
  latencyMs: 0,
  rateLimit: null,
  dropEvery: null,
  downAfter: null,
  halfClosed: false,
  refused: new Set(),
  wrongGenesis: null,
  pruneBelow: null,
  unknownAbove: null,
  lie: null,
  lieHash: null,
  lieHeader: null,
  lieProof: false,
  spoils: [],
  at: new Map(),
});

/** How the n-th call of a node is spoiled; null = not. Counts down the spoil that it takes. */
export function takeSpoil(faults: Faults, call: number, method: string): Omit<Spoil, 'times'> | null {
  if (faults.halfClosed) return { kind: 'silent', method: null };
  if (faults.downAfter !== null && call > faults.downAfter) return { kind: 'drop', method: null };
  const kind = faults.at.get(call);
  if (kind !== undefined) return { kind, method: null };
  if (faults.dropEvery !== null && call % faults.dropEvery === 0) return { kind: 'drop', method: null };
  if (faults.rateLimit !== null && call % faults.rateLimit.every === 0)
    return { kind: 'rate-limit', method: null };
  const spoil = faults.spoils.find((one) => one.times > 0 && (one.method === null || one.method === method));
  if (spoil === undefined) return null;
  spoil.times--;
  return spoil;
}
