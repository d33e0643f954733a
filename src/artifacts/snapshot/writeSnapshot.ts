import { copyFile, link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type {
  BlockRecord,
  ObjectRef,
  RepositoryFile,
  RepositoryManifest,
  SnapshotBlockEntry,
  SnapshotIndex,
  SnapshotPublishedEntry,
  SnapshotRepositoryEntry,
  SnapshotShardEntry,
  SnapshotUnresolvedEntry,
} from '../../domain/snapshot.js';
import { UsageError } from '../../errors/input.js';
import { manifestText } from '../hub/parseManifest.js';
import { blockRecordText } from './blockRecord.js';
import { contentDigest, sealOf } from './digests.js';
import { unwritable } from './fileTrouble.js';
import { openSnapshot } from './openSnapshot.js';
import { proofText } from './proofText.js';
import type { Snapshot } from './snapshot.js';
import { hashFile } from './verifyFiles.js';

type ListName = 'runtimes' | 'blocks' | 'repositories' | 'unresolved' | 'corpus' | 'published' | 'documents';

/** What a snapshot says about itself: all of its index that is not a list of recorded things. */
export type SnapshotAbout = Omit<SnapshotIndex, 'schema' | 'kind' | 'digest' | 'seal' | ListName>;

/** One file of a repository to record: bytes or a local file are held; otherwise only what the hub lists is kept. */
export type RepositoryPart =
  | { readonly path: string; readonly bytes: Uint8Array | string }
  | { readonly path: string; readonly file: string }
  /** A local file whose digest is known and that never changes: it is linked where the disk can. */
  | { readonly path: string; readonly object: ObjectRef; readonly from: string }
  | { readonly path: string; readonly size: number; readonly sha256: string };

type Lists = { [K in ListName]: SnapshotIndex[K][number][] };

const byteOrder = <T>(key: (one: T) => string) => {
  return (a: T, b: T) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
};
const pad = (n: number): string => String(n).padStart(10, '0');

/**
 * Builds a snapshot folder from its parts. The same parts give the same bytes in whatever order they come, except
 * that captures of one published file with one instant keep their order.
 * @throws UsageError when the folder exists and is not empty; IoError
 */
export class SnapshotWriter {
  readonly #lists: Lists = {
    runtimes: [],
    blocks: [],
    repositories: [],
    unresolved: [],
    corpus: [],
    published: [],
    documents: [],
  };
  #temporary = 0;

  private constructor(
    readonly dir: string,
    readonly about: SnapshotAbout,
  ) {}

  /** Starts a snapshot in a new or empty folder. */
  static async create(dir: string, about: SnapshotAbout): Promise<SnapshotWriter> {
    const writer = new SnapshotWriter(dir, about);
    await writer.#guard(dir, async () => {
      await mkdir(dir, { recursive: true });
      if ((await readdir(dir)).length > 0)
        throw new UsageError({
          what: `the folder ${dir} is not empty`,
          remedy: 'Name a new folder for the snapshot.',
        });
      await mkdir(join(dir, 'objects'));
    });
    return writer;
  }

  /** Stores bytes (texts as UTF-8) under their sha256. */
  async addObject(content: Uint8Array | string): Promise<ObjectRef> {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const ref = { sha256: sha256Hex(bytes), size: bytes.length };
    await this.#place(join('objects', ref.sha256), (path) => writeFile(path, bytes, { flag: 'wx' }));
    return ref;
  }

  /** Stores a copy of a file under its sha256. */
  async addFile(path: string): Promise<ObjectRef> {
    const { size } = await this.#guard(path, () => stat(path));
    const ref = await this.#guard(path, () => hashFile(path, size));
    await this.#place(join('objects', ref.sha256), (target) => copyFile(path, target));
    return ref;
  }

  /**
   * Stores a file that never changes and whose digest is known: a link where the disk can, else a copy. `finish` checks it
   * like every other object.
   */
  async linkFile(ref: ObjectRef, path: string): Promise<ObjectRef> {
    await this.#place(join('objects', ref.sha256), async (target) => {
      await link(path, target).catch(() => copyFile(path, target));
    });
    return ref;
  }

  /** Stores header and storage of a block; `specVersion` is the runtime of its parent. Storage is sorted by key. */
  async addBlock(
    block: BlockRecord & { readonly specVersion: number; readonly proof?: readonly string[] | null },
  ): Promise<SnapshotBlockEntry> {
    const { number, hash, specVersion } = block;
    const storage = [...block.storage].sort(byteOrder(([key]) => key));
    const record = await this.addObject(blockRecordText({ ...block, storage }));
    const proof = block.proof ? { proof: await this.addObject(proofText(block.proof)) } : {};
    const entry = { number, hash, specVersion, record, ...proof };
    this.#lists.blocks.push(entry);
    return entry;
  }

  /** Stores the SCALE metadata of a runtime. */
  async addRuntime(specVersion: number, metadata: Uint8Array): Promise<void> {
    const entry = { specVersion, metadata: await this.addObject(metadata) };
    this.#lists.runtimes.push(entry);
  }

  /** Stores a repository at one revision: its manifest, and the files whose bytes are given. */
  async addRepository(
    repository: Omit<RepositoryManifest, 'files'>,
    parts: readonly RepositoryPart[],
  ): Promise<SnapshotRepositoryEntry> {
    const files: RepositoryFile[] = [];
    for (const part of parts) files.push(await this.#addRepositoryFile(part));
    files.sort(byteOrder((file) => file.path));
    const manifest = await this.addObject(manifestText({ ...repository, files }));
    const entry = { repo: repository.repo, revision: repository.revision, manifest };
    this.#lists.repositories.push(entry);
    return entry;
  }

  /** Notes a revision that the hub did not give. */
  addUnresolved(entry: SnapshotUnresolvedEntry): void {
    this.#lists.unresolved.push(entry);
  }

  /** Stores a corpus shard from a local file. `path` is its name in the dataset. */
  async addShard(
    shard: Omit<SnapshotShardEntry, 'file'>,
    from: string | { readonly object: ObjectRef; readonly path: string },
  ): Promise<SnapshotShardEntry> {
    const file =
      typeof from === 'string' ? await this.addFile(from) : await this.linkFile(from.object, from.path);
    const entry = { ...shard, file };
    this.#lists.corpus.push(entry);
    return entry;
  }

  /** Stores one capture of a file that a validator published. */
  async addPublished(
    published: Omit<SnapshotPublishedEntry, 'file'>,
    content: Uint8Array | string,
  ): Promise<SnapshotPublishedEntry> {
    const entry = { ...published, file: await this.addObject(content) };
    this.#lists.published.push(entry);
    return entry;
  }

  /** Stores a document for readers beside the index, for example `README.md`. */
  async addDocument(path: string, text: string): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    await this.#place(path, (target) => writeFile(target, bytes, { flag: 'wx' }));
    const file = { sha256: sha256Hex(bytes), size: bytes.length };
    this.#lists.documents.push({ path, file });
  }

  /**
   * Writes `snapshot.json` and opens the result, so that no snapshot is left that cannot be read.
   * @throws SnapshotDamagedError when the parts do not fit together
   */
  async finish(): Promise<Snapshot> {
    const rest = { schema: 2, kind: 'recrown-snapshot', ...this.about, ...this.#sorted() } as const;
    const whole = { ...rest, digest: contentDigest(rest) };
    const index = { ...whole, seal: sealOf(whole) };
    const text = `${canonicalJson(index)}\n`;
    await this.#place('snapshot.json', (path) => writeFile(path, text, { flag: 'wx' }));
    return openSnapshot(this.dir);
  }

  #sorted(): Lists {
    const { runtimes, blocks, repositories, unresolved, corpus, published, documents } = this.#lists;
    const instant = (at: string) => String(Date.parse(at)).padStart(16, '0');
    return {
      runtimes: [...runtimes].sort((a, b) => a.specVersion - b.specVersion),
      blocks: [...blocks].sort((a, b) => a.number - b.number),
      repositories: [...repositories].sort(byteOrder((one) => `${one.repo}@${one.revision}`)),
      unresolved: [...unresolved].sort(byteOrder((one) => `${one.repo}\0${one.revision}`)),
      corpus: [...corpus].sort(byteOrder((one) => `${one.dataset}#${pad(one.shard)}`)),
      published: [...published].sort(
        byteOrder(
          (one) => `${pad(one.roundId)} ${pad(one.validatorUid)} ${one.name} ${instant(one.capturedAt)}`,
        ),
      ),
      documents: [...documents].sort(byteOrder((one) => one.path)),
    };
  }

  async #addRepositoryFile(part: RepositoryPart): Promise<RepositoryFile> {
    if ('sha256' in part) return { path: part.path, size: part.size, sha256: part.sha256, held: false };
    if ('object' in part)
      return { path: part.path, ...(await this.linkFile(part.object, part.from)), held: true };
    const ref = 'file' in part ? await this.addFile(part.file) : await this.addObject(part.bytes);
    return { path: part.path, ...ref, held: true };
  }

  /** Writes to a temporary name and renames, so that a file under its final name is always whole. */
  async #place(path: string, write: (target: string) => Promise<void>): Promise<void> {
    const target = join(this.dir, path);
    const temporary = `${target}.${this.#temporary++}.part`;
    await this.#guard(target, async () => {
      await mkdir(dirname(target), { recursive: true });
      await write(temporary);
      await rename(temporary, target);
      // Renaming one link of a file to another one does nothing, and leaves both.
      await rm(temporary, { force: true });
    });
  }

  async #guard<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw cause instanceof UsageError ? cause : unwritable(path, cause);
    }
  }
}
