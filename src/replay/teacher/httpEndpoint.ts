import { type AddressRule, checkUrl } from '../../artifacts/transport/addressRule.js';
import { badAnswer } from '../../artifacts/transport/connectionTrouble.js';
import { openRequest } from '../../artifacts/transport/openRequest.js';
import { readJson } from '../../artifacts/transport/readBody.js';
import { PATIENCE, type Patience } from '../../artifacts/transport/retry.js';
import { statusTrouble } from '../../artifacts/transport/statusTrouble.js';
import { UsageError } from '../../errors/input.js';
import { UnavailableError } from '../../errors/network.js';
import type { Endpoint } from '../../model/openai/Endpoint.js';

/** Limits and manners of the requests to a teacher server. */
export interface TeacherManners {
  readonly patience: Patience;
  /** Longest silence of the server, in milliseconds: it computes before it says a word. */
  readonly timeoutMs: number;
  /** Longest time of one exchange, in milliseconds. */
  readonly totalMs: number;
}

export const TEACHER_MANNERS: TeacherManners = {
  patience: PATIENCE,
  timeoutMs: 300_000,
  totalMs: 900_000,
};

/**
 * A server over the guarded transport: one host, no redirect, bounded time and size.
 * @param address https, or http on this machine; a path is kept, and `/v1` at its end is understood
 * @param key sent as a bearer token to this host alone; null for none
 * @throws AddressRefusedError, UsageError
 */
export function httpEndpoint(address: string, key: string | null, manners: TeacherManners): Endpoint {
  const allow: AddressRule = {
    origin: URL.canParse(address) ? new URL(address).origin : address,
    hosts: [],
  };
  const url = checkUrl(address, allow);
  if (url.search !== '' || url.hash !== '')
    throw new UsageError({
      what: 'the address of a teacher server has a query or a fragment',
      remedy: 'Give scheme, host, port and path alone; put a key into RECROWN_TEACHER_API_KEY.',
    });
  const base = `${url.origin}${url.pathname.replace(/(?:\/v1)?\/*$/, '')}`;
  return {
    host: url.host,
    send: async ({ path, body, maxBytes, signal }) => {
      const answer = await openRequest({
        url: `${base}${path}`,
        ...(body === undefined ? {} : { method: 'POST' as const, body: JSON.stringify(body) }),
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        maxBytes,
        maxRedirects: 0,
        allow,
        token: key,
        signal,
        timeoutMs: manners.timeoutMs,
        totalMs: manners.totalMs,
      });
      const { status } = answer;
      const later = statusTrouble(answer, manners.patience.now);
      const isLed = status >= 300 && status < 400;
      if (later !== null || isLed) answer.discard();
      if (later !== null) throw later;
      if (isLed) throw badAnswer(url.host, `it redirects what is sent to it (status ${status})`);
      return { status, body: await (status === 200 ? readJson(answer) : readJson(answer).catch(orNull)) };
    },
  };
}

/** A refusal need not be JSON. */
function orNull(error: unknown): null {
  if (error instanceof UnavailableError) return null;
  throw error;
}
