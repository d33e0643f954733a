import { setTimeout as wait } from 'node:timers/promises';
import { RetryLaterError } from '../../errors/network.js';

/** How long and how often a transport tries again. Clocks and chance are given by tests; none reaches a result. */
export interface Patience {
  /** Tries in all. */
  readonly attempts: number;
  /** First wait; each next one is twice as long, times 0.5 to 1.5 by chance. */
  readonly baseMs: number;
  /** Longest wait, also where the server asks for more: then the work ends instead of asking too early. */
  readonly capMs: number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export const PATIENCE: Patience = {
  attempts: 5,
  baseMs: 1000,
  capMs: 60_000,
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
  },
  random: Math.random,
  now: Date.now,
};

/**
 * Does a piece of work again while it fails with RetryLaterError, after growing waits; `retryAfterMs` among the facts of
 * the error is a wait that the server asked for.
 * @param progressed true when the failed try brought something: then the count of tries starts again
 * @throws whatever the last try threw, and at once whatever is no RetryLaterError
 */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
  progressed: () => boolean = () => false,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof RetryLaterError)) throw error;
      if (progressed()) attempt = 1;
      const ms = waitOf(error, attempt, patience);
      if (attempt >= patience.attempts || ms === null) throw error;
      await patience.sleep(ms, signal);
    }
  }
}

/** Null when the server asks for a longer wait than there is patience for. */
function waitOf(error: RetryLaterError, attempt: number, patience: Patience): number | null {
  const asked = error.facts.retryAfterMs;
  if (typeof asked === 'number') return asked <= patience.capMs ? asked : null;
  const grown = Math.min(patience.capMs, patience.baseMs * 2 ** (attempt - 1));
  return Math.round(grown * (0.5 + patience.random()));
}
