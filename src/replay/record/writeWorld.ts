import { mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Hub } from '../../artifacts/hub/createHub.js';
import { unreadable, unwritable } from '../../artifacts/snapshot/fileTrouble.js';
import { openSnapshot } from '../../artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import {
  type RepositoryPart,
  type SnapshotAbout,
  SnapshotWriter,
} from '../../artifacts/snapshot/writeSnapshot.js';
import type { RecordedRange } from '../../chain/record/recordRange.js';
import type {
  ObjectRef,
  RepositoryFile,
  RepositoryManifest,
  SnapshotShardEntry,
} from '../../domain/snapshot.js';
import { SnapshotMissingError } from '../../errors/artifact.js';
import type { PublishedFile } from './capturedFiles.js';
import type { ResolvedRevisions } from './resolveRevisions.js';

/** Everything that a recording found, before it is a snapshot. */
export interface FoundWorld {
  readonly about: SnapshotAbout;
  readonly chain: RecordedRange;
  readonly repositories: ResolvedRevisions;
  readonly shards: readonly {
    readonly entry: Omit<SnapshotShardEntry, 'file'>;
    readonly object: ObjectRef;
    readonly path: string;
  }[];
  readonly published: readonly PublishedFile[];
}

/** Files up to this size are held whenever the store has them: configs and tokenizers, which the prechecks read. */
const SMALL_BYTES = 32 * 1024 * 1024;

/**
 * Writes a snapshot of what was found into a new folder. Weights are held where the store has them; they are linked.
 * @throws IoError, SnapshotDamagedError when the parts do not fit together
 */
export async function writeWorld(
  dir: string,
  world: FoundWorld,
  hub: Hub,
  weights: ReadonlySet<string>,
): Promise<Snapshot> {
  await rm(dir, { recursive: true, force: true });
  const writer = await SnapshotWriter.create(dir, world.about);
  for (const { specVersion, metadata } of world.chain.runtimes)
    await writer.addRuntime(specVersion, metadata);
  for (const block of world.chain.blocks) await writer.addBlock(block);
  for (const manifest of world.repositories.manifests) {
    const { files, ...repository } = manifest;
    const parts: RepositoryPart[] = [];
    for (const file of files) parts.push(await partOf(file, hub, weights));
    await writer.addRepository(repository, parts);
  }
  for (const entry of world.repositories.unresolved) writer.addUnresolved(entry);
  for (const { entry, object, path } of world.shards) await writer.addShard(entry, { object, path });
  for (const { entry, path } of world.published) {
    const bytes = await readFile(path).catch((cause) => Promise.reject(unreadable(path, cause)));
    await writer.addPublished(entry, bytes);
  }
  return writer.finish();
}

async function partOf(file: RepositoryFile, hub: Hub, weights: ReadonlySet<string>): Promise<RepositoryPart> {
  const { path, size, sha256 } = file;
  const wanted = size <= SMALL_BYTES || weights.has(sha256);
  if (!wanted || !(await hub.store.has(sha256, size))) return { path, size, sha256 };
  return { path, object: { sha256, size }, from: hub.store.pathOf(sha256) };
}

/**
 * Moves a finished snapshot to its place. One that is there and holds the same is kept when at least as many endpoints
 * agreed on it, else it gives way.
 * @returns the snapshot in its place; null when another one is there
 */
export async function placeSnapshot(built: Snapshot, dir: string): Promise<Snapshot | null> {
  const there = await openSnapshot(dir).catch((error) => {
    if (error instanceof SnapshotMissingError) return null;
    throw error;
  });
  if (there !== null && there.index.digest !== built.index.digest) return null;
  try {
    if (there !== null && there.index.endpoints.length >= built.index.endpoints.length) {
      await rm(built.dir, { recursive: true, force: true });
      await rmdir(dirname(built.dir)).catch(() => undefined);
      return there;
    }
    await rm(dir, { recursive: true, force: true });
    await mkdir(dirname(dir), { recursive: true });
    await rename(built.dir, dir);
    // Only an empty folder goes: another recording may be building in it.
    await rmdir(dirname(built.dir)).catch(() => undefined);
  } catch (cause) {
    throw unwritable(dir, cause);
  }
  return openSnapshot(dir);
}

/** The files of a repository from which a model is built: what `weights` asks for. */
export const weightFiles = (manifest: RepositoryManifest): readonly RepositoryFile[] =>
  manifest.files.filter((file) => /^[^/\\]+\.safetensors$/.test(file.path) || file.path === 'config.json');

/** Folder in which a snapshot is built before it is moved to its place on the same disk. */
export const buildingDir = (snapshots: string, name: string): string =>
  join(snapshots, '.building', `${name}-${process.pid}`);
