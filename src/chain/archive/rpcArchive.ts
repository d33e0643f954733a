import type { Archive, ArchiveHeader, CallCounts } from '../../domain/archive.js';
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

/** State over JSON-RPC, from endpoints that were checked to be of one chain. */
export class RpcArchive implements Archive {
  readonly endpoints: readonly string[];
  readonly genesisHash: BlockHash;
  readonly #parts: ArchiveParts;
  readonly #storage: StorageReader;
  readonly #shared = new SharedReads();
  readonly #proofSize: PageSize;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
    this.endpoints = parts.endpoints.map((endpoint) => endpoint.label);
    this.genesisHash = parts.genesisHash;
    this.#storage = new StorageReader(parts.endpoints, parts);
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
    return this.#shared.share(`hash ${block}`, async () => {
      const given: (readonly [string, BlockHash])[] = [];
      const all = this.#ofEach(async (endpoint) => {
        const hash = await askBlockHash(endpoint, block, this.#parts.maxRetries);
        given.push([endpoint.label, hash]);
        return hash;
      });
      // A disagreement weighs more than an endpoint that fails beside it.
      const failure = await all.then(
        () => null,
        (error: unknown) => ({ error }),
      );
      const [first] = given;
      if (first !== undefined && given.some(([, hash]) => hash !== first[1]))
        throw new EndpointsDisagreeError({
          what: `the endpoints give different hashes for block ${block}`,
          why: given.map(([label, hash]) => `${label}: ${hash}`).join(', '),
          remedy: 'Find out which node is on the right chain, and leave the other one away.',
          facts: { block, hashes: Object.fromEntries(given) },
        });
      if (failure !== null || first === undefined) throw failure?.error;
      return first[1];
    });
  }

  getHeader(hash: BlockHash): Promise<ArchiveHeader> {
    return this.#shared.share(`header ${hash}`, () => this.#header(this.#parts.endpoints, hash));
  }

  getSpecVersion(hash: BlockHash): Promise<number> {
    const subject = `the runtime version of block ${hash}`;
    const question = { method: 'state_getRuntimeVersion', params: [hash], subject, check: checkSpecVersion };
    return this.#shared.share(`version ${hash}`, () => this.#any(question));
  }

  getMetadata(hash: BlockHash): Promise<Uint8Array> {
    const subject = `the metadata of block ${hash}`;
    const question = { method: 'state_getMetadata', params: [hash], subject, check: checkMetadata };
    return this.#shared.share(`metadata ${hash}`, () => this.#any(question));
  }

  getStorage(
    keys: readonly string[],
    hash: BlockHash,
  ): Promise<readonly (readonly [key: string, value: string | null])[]> {
    return this.#storage.read(keys, hash);
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

  #any<T>(question: Omit<Question<T>, 'canShrink'>): Promise<T> {
    return askWhole(this.#parts.endpoints, question, this.#parts.maxRetries);
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
