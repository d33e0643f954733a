import { setMaxListeners } from 'node:events';
import type { Archive } from '../../domain/archive.js';
import type { BlockHash } from '../../domain/block.js';
import { EndpointDownError, WrongChainError } from '../../errors/chain.js';
import { AddressRefusedError } from '../../errors/network.js';
import { Endpoint } from './endpoint.js';
import { type RetryPolicy, sleepFor } from './retry.js';
import { askBlockHash, RpcArchive } from './rpcArchive.js';
import type { ChannelLimits } from './wire/channel.js';
import { HttpChannel } from './wire/httpChannel.js';
import { type EndpointAddress, parseEndpoint } from './wire/parseEndpoint.js';
import { WebSocketChannel } from './wire/webSocketChannel.js';

/** Whose word an address is: that of its machine, or (for nodes that run side by side in a test) of its port. */
export type Voices = 'machines' | 'ports';

/** How an archive is opened. All that is optional has a value that suits public archives. */
export interface ArchiveOptions {
  /** Hash of block 0 of the network; null where only the agreement of the endpoints is asked for. */
  readonly expectedGenesis: BlockHash | null;
  /** Ends everything in flight; reads then reject with its reason. */
  readonly signal: AbortSignal;
  /** Longest wait for one answer, in milliseconds; 30,000. */
  readonly timeoutMs?: number;
  /** Failures in a row after which an endpoint is given up; 8. */
  readonly maxRetries?: number;
  /** First steps and longest length of a pause, in milliseconds; 500, 5,000 and 60,000. */
  readonly baseMs?: number;
  readonly rateLimitBaseMs?: number;
  readonly capMs?: number;
  /** Keys of the first bulk call, 1 to 100; 50. */
  readonly pageSize?: number;
  /** Calls at once for one endpoint; 3. */
  readonly concurrency?: number;
  /** Largest answer, in bytes; 64 MiB. */
  readonly maxAnswerBytes?: number;
  /** `machines`. */
  readonly voices?: Voices;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random?: () => number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Hears of every call that is sent. `host` is a label of `Archive.endpoints`. */
  readonly onCall?: (method: string, host: string) => void;
}

/** A wrong address is told within seconds: an endpoint that never worked is tried less often than one that broke. */
const RETRIES_AT_OPENING = 3;

/** The first address of each voice. */
const distinctVoices = (addresses: readonly EndpointAddress[], voices: Voices): EndpointAddress[] => {
  const byVoice = new Map<string, EndpointAddress>();
  for (const address of addresses) {
    const voice = voices === 'ports' ? `${address.voice}:${address.port}` : address.voice;
    if (!byVoice.has(voice)) byVoice.set(voice, address);
  }
  return [...byVoice.values()];
};

/**
 * Labels of the endpoints that `openArchive` would ask, in the order given; nothing is opened.
 * @throws AddressRefusedError
 */
export const endpointHosts = (addresses: readonly string[], voices: Voices = 'machines'): string[] =>
  distinctVoices(addresses.map(parseEndpoint), voices).map((address) => address.label);

const makeEndpoints = (
  addresses: readonly EndpointAddress[],
  options: ArchiveOptions,
  signal: AbortSignal,
  counts: Map<string, number>,
): Endpoint[] => {
  const limits: ChannelLimits = {
    timeoutMs: options.timeoutMs ?? 30_000,
    maxAnswerBytes: options.maxAnswerBytes ?? 64 * 1024 * 1024,
    now: options.now ?? Date.now,
  };
  const sleep = options.sleep ?? sleepFor;
  const policy: RetryPolicy = {
    maxRetries: options.maxRetries ?? 8,
    baseMs: options.baseMs ?? 500,
    rateLimitBaseMs: options.rateLimitBaseMs ?? 5_000,
    capMs: options.capMs ?? 60_000,
    random: options.random ?? Math.random,
    sleep: async (ms, until) => {
      try {
        await sleep(ms, until);
      } finally {
        until.throwIfAborted();
      }
    },
  };
  const onCall = (method: string, label: string): void => {
    counts.set(method, (counts.get(method) ?? 0) + 1);
    options.onCall?.(method, label);
  };
  return addresses.map((address) => {
    const channel =
      address.transport === 'webSocket'
        ? new WebSocketChannel(address, limits)
        : new HttpChannel(address, limits);
    return new Endpoint(address, channel, { policy, signal, concurrency: options.concurrency ?? 3, onCall });
  });
};

/** Asks every endpoint for block 0. @throws WrongChainError where they differ, or differ from the network's */
const agreeOnGenesis = async (
  endpoints: readonly Endpoint[],
  expected: BlockHash | null,
  maxRetries: number,
): Promise<BlockHash> => {
  const given = await Promise.all(
    endpoints.map(async (endpoint) => ({
      label: endpoint.label,
      hash: await askBlockHash(endpoint, 0, maxRetries, RETRIES_AT_OPENING),
    })),
  );
  const wanted = expected ?? given[0]?.hash ?? null;
  const other = given.find(({ hash }) => hash !== wanted);
  if (other === undefined && wanted !== null) return wanted;
  throw new WrongChainError({
    what: `${other?.label} is a node of another chain`,
    why: `its block 0 is ${other?.hash}, and ${expected === null ? `that of ${given[0]?.label}` : 'that of the network'} is ${wanted}`,
    remedy: 'Give --endpoint nodes of the network that is audited.',
    facts: { genesis: Object.fromEntries(given.map(({ label, hash }) => [label, hash])) },
  });
};

/**
 * Opens one or several nodes of one chain and checks with each that block 0 is the network's.
 * @remarks Block hashes are asked of every endpoint and must agree; an endpoint that fails for good fails the read, since
 * a quorum that was promised must not shrink unseen. Values are read from any endpoint, and from the next one where it
 * fails. Addresses with one machine name are one voice: the first is used, the others are left out and are not in
 * `Archive.endpoints`. Nodes of one operator under several names are not recognised.
 * @param addresses `ws`, `wss`, `http` or `https`, each with or without user and password, which are never shown
 * @throws AddressRefusedError, WrongChainError, and the errors of a read; the reason of the signal
 */
export async function openArchive(addresses: readonly string[], options: ArchiveOptions): Promise<Archive> {
  options.signal.throwIfAborted();
  const voices = distinctVoices(addresses.map(parseEndpoint), options.voices ?? 'machines');
  if (voices.length === 0)
    throw new AddressRefusedError({
      what: 'no endpoint is given',
      remedy: 'Give --endpoint an address like wss://archive.chain.opentensor.ai:443.',
    });
  const stop = new AbortController();
  // Every pause of every endpoint listens.
  setMaxListeners(0, stop.signal);
  const counts = new Map<string, number>();
  const endpoints = makeEndpoints(voices, options, stop.signal, counts);
  const end = async (reason: unknown): Promise<void> => {
    options.signal.removeEventListener('abort', interrupt);
    stop.abort(reason);
    await Promise.all(endpoints.map((endpoint) => endpoint.close()));
  };
  const interrupt = (): void => void end(options.signal.reason);
  options.signal.addEventListener('abort', interrupt, { once: true });
  const onClose = (): Promise<void> =>
    end(
      new EndpointDownError({
        what: 'the archive is closed',
        why: 'a read began or went on after its end',
        remedy: 'Run the same command again: it goes on where it stopped.',
      }),
    );
  const maxRetries = options.maxRetries ?? 8;
  try {
    const genesisHash = await agreeOnGenesis(endpoints, options.expectedGenesis, maxRetries);
    const pagesAtOnce = (options.concurrency ?? 3) * endpoints.length;
    const pageSize = options.pageSize ?? 50;
    return new RpcArchive({ endpoints, genesisHash, counts, maxRetries, pageSize, pagesAtOnce, onClose });
  } catch (error) {
    await onClose();
    throw error;
  }
}
