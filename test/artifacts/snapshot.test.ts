import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.js';
import { blockOf, readData } from '../chain/sampleSubnet.js';
import { ABOUT, type Index, withFolder, writeTiny } from './sampleSnapshot.js';

const filesOf = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

const exit13 = { exitCode: 13 };

/** Changes the index and gives it its right digest, seal and canonical form again. */
async function reseal(dir: string, change: (index: Record<string, unknown>) => unknown): Promise<void> {
  const path = join(dir, 'snapshot.json');
  const { digest: _, seal: _seal, ...rest } = JSON.parse(await readFile(path, 'utf8'));
  const changed = (change(rest) ?? rest) as Record<string, unknown>;
  const { recordedBy, recordedAt, endpoints, ...content } = changed;
  const whole = { ...changed, digest: sha256Hex(canonicalJson(content)) };
  await writeFile(path, `${canonicalJson({ ...whole, seal: sha256Hex(canonicalJson(whole)) })}\n`);
}

test('a written snapshot opens, and gives back what was put in', () =>
  withFolder(async (folder) => {
    const dir = join(folder, 'tiny');
    await writeTiny(dir);
    const snapshot = await openSnapshot(dir);
    assert.deepEqual(snapshot.index.blocks.map((one) => [one.number, one.specVersion]), [[100, 1], [101, 2]]); // biome-ignore format: one row
    assert.deepEqual((await snapshot.blockRecord(100)).storage, [['0x01', null], ['0x02', '0x0a']]); // biome-ignore format: one row
    assert.equal(Buffer.from(await snapshot.runtimeMetadata(2)).toString(), 'metadata of 2');
    const [shard] = snapshot.index.corpus;
    assert.equal(await readFile(snapshot.objectPath(shard?.file as never), 'utf8'), 'PAR1 not really');
    const captured = snapshot.index.published.map((one) => one.capturedAt);
    assert.deepEqual(captured, ['2026-06-25T01:00:00Z', '2026-06-25T02:00:00.5Z']);
    await assert.rejects(snapshot.blockRecord(99), { code: 'NOT_RECORDED' });
    await assert.rejects(snapshot.runtimeMetadata(9), { code: 'NOT_RECORDED' });
  }));

test('the same parts give the same bytes', () =>
  withFolder(async (folder) => {
    await writeTiny(join(folder, 'a'));
    await writeTiny(join(folder, 'b'));
    const [a, b] = [await filesOf(join(folder, 'a')), await filesOf(join(folder, 'b'))];
    assert.deepEqual(a.map((path) => path.slice(folder.length + 2)), b.map((path) => path.slice(folder.length + 2))); // biome-ignore format: one row
    for (const [at, path] of a.entries())
      assert.deepEqual(await readFile(path), await readFile(b[at] as string));
  }));

test('the digest is that of what was recorded; who recorded it, when and from where is under the seal alone', () =>
  withFolder(async (folder) => {
    const a = await writeTiny(join(folder, 'a'));
    const elsewhere = { recordedBy: 'somebody', recordedAt: '2026-07-01T00:00:00Z', endpoints: ['a', 'b'] };
    const b = await writeTiny(join(folder, 'b'), elsewhere);
    const c = await writeTiny(join(folder, 'c'), { description: 'Another world.' });
    assert.equal(a.index.digest, b.index.digest);
    assert.notEqual(a.index.seal, b.index.seal);
    assert.notEqual(a.index.digest, c.index.digest);
  }));

test('proofs, values between two readings and unresolved revisions are kept, and checked on opening', () =>
  withFolder(async (folder) => {
    const write = async (name: string, between: [number, number], proof: string[]) => {
      const writer = await SnapshotWriter.create(join(folder, name), ABOUT);
      const first = blockOf(100, [['0x01', null]]);
      const second = blockOf(101, [], first.hash);
      const third = blockOf(102, [['0x01', null]], second.hash);
      await writer.addRuntime(1, Buffer.from('metadata'));
      await writer.addBlock({ ...first, specVersion: 1, proof });
      await writer.addBlock({ ...second, between, specVersion: 1 });
      await writer.addBlock({ ...third, specVersion: 1, proof: null });
      writer.addUnresolved({ repo: '../x', revision: 'main', state: 'not-pinned', why: 'a branch' });
      return writer.finish();
    };
    const snapshot = await write('sound', [100, 102], ['0x02', '0x01', '0x02']);
    assert.deepEqual(await snapshot.readProof(100), ['0x01', '0x02']);
    assert.equal(await snapshot.readProof(101), null);
    assert.deepEqual((await snapshot.blockRecord(101)).between, [100, 102]);
    assert.equal((await snapshot.blockRecord(100)).between, undefined);
    assert.equal(snapshot.unresolved('../x', 'main')?.state, 'not-pinned');
    assert.equal(snapshot.unresolved('../x', 'dev'), null);
    const damaged = { code: 'SNAPSHOT_DAMAGED' };
    await assert.rejects(write('beyond', [100, 103], []), damaged);
    await assert.rejects(write('reversed', [102, 100], []), damaged);
    await assert.rejects(write('nodes', [100, 102], ['0x']), damaged);
  }));

test('every flipped byte of snapshot.json is noticed', () =>
  withFolder(async (folder) => {
    const dir = join(folder, 'tiny');
    await writeTiny(dir);
    const path = join(dir, 'snapshot.json');
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ (1 << (at % 8));
      await writeFile(path, bytes);
      await assert.rejects(openSnapshot(dir), exit13, `byte ${at}`);
    }
    for (const length of [0, 1, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length));
      await assert.rejects(openSnapshot(dir), { ...exit13, code: 'SNAPSHOT_DAMAGED' }, `cut to ${length}`);
    }
    await writeFile(path, whole);
    await openSnapshot(dir);
  }));

test('a flipped, cut or missing byte in any other file is noticed and the file named', () =>
  withFolder(async (folder) => {
    const dir = join(folder, 'tiny');
    await writeTiny(dir);
    const files = (await filesOf(dir)).filter((path) => !path.endsWith('snapshot.json'));
    assert.ok(files.length > 10);
    for (const path of files) {
      const whole = await readFile(path);
      const name = path.slice(dir.length + 1).slice(0, 40);
      const damaged = (error: { exitCode: number; code: string; message: string }) =>
        error.exitCode === 13 && error.code === 'SNAPSHOT_DAMAGED' && error.message.includes(name);
      for (const at of new Set([0, whole.length >> 1, whole.length - 1])) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] as number) ^ 0x20;
        await writeFile(path, bytes);
        await assert.rejects(openSnapshot(dir), damaged, `${name} byte ${at}`);
      }
      await truncate(path, whole.length - 1);
      await assert.rejects(openSnapshot(dir), damaged, `${name} cut`);
      await writeFile(path, Buffer.concat([whole, Buffer.from('x')]));
      await assert.rejects(openSnapshot(dir), damaged, `${name} longer`);
      await rm(path);
      await assert.rejects(openSnapshot(dir), damaged, `${name} missing`);
      await writeFile(join(folder, 'same'), whole);
      await symlink(join(folder, 'same'), path);
      await assert.rejects(openSnapshot(dir), damaged, `${name} as a link`);
      await rm(path);
      await writeFile(path, whole);
    }
    await openSnapshot(dir);
  }));

test('a file, folder or link that the index does not name is refused', () =>
  withFolder(async (folder) => {
    const dir = join(folder, 'tiny');
    await writeTiny(dir);
    for (const name of [
      'extra.txt',
      '.hidden',
      'objects/stray',
      'notes/more.txt',
      `objects/${'c'.repeat(64)}`,
    ]) {
      await writeFile(join(dir, name), 'x');
      await assert.rejects(openSnapshot(dir), { code: 'SNAPSHOT_DAMAGED' }, name);
      await rm(join(dir, name));
    }
    await mkdir(join(dir, 'empty'));
    await assert.rejects(openSnapshot(dir), { code: 'SNAPSHOT_DAMAGED' });
    await rm(join(dir, 'empty'), { recursive: true });
    await rename(join(dir, 'objects'), join(folder, 'objects'));
    await symlink(join(folder, 'objects'), join(dir, 'objects'));
    await assert.rejects(openSnapshot(dir), { code: 'SNAPSHOT_DAMAGED' });
  }));

test('a newer format, a missing folder and a folder without a snapshot have their own errors', () =>
  withFolder(async (folder) => {
    const dir = join(folder, 'tiny');
    await writeTiny(dir);
    await reseal(dir, (index) => ({ ...index, schema: 3, somethingNew: {} }));
    await assert.rejects(openSnapshot(dir), { code: 'NEWER_VERSION', exitCode: 13 });
    await reseal(dir, (index) => ({ ...index, schema: 1 }));
    await assert.rejects(openSnapshot(dir), { code: 'SNAPSHOT_DAMAGED', why: /format 1/ });
    await assert.rejects(openSnapshot(join(folder, 'none')), { code: 'SNAPSHOT_MISSING', exitCode: 13 });
    await assert.rejects(openSnapshot(folder), { code: 'SNAPSHOT_MISSING', exitCode: 13 });
  }));

test('an index with a right digest and wrong contents is refused', () =>
  withFolder(async (folder) => {
    const made = join(folder, 'made');
    await writeTiny(made);
    type Change = (index: Index & Record<string, never>) => unknown;
    const cases: Readonly<Record<string, Change>> = {
      'unknown field': (index) => ({ ...index, more: 1 }),
      'missing field': ({ corpus: _, ...index }) => index,
      'blocks out of order': (index) => ({ ...index, blocks: [...index.blocks].reverse() }),
      'a block twice': (index) => ({ ...index, blocks: [index.blocks[0], index.blocks[0]] }),
      'a runtime left out': (index) => ({ ...index, runtimes: index.runtimes.slice(1) }),
      'another block hash': (index) => ({
        ...index,
        blocks: index.blocks.map((block) => ({ ...block, hash: `0x${'1'.repeat(64)}` })),
      }),
      'records swapped': (index) => {
        const [a, b] = index.blocks as [Index['blocks'][0], Index['blocks'][0]];
        return { ...index, blocks: [{ ...a, record: b.record }, { ...b, record: a.record }] }; // biome-ignore format: one row
      },
      'a document outside': (index) => ({
        ...index,
        documents: [{ path: '../README.md', file: index.documents[0]?.file }],
      }),
      'a branch as revision': (index) => ({
        ...index,
        repositories: index.repositories.map((one) => ({ ...one, revision: 'main' })),
      }),
      'a teacher that is not recorded': (index) => ({
        ...index,
        teacher: { repo: 'org/other', revision: 'a'.repeat(40) },
      }),
      'captures out of order': (index) => ({ ...index, published: [...index.published].reverse() }),
      'two sizes of one object': (index) => ({
        ...index,
        runtimes: index.runtimes.map((one) => ({
          ...one,
          metadata: { ...index.runtimes[0]?.metadata, size: one.specVersion },
        })),
      }),
      'a size that is no number': (index) => ({
        ...index,
        corpus: index.corpus.map((one) => ({ ...one, file: { ...one.file, size: '15' } })),
      }),
    };
    for (const [name, change] of Object.entries(cases)) {
      const dir = join(folder, 'case');
      await cp(made, dir, { recursive: true });
      await reseal(dir, change as never);
      await assert.rejects(openSnapshot(dir), { code: 'SNAPSHOT_DAMAGED' }, name);
      await rm(dir, { recursive: true });
    }
  }));

test('a header that is not that of the block, and a parent that is another block, are refused', () =>
  withFolder(async (folder) => {
    const write = async (name: string, blocks: readonly ReturnType<typeof blockOf>[]) => {
      const writer = await SnapshotWriter.create(join(folder, name), ABOUT);
      await writer.addRuntime(1, Buffer.from('m'));
      for (const block of blocks) await writer.addBlock({ ...block, specVersion: 1 });
      return writer.finish();
    };
    const first = blockOf(100, []);
    await write('sound', [first, blockOf(101, [], first.hash), blockOf(105, [])]);
    const orphan = write('orphan', [first, blockOf(101, [])]);
    await assert.rejects(orphan, (error: { why: string }) => /parent/.test(error.why));
    const number = write('number', [{ ...first, number: 99 }]);
    await assert.rejects(number, (error: { why: string }) => /number 100/.test(error.why));
    const cut = write('cut', [{ ...first, header: first.header.slice(0, 60) }]);
    await assert.rejects(cut, { code: 'SNAPSHOT_DAMAGED' });
    const upper = write('upper', [{ ...first, storage: [['0xAB', null]] }]);
    await assert.rejects(upper, { code: 'SNAPSHOT_DAMAGED' });
    const twice = write('twice', [{ ...first, storage: [['0xab', null], ['0xab', '0x']] }]); // biome-ignore format: one row
    await assert.rejects(twice, { code: 'SNAPSHOT_DAMAGED' });
  }));

interface RealHeader {
  readonly hash: `0x${string}`;
  readonly parentHash: string;
  readonly number: string;
  readonly stateRoot: string;
  readonly extrinsicsRoot: string;
  readonly digest: { readonly logs: readonly string[] };
}

test('headers recorded from a node are the blocks they were asked for', () =>
  withFolder(async (folder) => {
    const { headers } = (await readData('real-headers.json')) as { headers: readonly RealHeader[] };
    const writer = await SnapshotWriter.create(join(folder, 'real'), ABOUT);
    await writer.addRuntime(1, Buffer.from('m'));
    for (const one of headers) {
      const number = Number(one.number);
      const compact = Buffer.alloc(4);
      compact.writeUInt32LE(number * 4 + 2);
      const parts = [one.parentHash, `0x${compact.toString('hex')}`, one.stateRoot, one.extrinsicsRoot];
      const digest = [`0x${(one.digest.logs.length * 4).toString(16).padStart(2, '0')}`, ...one.digest.logs];
      const header = `0x${[...parts, ...digest].map((hex) => hex.slice(2)).join('')}`;
      await writer.addBlock({ number, hash: one.hash, header, storage: [], specVersion: 1 });
    }
    const { index } = await writer.finish();
    assert.deepEqual(index.blocks.map((block) => block.number), [0x57c8bb, 0x57c8bc, 6_553_223]); // biome-ignore format: one row
  }));

test('an object that changes after opening is noticed when it is read', () =>
  withFolder(async (folder) => {
    const snapshot = await writeTiny(join(folder, 'tiny'));
    const [runtime] = snapshot.index.runtimes;
    await writeFile(snapshot.objectPath(runtime?.metadata as never), 'metadata of 3');
    await assert.rejects(snapshot.runtimeMetadata(1), { code: 'SNAPSHOT_DAMAGED' });
  }));

test('a writer refuses a folder that holds something', () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'mine'), 'x');
    await assert.rejects(SnapshotWriter.create(folder, ABOUT), { code: 'USAGE' });
  }));
