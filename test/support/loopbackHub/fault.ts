import type { IncomingMessage, ServerResponse } from 'node:http';

/** What goes wrong with one answer. */
export type Fault =
  /** Another answer in place of the right one: 429, 5xx, gated, gone, a redirect to anywhere. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection is closed after so many bytes of the body. */
  | { readonly kind: 'truncate'; readonly after: number }
  /** `Content-Length` is changed by so many bytes; fewer than sent, or more than sent and then closed. */
  | { readonly kind: 'lie'; readonly by: number }
  /** The bytes are turned round, their number stays. */
  | { readonly kind: 'other-bytes' }
  /** The whole file is sent whatever range was asked for. */
  | { readonly kind: 'range-ignored' }
  /** A range other than the one asked for is sent. */
  | { readonly kind: 'other-range' }
  /** Nothing more is said after so many bytes of the body; with -1 not even headers. */
  | { readonly kind: 'stall'; readonly after: number }
  /** The socket is closed before any answer. */
  | { readonly kind: 'hang-up' }
  /** A header of the right answer is changed. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string };

/** An answer that a fault replaces whole, the fault done. */
export function answerFault(fault: Fault, request: IncomingMessage, response: ServerResponse): boolean {
  if (fault.kind === 'hang-up') request.socket.destroy();
  else if (fault.kind === 'stall' && fault.after < 0) return true;
  else if (fault.kind === 'answer') {
    response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers });
    response.end(fault.body ?? '');
  } else return false;
  return true;
}

/** Faults that the real hub shows, with its headers. */
export const FAULTS = {
  limited: (retryAfter?: string): Fault => ({
    kind: 'answer',
    status: 429,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  }),
  broken: (status = 502): Fault => ({ kind: 'answer', status, body: '<html>bad gateway</html>' }),
  gone: { kind: 'answer', status: 404, headers: { 'x-error-code': 'RepoNotFound' } },
  hidden: { kind: 'answer', status: 401, headers: { 'x-error-code': 'RepoNotFound' } },
  private: { kind: 'answer', status: 403, headers: { 'x-error-message': 'Forbidden' } },
  gated: (status: 401 | 403): Fault => ({
    kind: 'answer',
    status,
    headers: { 'x-error-code': 'GatedRepo' },
  }),
  disabled: {
    kind: 'answer',
    status: 403,
    headers: { 'x-error-message': 'Access to this resource is disabled.' },
  },
  rewritten: { kind: 'answer', status: 404, headers: { 'x-error-code': 'RevisionNotFound' } },
  badToken: {
    kind: 'answer',
    status: 401,
    headers: { 'x-error-message': 'Invalid credentials in Authorization header' },
  },
  redirect: (location: string, status = 302): Fault => ({ kind: 'answer', status, headers: { location } }),
} as const satisfies Readonly<Record<string, Fault | ((...args: never[]) => Fault)>>;
