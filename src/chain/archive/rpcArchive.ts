import type { Archive, ArchiveHeader, CallCounts } from '../../domain/archive.js';
import { blake2Hash } from '../../domain/blake2Hash.js';
import type { BlockHash, BlockNumber } from '../../domain/block.js';
import { BadAnswerError, EndpointsDisagreeError, MethodMissingError } from '../../errors/chain.js';
import { checkBlockHash, checkMetadata, checkReadProof, checkSpecVersion } from './answers.js';
import { ask, type Question } from './ask.js';
import { checkHeader } from './checkHeader.js';
import type { Endpoint } from './endpoint.js';
import { LARGEST_PROOF, PageSize } from './pageSize.js';
import { readPages } from './readPages.js';
import { SharedReads } from './sharedReads.js';
import { StorageReader } from './storageReader.js';

/** What an archive is made of. */
export interface ArchiveParts {
  /** At least one; each is a voice of its own. */
  readonly endpoints: readonly Endpoint[];
  readonly genesisHash: BlockHash;
  readonly counts: ReadonlyMap<string, number>;
  readonly maxRetries: number;
  readonly pageSize: number;
  /** Bulk calls at once for one read. */
  readonly pagesAtOnce: number;
  readonly onClose: () => Promise<void>;
}

/** Asks one call of some endpoints; a fault of size is an error here. */
async function askWhole<T>(
  endpoints: readonly Endpoint[],
  question: Omit<Question<T>, 'canShrink'>,
  maxRetries: number,
): Promise<T> {
  const told = await ask(endpoints, question, maxRetries);
  if ('value' in told) return told.value;
  throw new BadAnswerError({
    what: `${question.subject} cannot be read in parts`,
    why: told.shrink.why,
    remedy: 'Give another node with --endpoint.',
  });
}

/**
 * The hash that an endpoint gives for a block.
 * @param maxDown retries while the endpoint is not reachable
 */
export const askBlockHash = (
  endpoint: Endpoint,
  block: BlockNumber,
  maxRetries: number,
  maxDown: number = maxRetries,
): Promise<BlockHash> =>
  askWhole(
    [endpoint],
    {
      method: 'chain_getBlockHash',
      params: [block],
      subject: `the hash of block ${block}`,
      check: checkBlockHash,
      maxDown,
    },
    maxRetries,
  );

const disagreement = (
  what: string,
  given: readonly (readonly [label: string, value: string])[],
): EndpointsDisagreeError =>
  new EndpointsDisagreeError({
    what: `the endpoints give different ${what}`,
    why: given.map(([label, value]) => `${label}: ${value}`).join(', '),
    remedy: 'Find out which node is right, and leave the other one away.',
    facts: { given: Object.fromEntries(given) },
  });

const SHOWN_CHARACTERS = 80;

const shortened = (value: string | null): string =>
  value === null
    ? 'absent'
    : value.length <= SHOWN_CHARACTERS
      ? value
      : `${value.slice(0, SHOWN_CHARACTERS)}..(${value.length / 2 - 1} bytes)`;

/** State over JSON-RPC, from endpoints that were checked to be of one chain. */
export class RpcArchive implements Archive {
  readonly endpoints: readonly string[];
  readonly genesisHash: BlockHash;
  readonly #parts: ArchiveParts;
  readonly #storage: StorageReader;
  readonly #storageOfEach: ReadonlyMap<Endpoint, StorageReader>;
  readonly #shared = new SharedReads();
  readonly #proofSize: PageSize;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
    this.endpoints = parts.endpoints.map((endpoint) => endpoint.label);
    this.genesisHash = parts.genesisHash;
    this.#storage = new StorageReader(parts.endpoints, parts);
    this.#storageOfEach = new Map(parts.endpoints.map((one) => [one, new StorageReader([one], parts)]));
    this.#proofSize = new PageSize(LARGEST_PROOF, LARGEST_PROOF);
  }

  getFinalizedBlock(): Promise<BlockNumber> {
    return this.#shared.share('finalized', async () => {
      const numbers = await this.#ofEach(async (endpoint) => {
        const subject = 'its newest final block';
        const head = await askWhole(
          [endpoint],
          { method: 'chain_getFinalizedHead', params: [], subject, check: checkBlockHash },
          this.#parts.maxRetries,
        );
        return (await this.#header([endpoint], head)).number;
      });
      return Math.min(...numbers);
    });
  }

  getBlockHash(block: BlockNumber): Promise<BlockHash> {
    return this.#shared.share(`hash ${block}`, () =>
      this.#agreed(
        `hashes for block ${block}`,
        (endpoint) => askBlockHash(endpoint, block, this.#parts.maxRetries),
        String,
      ),
    );
  }

  getHeader(hash: BlockHash): Promise<ArchiveHeader> {
    return this.#shared.share(`header ${hash}`, () => this.#header(this.#parts.endpoints, hash));
  }

  getSpecVersion(hash: BlockHash): Promise<number> {
    const subject = `the runtime version of block ${hash}`;
    const question = { method: 'state_getRuntimeVersion', params: [hash], subject, check: checkSpecVersion };
    return this.#shared.share(`version ${hash}`, () =>
      this.#agreed(`runtime versions for block ${hash}`, (one) => this.#of(one, question), String),
    );
  }

  getMetadata(hash: BlockHash): Promise<Uint8Array> {
    const subject = `the metadata of block ${hash}`;
    const question = { method: 'state_getMetadata', params: [hash], subject, check: checkMetadata };
    return this.#shared.share(`metadata ${hash}`, () =>
      this.#agreed(`metadata for block ${hash}`, (one) => this.#of(one, question), blake2Hash),
    );
  }

  async getStorage(
    keys: readonly string[],
    hash: BlockHash,
    ofEach = false,
  ): Promise<readonly (readonly [key: string, value: string | null])[]> {
    const readers = [...this.#storageOfEach.values()];
    if (!ofEach || readers.length < 2) return this.#storage.read(keys, hash);
    const read = (endpoint: Endpoint) =>
      (this.#storageOfEach.get(endpoint) as StorageReader).read(keys, hash);
    const given = await this.#ofEach(async (endpoint) => ({ endpoint, values: await read(endpoint) }));
    const [first, ...others] = given as [(typeof given)[number], ...typeof given];
    for (const { endpoint, values } of others)
      for (const [at, [key, value]] of values.entries()) {
        const other = first.values[at]?.[1] ?? null;
        if (value?.toLowerCase() === other?.toLowerCase()) continue;
        throw disagreement(`values of key ${key} at block ${hash}`, [
          [first.endpoint.label, shortened(other)],
          [endpoint.label, shortened(value)],
        ]);
      }
    return first.values;
  }

  /** @returns nodes without repetitions, in the order of their bytes, so that paging does not show in the result */
  async getReadProof(keys: readonly string[], hash: BlockHash): Promise<readonly string[] | null> {
    const { endpoints, maxRetries, pagesAtOnce } = this.#parts;
    const nodes = new Set<string>();
    const readPage = (page: readonly string[]) =>
      ask(
        endpoints,
        {
          method: 'state_getReadProof',
          params: [page, hash],
          subject: `a proof of the state of block ${hash}`,
          check: (result: unknown) => checkReadProof(result, hash),
          canShrink: page.length > 1,
        },
        maxRetries,
      );
    try {
      await readPages([...new Set(keys)], this.#proofSize, pagesAtOnce, readPage, (_, proof) => {
        for (const node of proof) nodes.add(node);
      });
    } catch (error) {
      if (error instanceof MethodMissingError) return null;
      throw error;
    }
    return [...nodes].sort();
  }

  calls(): CallCounts {
    return Object.fromEntries(this.#parts.counts);
  }

  close(): Promise<void> {
    return this.#parts.onClose();
  }

  #of<T>(endpoint: Endpoint, question: Omit<Question<T>, 'canShrink'>): Promise<T> {
    return askWhole([endpoint], question, this.#parts.maxRetries);
  }

  /**
   * What every endpoint gives.
   * @param shown what is compared, and shown where they differ
   * @throws EndpointsDisagreeError, which weighs more than an endpoint that fails beside it
   */
  async #agreed<T>(
    what: string,
    read: (endpoint: Endpoint) => Promise<T>,
    shown: (value: T) => string,
  ): Promise<T> {
    const given: (readonly [string, T])[] = [];
    const all = this.#ofEach(async (endpoint) => {
      given.push([endpoint.label, await read(endpoint)]);
    });
    const failure = await all.then(
      () => null,
      (error: unknown) => ({ error }),
    );
    const [first] = given;
    if (first !== undefined && given.some(([, value]) => shown(value) !== shown(first[1])))
      throw disagreement(
        what,
        given.map(([label, value]) => [label, shown(value)]),
      );
    if (failure !== null || first === undefined) throw failure?.error;
    return first[1];
  }

  #header(endpoints: readonly Endpoint[], hash: BlockHash): Promise<ArchiveHeader> {
    const question = {
      method: 'chain_getHeader',
      params: [hash],
      subject: `the header of block ${hash}`,
      check: (result: unknown) => checkHeader(result, hash),
    };
    return askWhole(endpoints, question, this.#parts.maxRetries);
  }

  /** Asks every endpoint and waits for all of them, also when one fails. @throws the failure of the first that failed */
  async #ofEach<T>(read: (endpoint: Endpoint) => Promise<T>): Promise<T[]> {
    const results = await Promise.allSettled(this.#parts.endpoints.map(read));
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }
}
