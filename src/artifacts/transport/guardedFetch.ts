import { type OpenRequest, openRequest } from './openRequest.js';
import { readBody } from './readBody.js';

/**
 * A `fetch` over `openRequest` for libraries that take one: same rule, limits and token for every call, redirects given
 * back unfollowed, and the whole body (at most `maxBytes`) read before it answers. Headers of the library are kept but
 * for `authorization` and `cookie`; only GET, HEAD and POST of text are known.
 */
export function guardedFetch(ask: Omit<OpenRequest, 'url' | 'method' | 'headers' | 'body'>): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const answer = await openRequest({
      ...ask,
      maxRedirects: 0,
      url,
      method: methodOf(init?.method),
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === 'string' ? { body: init.body } : {}),
    });
    const bytes = await readBody(answer);
    const empty = answer.status === 204 || answer.status === 304 || bytes.length === 0;
    const response = new Response(empty ? null : (bytes as Uint8Array<ArrayBuffer>), {
      status: answer.status,
      headers: [...answer.headers],
    });
    return Object.defineProperty(response, 'url', { value: answer.url });
  };
}

const methodOf = (method: string | undefined): 'GET' | 'HEAD' | 'POST' =>
  method === 'POST' || method === 'HEAD' ? method : 'GET';
