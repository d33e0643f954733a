import type { Archive, ArchiveHeader } from '../../domain/archive.js';
import type { BlockHash, BlockNumber } from '../../domain/block.js';
import {
  BadAnswerError,
  BlockNotFinalError,
  EndpointsDisagreeError,
  WrongChainError,
} from '../../errors/chain.js';
import type { CachedBlock } from './cache/CachedBlock.js';
import type { ChainCache } from './cache/openChainCache.js';
import { stopIfAborted } from './interruption.js';

export interface SourceOptions {
  /** Called at most once, and only when something is not in the cache. Whoever opens it closes it. */
  readonly openArchive: () => Promise<Archive>;
  readonly cache: ChainCache;
  /** Hosts as `Archive.endpoints` gives them: a hash counts when all of them gave it, now or before. */
  readonly endpoints: readonly string[];
  /** `auto`: a read proof for every value, where an endpoint offers them. */
  readonly proofs: 'auto' | 'none';
  readonly signal?: AbortSignal;
}

/** A block whose hash and header are known. */
export interface OpenBlock {
  readonly number: BlockNumber;
  readonly hash: BlockHash;
  readonly header: ArchiveHeader;
  readonly cached: CachedBlock;
}

/** Keys of one `getStorage`: a few pages, so that an interrupted run loses few answers. */
const KEYS_AT_ONCE = 200;

/** Blocks of a chain from the cache, and from the archive what is not there; what the archive gives is kept at once. */
export class BlockSource {
  #archive: Promise<Archive> | null = null;
  #opened: Archive | null = null;
  #isWithoutProofs = false;

  /** @param highest newest block that will be read: it must be final */
  constructor(
    readonly options: SourceOptions,
    private readonly highest: BlockNumber,
  ) {}

  /** Calls by JSON-RPC method so far; none while the archive is not open. */
  get calls(): Readonly<Record<string, number>> {
    return this.#opened?.calls() ?? {};
  }

  /**
   * The archive, opened when it is first needed.
   * @throws BlockNotFinalError before anything else is read; WrongChainError; InterruptedError
   */
  archive(): Promise<Archive> {
    stopIfAborted(this.options.signal);
    this.#archive ??= this.#open();
    return this.#archive;
  }

  async #open(): Promise<Archive> {
    const { cache, openArchive } = this.options;
    const archive = await openArchive();
    const final = await archive.getFinalizedBlock();
    if (this.highest > final) throw notFinal(this.highest, final);
    if (cache.genesisHash === null) await cache.saveGenesis(archive.genesisHash);
    else if (cache.genesisHash !== archive.genesisHash)
      throw otherChain(cache.genesisHash, archive.genesisHash);
    this.#opened = archive;
    return archive;
  }

  async genesisHash(): Promise<BlockHash> {
    return this.options.cache.genesisHash ?? (await this.archive()).genesisHash;
  }

  /** @throws EndpointsDisagreeError */
  async openBlock(number: BlockNumber): Promise<OpenBlock> {
    const hash = await this.#hashOf(number);
    const cached = await this.options.cache.openBlock(hash);
    if (cached.header === null) {
      const { scale } = await (await this.archive()).getHeader(hash);
      await cached.save({ kind: 'header', scale });
    }
    const { header } = cached;
    if (header === null || header.number !== number) throw otherHeader(number, hash, this.options.endpoints);
    return { number, hash, header, cached };
  }

  async #hashOf(number: BlockNumber): Promise<BlockHash> {
    const { cache, endpoints } = this.options;
    const known = cache.hashOf(number);
    if (known !== null && endpoints.every((host) => known.endpoints.includes(host))) return known.hash;
    const hash = await (await this.archive()).getBlockHash(number);
    if (known !== null && known.hash !== hash) throw otherHash(number, known, { hash, endpoints });
    await cache.saveHash(number, hash, [...new Set([...(known?.endpoints ?? []), ...endpoints])]);
    return hash;
  }

  /** Runtime version of the parent: the one that decodes the state of the block. Every endpoint gave it. */
  async specVersionOf({ cached, header }: OpenBlock): Promise<number> {
    const { endpoints } = this.options;
    const { spec } = cached;
    if (spec !== null && endpoints.every((host) => spec.endpoints.includes(host))) return spec.specVersion;
    const specVersion = await (await this.archive()).getSpecVersion(header.parentHash);
    await cached.save({ kind: 'spec', specVersion, endpoints });
    return specVersion;
  }

  /**
   * Makes sure that the values of keys are in the cache. Where no proof will cover them, every endpoint must have given them.
   * @param along keys that are asked for too when one of the others must be
   * @throws EndpointsDisagreeError
   */
  async read({ cached, hash }: OpenBlock, keys: readonly string[], along: readonly string[]): Promise<void> {
    const { endpoints, proofs } = this.options;
    const ofEach = endpoints.length > 1 && (proofs === 'none' || this.#isWithoutProofs);
    const isHeld = (key: string) => (ofEach ? cached.isAgreed(key, endpoints) : cached.values.has(key));
    if (keys.every(isHeld)) return;
    const missing = [...new Set([...keys, ...along])].filter((key) => !isHeld(key));
    for (let at = 0; at < missing.length; at += KEYS_AT_ONCE) {
      const wanted = missing.slice(at, at + KEYS_AT_ONCE);
      const given = new Map(await (await this.archive()).getStorage(wanted, hash, ofEach));
      const pairs = wanted.map((key) => {
        const value = given.get(key);
        if (value === undefined) throw unanswered(key, hash, this.options.endpoints);
        return [key, value?.toLowerCase() ?? null] as const;
      });
      const other = pairs.find(([key, value]) => cached.isWordOf(key) && cached.values.get(key) !== value);
      if (other !== undefined) throw otherValue(other[0], hash, endpoints);
      await cached.save({
        kind: 'values',
        pairs,
        endpoints: ofEach || endpoints.length === 1 ? endpoints : [],
      });
    }
  }

  /** No endpoint offers proofs: from now on values count when every endpoint gave them, and so do these. */
  async agree(block: OpenBlock, keys: readonly string[]): Promise<void> {
    this.#isWithoutProofs = true;
    await this.read(block, keys, []);
  }
}

const otherValue = (key: string, hash: BlockHash, endpoints: readonly string[]): EndpointsDisagreeError =>
  new EndpointsDisagreeError({
    what: `a key of block ${hash} has another value than in the chain cache`,
    why: `${endpoints.join(', ')} now give another value of key ${key}`,
    remedy:
      'An endpoint was wrong then or is now: find out which one, and start again with an empty chain cache.',
    facts: { hash, key, endpoints },
  });

const notFinal = (block: BlockNumber, final: BlockNumber): BlockNotFinalError =>
  new BlockNotFinalError({
    what: `block ${block} is not final yet`,
    why: `the newest block that is final for every endpoint is ${final}, and the state of a later one may still change`,
    remedy: 'Choose an earlier range, or wait until the block is final.',
    facts: { block, final },
  });

const unanswered = (key: string, hash: BlockHash, endpoints: readonly string[]): BadAnswerError =>
  new BadAnswerError({
    what: `a key that was asked for is missing in the answer for block ${hash}`,
    why: `${endpoints.join(', ')} gave neither a value nor null for ${key}`,
    remedy: 'Use another endpoint.',
    facts: { hash, key, endpoints },
  });

const otherChain = (expected: BlockHash, found: BlockHash): WrongChainError =>
  new WrongChainError({
    what: 'the endpoint serves another chain than the one in the chain cache',
    why: `the cache holds blocks of genesis ${expected}, the endpoint gives ${found}`,
    remedy: 'Use an endpoint of the same network, or another folder for the cache.',
    facts: { expected, found },
  });

const otherHeader = (block: BlockNumber, hash: BlockHash, endpoints: readonly string[]) =>
  new EndpointsDisagreeError({
    what: `the hash given for block ${block} is not that of block ${block}`,
    why: `the header of ${hash}, given by ${endpoints.join(', ')}, names another number`,
    remedy: 'Use another endpoint, and another folder for the chain cache.',
    facts: { block, hash, endpoints },
  });

const otherHash = (
  block: BlockNumber,
  known: { readonly hash: BlockHash; readonly endpoints: readonly string[] },
  given: { readonly hash: BlockHash; readonly endpoints: readonly string[] },
): EndpointsDisagreeError =>
  new EndpointsDisagreeError({
    what: `block ${block} has another hash than in the chain cache`,
    why: `${known.endpoints.join(', ')} gave ${known.hash} before; ${given.endpoints.join(', ')} now give ${given.hash}`,
    remedy:
      'One of them is wrong about a final block: find out which one, and start again with an empty chain cache.',
    facts: { block, known, given },
  });
