import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { type SnapshotAbout, SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import type { SnapshotIndex } from '../../src/domain/snapshot.js';
import { blockOf } from '../chain/sampleSubnet.js';

export const HOTKEY = '5EUEt9WW7j8E2M7Hvgeai8rMrdCZX6aMeBRtPkcgM9Mkkkkk';
export const REVISION = 'a'.repeat(40);

export const ABOUT: SnapshotAbout = {
  name: 'tiny',
  description: 'A synthetic snapshot for a test.',
  synthetic: true,
  recordedBy: 'a test',
  endpoints: [],
  recordedAt: '2026-06-25T00:00:00Z',
  netuid: 24,
  network: { name: 'finney', genesisHash: `0x${'2f'.repeat(32)}` },
  profile: null,
  teacher: null,
};

/** Runs work with an empty folder that is removed afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'recrown-test-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A snapshot with one of everything: two neighbouring blocks, a repository, a shard, a published file, a document. */
export async function writeTiny(dir: string, about: Partial<SnapshotAbout> = {}): Promise<Snapshot> {
  const writer = await SnapshotWriter.create(dir, { ...ABOUT, ...about });
  const first = blockOf(100, [
    ['0x02', '0x0a'],
    ['0x01', null],
  ]);
  const second = blockOf(101, [['0x01', '0x']], first.hash);
  await writer.addBlock({ ...second, specVersion: 2 });
  await writer.addBlock({ ...first, specVersion: 1 });
  await writer.addRuntime(2, Buffer.from('metadata of 2'));
  await writer.addRuntime(1, Buffer.from('metadata of 1'));
  const facts = { private: false, disabled: false, gated: false, safetensorsTotal: 12 };
  await writer.addRepository({ repo: 'org/model', revision: REVISION, ...facts }, [
    { path: 'model.safetensors', bytes: Buffer.from([1, 2, 3]) },
    { path: 'config.json', bytes: '{}' },
    { path: '../evil.py', bytes: 'raise SystemExit' },
    { path: 'big.bin', size: 5_000_000_000, sha256: 'b'.repeat(64) },
  ]);
  const shard = `${dir}.parquet`;
  await writeFile(shard, 'PAR1 not really');
  await writer.addShard({ dataset: 'org/corpus', shard: 7, path: 'shard_00007.parquet' }, shard);
  await rm(shard);
  const published = { validatorUid: 3, validatorHotkey: HOTKEY, roundId: 11643 };
  const later = { ...published, name: 'eval_data.json', capturedAt: '2026-06-25T02:00:00.5Z' };
  await writer.addPublished(later, '{"data":[]}');
  await writer.addPublished({ ...later, capturedAt: '2026-06-25T01:00:00Z' }, '{"data": []}');
  await writer.addDocument('README.md', '# Tiny\n');
  await writer.addDocument('notes/plan.txt', 'plan\n');
  return writer.finish();
}

export type Index = SnapshotIndex;
