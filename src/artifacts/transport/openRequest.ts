import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { AddressRefusedError } from '../../errors/network.js';
import { type AddressRule, checkUrl } from './addressRule.js';
import { agentsOf } from './agentsOf.js';
import { badAnswer, connectionTrouble } from './connectionTrouble.js';
import { type ExchangeLimits, ExchangeWatch } from './exchangeWatch.js';
import { guardedLookup, type Resolve } from './guardedLookup.js';
import { readMessage } from './readMessage.js';

export interface OpenRequest extends ExchangeLimits {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** Lower-case names. `authorization` and `cookie` are not taken: see `token`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Most bytes of the body of the answer; more is an error, at the first byte where the length is announced. */
  readonly maxBytes: number;
  readonly allow: AddressRule;
  /** Sent as a bearer token to the origin of `allow` alone, never to a host that it redirects to. */
  readonly token?: string | null;
  /** Redirects that are followed (default 5). With 0 a redirect is given back as the answer. */
  readonly maxRedirects?: number;
  readonly resolve?: Resolve;
}

/** One answer on the way: names of headers are lower-case. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Whole address, possibly with a secret query: show it through `showUrl` alone. */
  readonly url: string;
}

export interface OpenAnswer extends AnswerHead {
  /** Redirects before this answer, in order. */
  readonly hops: readonly AnswerHead[];
  /** The body, once; ends with an error when it is shorter or longer than announced, or larger than `maxBytes`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up the body. To be called when `body` is not read to its end. */
  readonly discard: () => void;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 5;

/**
 * Opens an HTTP exchange under an address rule: every hop is checked (scheme, host, resolved address), the token goes to
 * the configured origin alone, silence, time and size are limited. Any status is an answer, not an error.
 * @throws AddressRefusedError before anything is sent to an address that the rule does not allow; `facts.redirectedBy` is
 *   the host that led there, and is missing for the address that was asked for
 * @throws RetryLaterError when the server is not reached, breaks off or is silent
 * @throws UnavailableError for an answer that cannot be used
 */
export async function openRequest(ask: OpenRequest): Promise<OpenAnswer> {
  const limit = ask.maxRedirects ?? MAX_REDIRECTS;
  const hops: AnswerHead[] = [];
  const seen = new Set<string>();
  let url = checkUrl(ask.url, ask.allow);
  for (;;) {
    seen.add(url.href);
    const from = hops.at(-1);
    const answer = await (from === undefined
      ? exchange(url, ask)
      : ledBy(from.url, () => exchange(url, ask)));
    if (!REDIRECTS.has(answer.status) || limit === 0) return { ...answer, hops };
    answer.discard();
    const next = await ledBy(url.href, () => redirect(answer, url, ask));
    if (seen.has(next.href)) throw badAnswer(url.host, 'its redirects lead in a circle');
    if (hops.length >= limit) throw badAnswer(url.host, `it redirects more than ${limit} times`);
    hops.push({ status: answer.status, headers: answer.headers, url: answer.url });
    url = next;
  }
}

/** Says in the error of a refused address which server led to it. */
async function ledBy<T>(from: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AddressRefusedError)) throw error;
    const { message, why, remedy, facts } = error;
    const named = { ...facts, redirectedBy: new URL(from).host };
    throw new AddressRefusedError({
      what: message,
      ...(why === undefined ? {} : { why }),
      remedy,
      facts: named,
    });
  }
}

function redirect(answer: AnswerHead, from: URL, ask: OpenRequest): URL {
  const location = answer.headers.get('location');
  if (location === undefined) throw badAnswer(from.host, `status ${answer.status} names no new address`);
  if (ask.method === 'POST') throw badAnswer(from.host, 'it redirects what was sent to it');
  return checkUrl(location, ask.allow, from);
}

function exchange(url: URL, ask: OpenRequest): Promise<Omit<OpenAnswer, 'hops'>> {
  ask.signal.throwIfAborted();
  return new Promise((done, fail) => {
    let message: IncomingMessage | undefined;
    const request = send(url, ask);
    const watch = new ExchangeWatch(url.host, ask, (reason) => {
      (message ?? request).destroy(reason as Error);
      fail(reason);
    });
    request.on('error', (error) => {
      if (message !== undefined) return;
      watch.finish();
      fail(watch.reason ?? connectionTrouble(url.host, error));
    });
    request.once('response', (received) => {
      message = received;
      watch.disarm();
      // Errors of the body reach its reader; before it reads, they must not end the process.
      received.on('error', () => {});
      const headers = headersOf(received);
      const limits = { host: url.host, maxBytes: ask.maxBytes, head: ask.method === 'HEAD' };
      done({
        status: received.statusCode ?? 0,
        headers,
        url: url.href,
        ...readMessage(request, received, watch, limits),
      });
    });
    request.end(ask.body);
  });
}

function send(url: URL, ask: OpenRequest): ClientRequest {
  const { authorization, cookie, ...headers } = ask.headers ?? {};
  const isOrigin = url.origin === new URL(ask.allow.origin).origin;
  const { token } = ask;
  const agents = agentsOf(ask.allow);
  const isHttps = url.protocol === 'https:';
  return (isHttps ? https : http).request(url, {
    method: ask.method ?? 'GET',
    agent: isHttps ? agents.https : agents.http,
    lookup: guardedLookup(ask.allow, ask.resolve),
    headers: {
      'user-agent': 'recrown',
      'accept-encoding': 'identity',
      ...headers,
      ...(isOrigin && token != null && token !== '' ? { authorization: `Bearer ${token}` } : {}),
    },
  });
}

function headersOf(message: IncomingMessage): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(message.headers))
    if (typeof value === 'string') found.set(name, value);
  return found;
}
