import { join } from 'node:path';
import type { HubState } from '../../domain/hub.js';
import { UsageError } from '../../errors/input.js';
import { type AddressRule, checkUrl } from '../transport/addressRule.js';
import type { OpenRequest } from '../transport/openRequest.js';
import { PATIENCE, type Patience } from '../transport/retry.js';
import { ObjectStore } from './store/objectStore.js';

/** Hosts that the hub's files lie on: a redirect from the hub may lead there, without the token. */
const FILE_HOSTS = ['.huggingface.co', '.hf.co'];

export interface HubOptions {
  /** Scheme, host and port, for example `https://huggingface.co`. */
  readonly url: string;
  /** Access token; null asks as anybody. It is sent to the host of `url` alone and shown nowhere. */
  readonly token: string | null;
  /** Folder of the verified downloads; they lie below it in `objects/`, named by their sha256. */
  readonly cache: string;
  /** Folder of a Hugging Face cache whose files are reused after hashing (see `cacheFolder`). */
  readonly reuse?: string | null;
  readonly signal: AbortSignal;
  readonly patience?: Partial<Patience>;
  /** Longest silence of the hub, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The hub as a client sees it: what every action on it takes first. */
export interface Hub {
  readonly url: string;
  readonly store: ObjectStore;
  readonly reuse: string | null;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** Limits and token of a call to the hub's own API, which leads to no other host. */
  readonly api: Omit<OpenRequest, 'url' | 'maxBytes'>;
  /** The same for a file, which may lie on one of the hub's file hosts. */
  readonly files: Omit<OpenRequest, 'url' | 'maxBytes'>;
}

/** What the hub did not give: a value, not an error. */
export interface HubTrouble {
  readonly state: HubState;
  /** One sentence with the fact that shows it. */
  readonly why: string;
}

export const isHubTrouble = (value: object): value is HubTrouble => 'state' in value && 'why' in value;

/**
 * Makes the client of a hub. Nothing is sent.
 * @throws AddressRefusedError for an address that is not opened; UsageError for a token that cannot be one
 */
export function createHub(options: HubOptions): Hub {
  const { token, signal, timeoutMs = 30_000 } = options;
  const origin = checkUrl(options.url, { origin: options.url, hosts: [] }).origin;
  if (token !== null && !/^[\x21-\x7e]{1,500}$/.test(token))
    throw new UsageError({
      what: 'the access token of the hub cannot be used',
      why: 'it is empty, longer than 500 characters, or holds blanks or other characters than printable ASCII',
      remedy: 'Set HF_TOKEN to a token from the settings of your account, or unset it.',
    });
  const call = (allow: AddressRule): Omit<OpenRequest, 'url' | 'maxBytes'> => ({
    allow,
    signal,
    token,
    timeoutMs,
  });
  const patience = { ...PATIENCE, ...options.patience };
  return {
    url: origin,
    store: new ObjectStore(join(options.cache, 'objects'), signal, patience.now),
    reuse: options.reuse ?? null,
    signal,
    patience,
    api: { ...call({ origin, hosts: [] }), totalMs: timeoutMs * 4, maxRedirects: 0 },
    files: call({ origin, hosts: FILE_HOSTS }),
  };
}
