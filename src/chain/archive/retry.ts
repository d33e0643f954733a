import type { FaultKind } from './wire/fault.js';

/**
 * What to do after a fault.
 * - `again`: pause the endpoint, then ask it again
 * - `smaller`: ask for less at once
 * - `elsewhere`: this endpoint cannot answer, another one may
 * - `stop`: nobody is asked again
 */
export type Remedy = 'again' | 'smaller' | 'elsewhere' | 'stop';

/** Pruned, unknown and missing stay so however often they are asked; a lie must be seen, not covered by another endpoint. */
export const REMEDIES: Readonly<Record<FaultKind, Remedy>> = {
  down: 'again',
  rateLimited: 'again',
  timeout: 'smaller',
  tooLarge: 'smaller',
  pruned: 'elsewhere',
  blockUnknown: 'elsewhere',
  methodMissing: 'elsewhere',
  refused: 'elsewhere',
  badAnswer: 'again',
  lie: 'stop',
};

/** How an endpoint is asked again. */
export interface RetryPolicy {
  /** Failures in a row after which an endpoint is given up. */
  readonly maxRetries: number;
  /** First step of the back-off for a connection that broke, in milliseconds. */
  readonly baseMs: number;
  /** First step for a rate limit: budgets of public archives take minutes to fill again. */
  readonly rateLimitBaseMs: number;
  /** Longest pause, in milliseconds; also of one that the server asks for. */
  readonly capMs: number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Length of a pause in milliseconds: full jitter over an exponential step, and never shorter than the server asks.
 * @param streak failures in a row, from 1
 */
export function pauseMs(
  kind: FaultKind,
  streak: number,
  retryAfterMs: number | undefined,
  policy: RetryPolicy,
): number {
  const base = kind === 'rateLimited' ? policy.rateLimitBaseMs : policy.baseMs;
  const step = Math.min(policy.capMs, base * 2 ** Math.min(streak - 1, 20));
  return Math.min(policy.capMs, Math.max(policy.random() * step, retryAfterMs ?? 0));
}

/** Waits; rejects with the reason of the signal when that comes first. */
export function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
