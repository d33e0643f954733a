import type { Outcome } from './fault.js';

/** Limits of one exchange. */
export interface ChannelLimits {
  /** Longest wait for one answer, and for a connection, in milliseconds. */
  readonly timeoutMs: number;
  /** Largest answer, in bytes. */
  readonly maxAnswerBytes: number;
  /** Milliseconds since 1970, to read a date in `Retry-After`. */
  readonly now: () => number;
}

/** A way to one node. Calls never reject: what goes wrong is in the outcome. */
export interface Channel {
  call(method: string, params: readonly unknown[]): Promise<Outcome<unknown>>;
  /** Ends connections and calls in flight; later calls are faults. */
  close(): Promise<void>;
}
