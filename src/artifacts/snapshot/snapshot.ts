import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../domain/canonical.js';
import type {
  BlockRecord,
  ObjectRef,
  RepositoryManifest,
  SnapshotBlockEntry,
  SnapshotIndex,
  SnapshotUnresolvedEntry,
} from '../../domain/snapshot.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { parseManifest } from '../hub/parseManifest.js';
import { parseBlockRecord } from './blockRecord.js';
import { damaged } from './damaged.js';
import { unreadable } from './fileTrouble.js';
import { parseProof } from './proofText.js';

/** Objects that are read whole: records, manifests, metadata, published files. Weights and shards are not. */
const MAX_READ_BYTES = 256 * 1024 * 1024;

/**
 * A snapshot on disk. `openSnapshot` gives a verified one; every later read of an object is checked against its
 * digest again, so that a file which changes afterwards is noticed.
 */
export class Snapshot {
  readonly #blocks: ReadonlyMap<number, SnapshotBlockEntry>;
  readonly #manifests = new Map<string, RepositoryManifest>();

  constructor(
    readonly dir: string,
    readonly index: SnapshotIndex,
  ) {
    this.#blocks = new Map(index.blocks.map((block) => [block.number, block]));
  }

  /** The same snapshot after its folder was moved: what was verified before holds, since bytes do not change by it. */
  movedTo(dir: string): Snapshot {
    const moved = new Snapshot(dir, this.index);
    for (const [name, manifest] of this.#manifests) moved.#manifests.set(name, manifest);
    return moved;
  }

  /** Path of an object on disk: immutable, for readers that need a file. */
  objectPath(ref: ObjectRef): string {
    return join(this.dir, 'objects', ref.sha256);
  }

  /**
   * Bytes of an object.
   * @throws SnapshotDamagedError when they are not what the digest says; IoError
   */
  async readObject(ref: ObjectRef): Promise<Uint8Array> {
    const file = `objects/${ref.sha256}`;
    if (ref.size > MAX_READ_BYTES) throw damaged(this.dir, file, `it is larger than ${MAX_READ_BYTES} bytes`);
    const bytes = await this.#readFile(file, this.objectPath(ref), ref.size);
    if (bytes === null || bytes.length !== ref.size || sha256Hex(bytes) !== ref.sha256)
      throw damaged(this.dir, file, 'its bytes are not those that the index names');
    return bytes;
  }

  /** The file's bytes, or null when its size already shows that they are others. */
  async #readFile(file: string, path: string, size: number): Promise<Uint8Array | null> {
    try {
      const info = await lstat(path);
      return info.isFile() && info.size === size ? await readFile(path) : null;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
        throw damaged(this.dir, file, 'the file is missing', cause);
      throw unreadable(path, cause);
    }
  }

  /**
   * Recorded storage and header of a block.
   * @throws NotRecordedError when the block is not recorded
   */
  async blockRecord(number: number): Promise<BlockRecord> {
    const entry = this.#blocks.get(number);
    if (entry === undefined) throw this.#notRecorded(`block ${number}`, { block: number });
    return parseBlockRecord(this.dir, await this.#readText(entry.record), entry);
  }

  /**
   * Trie nodes of the read proof recorded for a block, hex with `0x`; null when none was read. They are not checked
   * against a state root here.
   * @throws NotRecordedError when the block is not recorded; SnapshotDamagedError when the object is no list of nodes
   */
  async readProof(number: number): Promise<readonly string[] | null> {
    const entry = this.#blocks.get(number);
    if (entry === undefined) throw this.#notRecorded(`block ${number}`, { block: number });
    if (entry.proof === undefined) return null;
    const nodes = parseProof(await this.#readText(entry.proof));
    if (nodes !== null) return nodes;
    throw damaged(
      this.dir,
      `objects/${entry.proof.sha256} (proof of block ${number})`,
      'it is no list of trie nodes',
    );
  }

  /** What the hub answered in place of a revision; null when it gave it, or was not asked. */
  unresolved(repo: string, revision: string): SnapshotUnresolvedEntry | null {
    return this.index.unresolved.find((one) => one.repo === repo && one.revision === revision) ?? null;
  }

  /**
   * SCALE metadata of a runtime.
   * @throws NotRecordedError when it is not recorded
   */
  async runtimeMetadata(specVersion: number): Promise<Uint8Array> {
    const entry = this.index.runtimes.find((runtime) => runtime.specVersion === specVersion);
    if (entry === undefined) throw this.#notRecorded(`runtime ${specVersion}`, { specVersion });
    return this.readObject(entry.metadata);
  }

  /** Reads every manifest, so that they can be looked up; part of opening. */
  async loadManifests(): Promise<readonly RepositoryManifest[]> {
    for (const entry of this.index.repositories) {
      const manifest = parseManifest(this.dir, await this.#readText(entry.manifest), entry);
      this.#manifests.set(`${entry.repo}@${entry.revision}`, manifest);
    }
    return [...this.#manifests.values()];
  }

  /** The recorded manifest of a repository at a revision; null when there is none. */
  manifest(repo: string, revision: string): RepositoryManifest | null {
    return this.#manifests.get(`${repo}@${revision}`) ?? null;
  }

  async #readText(ref: ObjectRef): Promise<string> {
    const bytes = await this.readObject(ref);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw damaged(this.dir, `objects/${ref.sha256}`, 'it is not UTF-8', cause);
    }
  }

  #notRecorded(what: string, facts: Record<string, unknown>): NotRecordedError {
    return new NotRecordedError({
      what: `${what} is not recorded`,
      why: `the snapshot ${this.index.name} does not hold it`,
      remedy: 'Use a snapshot that holds it.',
      facts: { snapshot: this.dir, ...facts },
    });
  }
}
