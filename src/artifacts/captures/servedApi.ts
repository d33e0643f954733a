import { printable } from '../../domain/printable.js';
import { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';
import { RetryLaterError, UnavailableError } from '../../errors/network.js';
import type { JsonValue } from '../published/parsePythonJson.js';
import { type AddressRule, checkUrl, showUrl } from '../transport/addressRule.js';
import { type OpenAnswer, openRequest } from '../transport/openRequest.js';
import { readBody } from '../transport/readBody.js';
import { type Patience, retry } from '../transport/retry.js';
import { statusTrouble } from '../transport/statusTrouble.js';
import { parseServed } from './parseServed.js';

/** Limits and manners of the requests to one validator. */
export interface ApiManners {
  readonly patience: Patience;
  /** Rest between two requests, in milliseconds. */
  readonly pauseMs: number;
  /** Largest body, in bytes. */
  readonly maxBytes: number;
  /** Longest silence of the server, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest time of one answer, in milliseconds. */
  readonly totalMs: number;
}

/** One answer: sound JSON, or why it is none. */
export type Served =
  | { readonly status: number; readonly bytes: Uint8Array; readonly value: JsonValue }
  | {
      readonly status: number | null;
      readonly why: string;
      /** The body, where one came whole that is not a page of HTML. */
      readonly bytes?: Uint8Array;
    };

/** Bodies up to this size are kept to ask the server only whether they changed. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** Asks one validator's API, one request at a time. */
export class ServedApi {
  /** The address as it may be shown and stored. */
  readonly shown: string;
  readonly #base: string;
  readonly #allow: AddressRule;
  readonly #kept = new Map<string, { readonly etag: string; readonly bytes: Uint8Array }>();
  #asked = false;

  /**
   * @param address https, or http on this machine; a path before `/api` is kept
   * @throws AddressRefusedError, UsageError
   */
  constructor(
    address: string,
    readonly manners: ApiManners,
  ) {
    const origin = URL.canParse(address) ? new URL(address).origin : address;
    this.#allow = { origin, hosts: [] };
    const url = checkUrl(address, this.#allow);
    if (url.search !== '' || url.hash !== '')
      throw new UsageError({
        what: 'the address of the API holds a query or a fragment',
        why: 'what stands there may be a key, and would be stored with every capture',
        remedy: 'Give scheme, host and path alone: --api https://validator.example.org',
      });
    this.#base = `${origin}${url.pathname.replace(/\/+$/, '').replace(/\/api$/, '')}`;
    this.shown = showUrl(this.#base);
  }

  /**
   * Reads one path below the address.
   * @returns what was served, or why it cannot be taken
   * @throws RetryLaterError when the server is not reached or limits its callers; the signal's reason
   */
  async get(path: string, signal: AbortSignal): Promise<Served> {
    const { patience, pauseMs } = this.manners;
    if (this.#asked) await patience.sleep(pauseMs, signal);
    this.#asked = true;
    const reached: { status: number | null } = { status: null };
    try {
      return await retry(() => this.#ask(path, signal, reached), signal, patience);
    } catch (error) {
      if (!(error instanceof AuditError) || reached.status === 429) throw error;
      if (reached.status === null && !(error instanceof UnavailableError)) throw error;
      const word = error instanceof RetryLaterError && reached.status === 200 ? 'short-body' : 'bad-answer';
      return refusal(reached.status, `${word}: ${error.why ?? error.message}`);
    }
  }

  async #ask(path: string, signal: AbortSignal, reached: { status: number | null }): Promise<Served> {
    reached.status = null;
    const kept = this.#kept.get(path);
    const answer = await openRequest({
      ...this.manners,
      url: `${this.#base}${path}`,
      headers: { accept: 'application/json', ...(kept === undefined ? {} : { 'if-none-match': kept.etag }) },
      allow: this.#allow,
      maxRedirects: 0,
      signal,
    });
    reached.status = answer.status;
    const later = statusTrouble(answer, this.manners.patience.now);
    if (later !== null || (answer.status !== 200 && answer.status !== 304)) {
      answer.discard();
      if (later !== null) throw later;
      return refusal(answer.status, `status: the server answers ${answer.status}`);
    }
    if (answer.status === 304) {
      answer.discard();
      if (kept === undefined) return refusal(304, 'status: the server answers 304 to a plain question');
      return served(200, kept.bytes);
    }
    const bytes = await readBody(answer);
    this.#keep(path, answer, bytes);
    return served(answer.status, bytes);
  }

  #keep(path: string, answer: OpenAnswer, bytes: Uint8Array): void {
    this.#kept.delete(path);
    const etag = answer.headers.get('etag');
    if (etag !== undefined && etag.length <= 200 && !path.includes('?') && bytes.length <= KEPT_BYTES)
      this.#kept.set(path, { etag, bytes });
  }
}

function served(status: number, bytes: Uint8Array): Served {
  const read = parseServed(bytes);
  if ('value' in read) return { status, bytes, value: read.value };
  const isKept = !/^(empty|html):/.test(read.why);
  return { ...refusal(status, read.why), ...(isKept ? { bytes } : {}) };
}

const refusal = (status: number | null, why: string): Served => ({ status, why: printable(why, 300) });
