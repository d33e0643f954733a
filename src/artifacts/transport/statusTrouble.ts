import { RetryLaterError } from '../../errors/network.js';
import type { AnswerHead } from './openRequest.js';

const LATER = new Set([408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529]);

/**
 * The error of an answer whose status says "not now" (429, 5xx, a timeout), with the wait that the server asks for as the
 * fact `retryAfterMs`; null for any other status.
 * @param now milliseconds since 1970, for a `Retry-After` that is a date
 */
export function statusTrouble(answer: AnswerHead, now: () => number): RetryLaterError | null {
  if (!LATER.has(answer.status)) return null;
  const { host } = new URL(answer.url);
  const retryAfterMs = retryAfter(answer.headers.get('retry-after'), now);
  const limited = answer.status === 429;
  return new RetryLaterError({
    what: limited ? `${host} limits how often it is asked` : `${host} cannot answer now`,
    why:
      retryAfterMs === null
        ? `status ${answer.status}`
        : `status ${answer.status}, try again in ${Math.ceil(retryAfterMs / 1000)} s`,
    remedy: 'Wait a little and run the same command again; what was received is kept.',
    facts: { host, status: answer.status, ...(retryAfterMs === null ? {} : { retryAfterMs }) },
  });
}

/** Milliseconds of a `Retry-After` (seconds, or an HTTP date); null when there is none or it cannot be read. */
function retryAfter(text: string | undefined, now: () => number): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now());
}
