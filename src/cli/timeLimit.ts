import { performance } from 'node:perf_hooks';
import { TIME_LIMIT } from '../errors/interrupt.js';
import type { ReplayEvent } from '../replay/events.js';

/** Ends work at the end of its time, between two batches. */
export interface TimeLimit {
  /** Aborted by `signal`, or with TIME_LIMIT as its reason. */
  readonly signal: AbortSignal;
  /** Seconds that are left; null without a limit. */
  readonly left: () => number | null;
  /** A batch that would end after the limit, if it took as long as the one before it, is not begun. */
  readonly on: (event: ReplayEvent) => void;
  readonly clear: () => void;
}

/**
 * Counts from now on.
 *
 * @param seconds the limit; undefined for none
 * @param signal stops earlier
 * @param clock milliseconds, only going forward
 */
export function timeLimit(
  seconds: number | undefined,
  signal: AbortSignal,
  clock: () => number = () => performance.now(),
): TimeLimit {
  if (seconds === undefined) return { signal, left: () => null, on: () => undefined, clear: () => undefined };
  const end = clock() + seconds * 1000;
  const stop = new AbortController();
  const abort = (): void => stop.abort(TIME_LIMIT);
  const timer = setTimeout(abort, seconds * 1000);
  timer.unref();
  let last = clock();
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    left: () => (end - clock()) / 1000,
    on: (event) => {
      const now = clock();
      if (event.type === 'progress' && event.fresh > 0 && now + (now - last) > end) abort();
      last = now;
    },
    clear: () => clearTimeout(timer),
  };
}
