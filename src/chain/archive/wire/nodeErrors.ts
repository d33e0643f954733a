import type { Fault, FaultKind } from './fault.js';

/** One row: an error of a node falls into the class of the first row whose code or text fits. */
interface NodeErrorRow {
  readonly kind: FaultKind;
  readonly code?: number;
  readonly text?: RegExp;
}

/**
 * The table of node errors. Texts come before codes where one code stands for several things (-32000, -32603, 4003).
 *
 * | text or code | source |
 * | --- | --- |
 * | `UnknownBlock: State already discarded for 0x..` | polkadot-sdk substrate/client/db/src/lib.rs (have_state_at); code 4003 of substrate/client/rpc-api/src/state/error.rs, -32603 and -32000 in older nodes (polkadot-js/api#2629) |
 * | `Api called for an unknown Block: State already discarded` | polkadot-sdk substrate/primitives/api/src/lib.rs (ApiError::UnknownBlock); substrate-api-sidecar#1562 |
 * | `UnknownBlock: Header was not found in the database: 0x..` | polkadot-sdk substrate/client/db/src/lib.rs; through `Cannot resolve a block range` of code 4001 when the method is state_queryStorageAt |
 * | `UnknownBlock`, `unknown block` without the texts above | polkadot-sdk substrate/primitives/blockchain/src/error.rs |
 * | `Block 0x.. not found` | chopsticks packages/core/src/rpc/substrate/state.ts |
 * | `RPC call is unsafe to be called externally` | polkadot-sdk substrate/client/rpc-api/src/policy.rs: -32601, or 4003 when wrapped by the state API |
 * | -32601 | JSON-RPC 2.0, 5.1 |
 * | -32999 `RPC rate limit exceeded` | polkadot-sdk substrate/client/rpc-servers/src/middleware/mod.rs |
 * | -32004 `Historical work rate limit exceeded` | the public archive of this chain (metagraphed#5597) |
 * | -32005 `limit exceeded` | EIP-1474 error codes, as gateways in front of nodes use them |
 * | -32008, -32702 `Response is too big`; -32007, -32701 `Request is too big` | jsonrpsee types/src/error.rs, new and old numbering |
 * | -32009 `Server is busy, try again later` | jsonrpsee types/src/error.rs |
 * | 429 | gateways that repeat the HTTP status (RFC 6585, 4) as the code |
 * | `timed out`, `timeout` | gateways in front of nodes; RFC 9110, 15.6.5 |
 * | -32603 | JSON-RPC 2.0, 5.1 (internal error): tried again, since nodes give it for troubles that pass |
 */
const ROWS: readonly NodeErrorRow[] = [
  { kind: 'pruned', text: /state already discarded/i },
  { kind: 'blockUnknown', text: /header was not found|unknown ?blocks?\b|block \S+ not found/i },
  { kind: 'methodMissing', text: /unsafe to be called externally/i },
  { kind: 'methodMissing', code: -32601 },
  { kind: 'rateLimited', text: /rate limit|too many requests|server is busy|overloaded/i },
  { kind: 'rateLimited', code: -32999 },
  { kind: 'rateLimited', code: -32004 },
  { kind: 'rateLimited', code: -32005 },
  { kind: 'rateLimited', code: -32009 },
  { kind: 'rateLimited', code: 429 },
  { kind: 'tooLarge', text: /(response|request|payload|message|body) is too (big|large)/i },
  { kind: 'tooLarge', code: -32007 },
  { kind: 'tooLarge', code: -32008 },
  { kind: 'tooLarge', code: -32701 },
  { kind: 'tooLarge', code: -32702 },
  { kind: 'timeout', text: /timed? ?out|deadline exceeded/i },
  { kind: 'down', code: -32603 },
];

/** Longest text of a node that the table looks at, in characters. */
const LONGEST_TEXT = 2_000;

/** Gives the class of an error that a node answered; one that is in no row is a refusal. */
export function nodeErrorFault(code: number, message: string): Fault {
  const text = message.slice(0, LONGEST_TEXT);
  const row = ROWS.find((candidate) => candidate.code === code || candidate.text?.test(text));
  return { kind: row?.kind ?? 'refused', why: `the node answers error ${code}: ${text}` };
}

/** Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds or a date. @returns milliseconds, or undefined */
export function retryAfterMs(header: string | undefined, now: () => number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now());
}

/**
 * Gives the class of an HTTP status that is not 200, of a call or of a WebSocket handshake (RFC 9110, 15; RFC 6585, 4).
 * @param retryAfter how long the server asks to be left alone, in milliseconds
 */
export function httpStatusFault(status: number, retryAfter: number | undefined): Fault {
  const why = `HTTP status ${status}`;
  const wait = retryAfter === undefined ? {} : { retryAfterMs: retryAfter };
  if (status === 429) return { kind: 'rateLimited', why, ...wait };
  if (status === 413) return { kind: 'tooLarge', why };
  if (status === 408 || status >= 500) return { kind: 'down', why, ...wait };
  if (status >= 300 && status < 400)
    return { kind: 'refused', why: `${why}: redirects of a node are not followed` };
  return { kind: 'refused', why };
}

/** Gives the class of a WebSocket close code (RFC 6455, 7.4.1, and its registry for 1012 to 1014). */
export function closeCodeFault(code: number): Fault {
  const why = `the connection was closed with code ${code}`;
  if (code === 1009) return { kind: 'tooLarge', why };
  if (code === 1013) return { kind: 'rateLimited', why };
  return { kind: 'down', why };
}
