import type { ObjectRef, SnapshotIndex } from '../../domain/snapshot.js';
import { checkBlock } from './checkBlock.js';
import { indexFiles } from './checkIndex.js';
import { damaged } from './damaged.js';
import { readIndex } from './readIndex.js';
import { Snapshot } from './snapshot.js';
import { verifyFiles } from './verifyFiles.js';

/**
 * Opens a snapshot and verifies all of it: index, every file by size and sha256, nothing beside them, every
 * manifest, every header against its block hash, parent links between neighbouring blocks.
 * @throws SnapshotMissingError, SnapshotDamagedError, NewerVersionError (all exit 13), IoError
 */
export async function openSnapshot(dir: string): Promise<Snapshot> {
  const index = await readIndex(dir);
  const snapshot = new Snapshot(dir, index);
  const files = expectedFiles(dir, index);
  for (const manifest of await snapshot.loadManifests())
    for (const file of manifest.files)
      if (file.held) expect(dir, files, `objects/${file.sha256}`, { sha256: file.sha256, size: file.size });
  await verifyFiles(dir, files);
  await verifyBlocks(snapshot);
  return snapshot;
}

type Expected = Map<string, ObjectRef | null>;

function expectedFiles(dir: string, index: SnapshotIndex): Expected {
  const files: Expected = new Map([['snapshot.json', null]]);
  for (const [path, ref] of indexFiles(index)) expect(dir, files, path, ref);
  return files;
}

function expect(dir: string, files: Expected, path: string, ref: ObjectRef): void {
  const known = files.get(path);
  if (known !== undefined && known?.size !== ref.size)
    throw damaged(dir, 'snapshot.json', `${path} is named with two sizes`);
  files.set(path, ref);
}

async function verifyBlocks(snapshot: Snapshot): Promise<void> {
  const { dir, index } = snapshot;
  const recorded = new Set(index.blocks.map((one) => one.number));
  let previous: { number: number; hash: string } | null = null;
  for (const entry of index.blocks) {
    const record = await snapshot.blockRecord(entry.number);
    const found = checkBlock(record);
    const file = `objects/${entry.record.sha256} (block ${entry.number})`;
    if ('why' in found) throw damaged(dir, file, found.why);
    const missing = record.between?.find((block) => !recorded.has(block));
    if (missing !== undefined)
      throw damaged(dir, file, `it rests on block ${missing}, which is not recorded`);
    await snapshot.readProof(entry.number);
    if (previous?.number === entry.number - 1 && found.parentHash !== previous.hash)
      throw damaged(dir, file, `its parent is ${found.parentHash}, but block ${previous.number} is another`);
    previous = entry;
  }
}
