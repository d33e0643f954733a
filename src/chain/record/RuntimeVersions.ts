import type { BlockNumber } from '../../domain/block.js';
import { BadAnswerError } from '../../errors/chain.js';
import { loadRuntime } from '../codec/registry.js';
import type { Runtime } from '../codec/runtime.js';
import type { BlockSource, OpenBlock } from './BlockSource.js';
import { KeyBook } from './KeyBook.js';

/**
 * Runtime versions of blocks (each that of the parent, which decodes the block's state) and their metadata. Versions
 * only grow along a chain, so that two blocks of one version hold every block between them at it.
 */
export class RuntimeVersions {
  readonly #known = new Map<BlockNumber, number>();
  readonly #books = new Map<number, Promise<KeyBook>>();
  readonly #metadata = new Map<number, Uint8Array>();

  constructor(private readonly source: BlockSource) {}

  /** Versions of blocks, ascending by number: both ends are asked, and those between only where the ends differ. */
  async learn(blocks: readonly OpenBlock[]): Promise<void> {
    const [first] = blocks;
    const last = blocks.at(-1);
    if (first === undefined || last === undefined) return;
    const from = await this.of(first);
    const to = await this.of(last);
    if (blocks.length <= 2 || from === to) return;
    const half = blocks.length >> 1;
    await this.learn(blocks.slice(0, half + 1));
    await this.learn(blocks.slice(half));
  }

  /** Version of one block. */
  async of(block: OpenBlock): Promise<number> {
    const known = this.#known.get(block.number) ?? this.#inferred(block.number);
    if (known !== null) return known;
    const version = await this.source.specVersionOf(block);
    this.#known.set(block.number, version);
    return version;
  }

  #inferred(block: BlockNumber): number | null {
    let below = -1;
    let above = Number.POSITIVE_INFINITY;
    for (const number of this.#known.keys()) {
      if (number < block && number > below) below = number;
      if (number > block && number < above) above = number;
    }
    const version = this.#known.get(below);
    return version !== undefined && version === this.#known.get(above) ? version : null;
  }

  /**
   * The runtime of a version, loaded once.
   * @param block any block of this version
   * @throws BadAnswerError when what the endpoint gives is not its metadata
   */
  book(specVersion: number, block: OpenBlock): Promise<KeyBook> {
    const known = this.#books.get(specVersion);
    if (known !== undefined) return known;
    const book = this.#load(specVersion, block).then((runtime) => new KeyBook(runtime));
    this.#books.set(specVersion, book);
    return book;
  }

  async #load(specVersion: number, { header, number }: OpenBlock): Promise<Runtime> {
    const { cache, endpoints } = this.source.options;
    const kept = await cache.metadata(specVersion);
    if (kept !== null && endpoints.every((host) => kept.endpoints.includes(host))) {
      this.#metadata.set(specVersion, kept.bytes);
      return loadRuntime(specVersion, kept.bytes);
    }
    const archive = await this.source.archive();
    const metadata = new Uint8Array(await archive.getMetadata(header.parentHash));
    let runtime: Runtime;
    try {
      runtime = await loadRuntime(specVersion, metadata);
    } catch (cause) {
      throw new BadAnswerError({
        what: `the metadata given for block ${number} is not that of its runtime ${specVersion}`,
        why: cause instanceof Error ? cause.message : undefined,
        remedy: 'Use another endpoint.',
        facts: { block: number, specVersion, endpoints },
        cause,
      });
    }
    await cache.saveMetadata(specVersion, { bytes: metadata, endpoints });
    this.#metadata.set(specVersion, metadata);
    return runtime;
  }

  /** Versions, each once and ascending, with the SCALE metadata of those that were loaded. */
  runtimes(
    versions: readonly number[],
  ): readonly { readonly specVersion: number; readonly metadata: Uint8Array }[] {
    return [...new Set(versions)]
      .sort((a, b) => a - b)
      .flatMap((specVersion) => {
        const metadata = this.#metadata.get(specVersion);
        return metadata === undefined ? [] : [{ specVersion, metadata }];
      });
  }
}
