import { RetryLaterError, UnavailableError } from '../../errors/network.js';
import type { CaptureLog } from './captureLog.js';
import { captureManifests, type ResolveRevision } from './captureManifests.js';
import { capturePass } from './capturePass.js';
import type { PassReport } from './passReport.js';
import type { ServedApi } from './servedApi.js';

/** What a watch tells while it goes on. */
export type WatchEvent =
  | { readonly type: 'pass'; readonly report: PassReport }
  | { readonly type: 'outage'; readonly error: RetryLaterError | UnavailableError; readonly waitMs: number }
  | { readonly type: 'back' }
  | { readonly type: 'hub'; readonly error: RetryLaterError | UnavailableError };

export interface WatchTools {
  readonly api: ServedApi;
  readonly log: CaptureLog;
  /** Null keeps no manifests. */
  readonly resolve: ResolveRevision | null;
  readonly signal: AbortSignal;
  readonly on: (event: WatchEvent) => void;
}

const LONGEST_WAIT_MS = 3_600_000;

/**
 * Takes one pass: the validator's files, then manifests from the hub. A hub that does not answer is told and costs nothing else.
 * @throws as capturePass
 */
export async function watchOnce({ api, log, resolve, signal, on }: WatchTools): Promise<PassReport> {
  const { report, committed } = await capturePass(api, log, signal);
  try {
    if (resolve !== null) await captureManifests(log, report, committed, resolve, signal);
  } catch (error) {
    if (!isTrouble(error)) throw error;
    on({ type: 'hub', error });
  }
  on({ type: 'pass', report });
  return report;
}

/**
 * Takes a pass every `everyMs` until the signal ends it. While the validator is not reached the waits grow to at most an hour; the
 * outage and its end are told once each.
 * @throws the signal's reason, DamagedError, IoError, AddressRefusedError
 */
export async function watchValidator(tools: WatchTools, everyMs: number): Promise<never> {
  const { sleep, random } = tools.api.manners.patience;
  let failures = 0;
  for (;;) {
    tools.signal.throwIfAborted();
    // Two watchers that were started together drift apart.
    let waitMs = Math.round(everyMs * (0.9 + 0.2 * random()));
    try {
      await watchOnce(tools);
      if (failures > 0) tools.on({ type: 'back' });
      failures = 0;
    } catch (error) {
      if (!isTrouble(error)) throw error;
      failures += 1;
      waitMs = Math.min(Math.max(LONGEST_WAIT_MS, waitMs), waitMs * 2 ** Math.min(failures - 1, 10));
      const { retryAfterMs } = error.facts;
      if (typeof retryAfterMs === 'number')
        waitMs = Math.max(waitMs, Math.min(retryAfterMs, LONGEST_WAIT_MS));
      if (failures === 1) tools.on({ type: 'outage', error, waitMs });
    }
    await sleep(waitMs, tools.signal);
  }
}

const isTrouble = (error: unknown): error is RetryLaterError | UnavailableError =>
  error instanceof RetryLaterError || error instanceof UnavailableError;
