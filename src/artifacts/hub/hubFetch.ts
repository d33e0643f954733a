import { RetryLaterError, UnavailableError } from '../../errors/network.js';
import { checkUrl } from '../transport/addressRule.js';
import { guardedFetch } from '../transport/guardedFetch.js';
import { retry } from '../transport/retry.js';
import { statusTrouble } from '../transport/statusTrouble.js';
import type { Hub } from './createHub.js';
import { HubRefusal, hubRefusal } from './hubRefusal.js';
import { ledAway } from './ledAway.js';

/** Largest answer of the API that is read: one page of a listing is far below. */
const MAX_ANSWER = 16 * 1024 * 1024;

/**
 * The `fetch` that the hub library is given: guarded, patient, and only ever answering with success; every refusal of the
 * hub becomes a HubRefusal with its state, so that `X-Error-Code` is not lost.
 * @param subject what is asked for, to be named in a refusal
 */
export function hubFetch(hub: Hub, subject: string): typeof fetch {
  const open = guardedFetch({ ...hub.api, maxBytes: MAX_ANSWER });
  return (input, init) =>
    retry(
      async () => {
        const url = String(input);
        if (!isOfHub(url, hub))
          throw new HubRefusal({
            state: 'unreachable',
            why: `${subject}: the next page of the listing is not on the hub`,
          });
        const response = await open(url, init).catch((error: unknown) => {
          throw unusable(error, subject);
        });
        const headers = new Map(response.headers.entries());
        const head = { status: response.status, headers, url };
        const later = statusTrouble(head, hub.patience.now);
        if (later !== null) throw later;
        if (response.status >= 300 && response.status < 400)
          throw new HubRefusal(renamed(headers.get('location'), hub, subject));
        if (!response.ok) throw new HubRefusal(hubRefusal(head, subject));
        return response;
      },
      hub.signal,
      hub.patience,
    );
}

/** An answer of the API that cannot be used says nothing of the repository. */
const unusable = (error: unknown, subject: string): unknown =>
  error instanceof UnavailableError
    ? new HubRefusal({ state: 'unreachable', why: `${subject}: ${error.message}: ${error.why}` })
    : error;

const isOfHub = (text: string, hub: Hub): boolean => {
  try {
    return checkUrl(text, hub.api.allow).origin === hub.url;
  } catch {
    return false;
  }
};

/** A redirect of the API to another repository of the same hub means that the name has changed. */
function renamed(location: string | undefined, hub: Hub, subject: string): HubRefusal['trouble'] {
  const target =
    location !== undefined && URL.canParse(location, hub.url) ? new URL(location, hub.url) : null;
  const name = /^\/api\/(?:models|datasets)\/([^/]+\/[^/]+)(?:\/|$)/.exec(target?.pathname ?? '')?.[1];
  if (target?.origin === hub.url && name !== undefined)
    return { state: 'renamed', why: `${subject}: the hub leads to ${JSON.stringify(name.slice(0, 200))}` };
  return { state: 'unreachable', why: `${subject}: the hub redirects to what is not its API` };
}

/**
 * Turns what a call through `hubFetch` threw into a state: refusals, an answer that stays away after every try, a redirect
 * to what is not opened, and an answer of another form than the library reads. Errors of this program and an interrupt go on as they are.
 */
export function troubleOf(error: unknown, hub: Hub, subject: string): HubRefusal['trouble'] {
  if (hub.signal.aborted) throw hub.signal.reason;
  if (error instanceof HubRefusal) return error.trouble;
  const away = ledAway(error, subject);
  if (away !== null) return away;
  if (error instanceof RetryLaterError)
    return { state: 'unreachable', why: `${subject}: ${error.message}: ${error.why ?? 'no answer'}` };
  if (error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError)
    return { state: 'unreachable', why: `${subject}: the hub answers in another form than its API has` };
  throw error;
}
