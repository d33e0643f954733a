import { readFile, rm } from 'node:fs/promises';
import type { Hub } from '../../artifacts/hub/createHub.js';
import { unreadable, unwritable } from '../../artifacts/snapshot/fileTrouble.js';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import {
  type RepositoryPart,
  type SnapshotAbout,
  SnapshotWriter,
} from '../../artifacts/snapshot/writeSnapshot.js';
import type { RecordedRange } from '../../chain/record/recordRange.js';
import type { RepositoryFile, RepositoryManifest } from '../../domain/snapshot.js';
import type { PublishedFile } from './capturedFiles.js';
import type { FoundShard } from './fetchShards.js';
import type { ResolvedRevisions } from './resolveRevisions.js';

/** Everything that a recording found, before it is a snapshot. */
export interface FoundWorld {
  readonly about: SnapshotAbout;
  readonly chain: RecordedRange;
  readonly repositories: ResolvedRevisions;
  readonly shards: readonly FoundShard[];
  readonly published: readonly PublishedFile[];
}

/** Files up to this size are held whenever the store has them: configs and tokenizers, which the prechecks read. */
export const SMALL_BYTES = 32 * 1024 * 1024;

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
  await rm(dir, { recursive: true, force: true }).catch((cause) => Promise.reject(unwritable(dir, cause)));
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

/** The files of a repository from which a model is built: what `weights` asks for. */
export const weightFiles = (manifest: RepositoryManifest): readonly RepositoryFile[] =>
  manifest.files.filter((file) => /^[^/\\]+\.safetensors$/.test(file.path) || file.path === 'config.json');
