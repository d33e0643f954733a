/**
 * What went wrong with one exchange.
 * - `down`: not reachable, or the connection broke
 * - `timeout`: the connection lives, but this answer did not come in time
 * - `rateLimited`: the node asks for fewer calls
 * - `pruned`: the node threw the state of this block away
 * - `blockUnknown`: the node does not know this block
 * - `methodMissing`: the node does not offer this method
 * - `tooLarge`: question or answer is over a limit of size
 * - `refused`: the node will not answer this question, now or later
 * - `badAnswer`: not what the method gives
 * - `lie`: refuted by the hash that was asked for
 */
export type FaultKind =
  | 'down'
  | 'timeout'
  | 'rateLimited'
  | 'pruned'
  | 'blockUnknown'
  | 'methodMissing'
  | 'tooLarge'
  | 'refused'
  | 'badAnswer'
  | 'lie';

export interface Fault {
  readonly kind: FaultKind;
  /** One line; may hold text of the node, so it is made printable and free of secrets before it is shown. */
  readonly why: string;
  /** How long the node asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** Result of one exchange, or why there is none. */
export type Outcome<T> = { readonly value: T } | { readonly fault: Fault };

/** An outcome without a value. */
export const fault = (kind: FaultKind, why: string): { readonly fault: Fault } => ({ fault: { kind, why } });
