import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRevisions } from '../../src/artifacts/repositories/findRevisions.js';
import { readHeldFile } from '../../src/artifacts/repositories/readHeldFile.js';
import { readTensors } from '../../src/artifacts/repositories/readTensors.js';
import { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { isAbsent } from '../../src/domain/absent.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import type { RepositoryManifest, SnapshotIndex } from '../../src/domain/snapshot.js';
import { SnapshotDamagedError } from '../../src/errors/artifact.js';
import { manifest } from './cases.js';

const dir = mkdtempSync(join(tmpdir(), 'recrown-repositories-'));
mkdirSync(join(dir, 'objects'));
test.after(() => rmSync(dir, { recursive: true, force: true }));
const snapshot = new Snapshot(dir, {
  name: 'small',
  blocks: [],
  repositories: [],
} as unknown as SnapshotIndex);

/** A manifest whose files the snapshot holds. */
function held(files: Readonly<Record<string, Uint8Array>>): RepositoryManifest {
  return manifest('a/b', {
    files: Object.entries(files).map(([path, bytes]) => {
      const sha256 = sha256Hex(bytes);
      writeFileSync(join(dir, 'objects', sha256), bytes);
      return { path, size: bytes.length, sha256, held: true };
    }),
  });
}

function safetensors(header: unknown, data: Uint8Array, length?: bigint): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([size, text, data]);
}
const place = (from: unknown, to: unknown) => ({ dtype: 'F32', shape: [1], data_offsets: [from, to] });
const data = Buffer.from('0123456789');

test('digests of named tensors, over several files; names that are not there are left out', () => {
  const found = readTensors(
    snapshot,
    held({
      'a.safetensors': safetensors({ x: place(0, 4), y: place(4, 10), __metadata__: {} }, data),
      'b.safetensors': safetensors({ z: place(0, 0) }, Buffer.alloc(0)),
      'c.json': data,
    }),
    ['x', 'z', 'w', '__proto__'],
  );
  assert.ok(!isAbsent(found));
  assert.deepEqual(
    [...found.sizes],
    [
      ['x', 4],
      ['z', 0],
    ],
  );
  assert.equal(found.digest('x'), sha256Hex('0123'));
  assert.equal(found.digest('z'), sha256Hex(''));
});

test('a header of 0 or over 8,000,000 bytes gives no tensor', () => {
  for (const bytes of [
    safetensors('', data, 0n),
    safetensors({ x: place(0, 4) }, data, 8_000_001n),
    safetensors({}, data, 0xffff_ffff_ffff_ffffn),
  ]) {
    const found = readTensors(snapshot, held({ 'a.safetensors': bytes }), ['x']);
    assert.ok(!isAbsent(found));
    assert.equal(found.sizes.size, 0);
  }
});

test('headers that are not sound, and weights that are not held, are absent', () => {
  const cases: [string, Uint8Array][] = [
    ['no JSON', safetensors('{', data)],
    ['no object', safetensors('[]', data)],
    ['too short', Buffer.alloc(3)],
    ['longer than the file', safetensors({}, Buffer.alloc(0), 500n)],
    ['no place', safetensors({ x: null }, data)],
    ['no place', safetensors({ x: place(4, 2) }, data)],
    ['no place', safetensors({ x: place(0, 11) }, data)],
    ['no place', safetensors({ x: place(-1, 2) }, data)],
    ['no place', safetensors({ x: place(0, 1.5) }, data)],
    ['no place', safetensors({ x: place('0', 1e300) }, data)],
  ];
  for (const [why, bytes] of cases) {
    const found = readTensors(snapshot, held({ 'a.safetensors': bytes }), ['x']);
    assert.ok(isAbsent(found), why);
    assert.match(found.why, new RegExp(why));
  }
  const twice = {
    'a.safetensors': safetensors({ x: place(0, 1) }, data),
    'b.safetensors': safetensors({ x: place(1, 2) }, data),
  };
  assert.ok(isAbsent(readTensors(snapshot, held(twice), ['x'])));
  const away = manifest('a/b', {
    files: [{ path: 'a.safetensors', size: 9, sha256: 'f'.repeat(64), held: false }],
  });
  assert.ok(isAbsent(readTensors(snapshot, away, ['x'])));
});

test('a weight file that shrinks after opening is named as damage', () => {
  const bytes = safetensors({ x: place(0, 10), unique: 'shrinks' }, data);
  const one = held({ 'a.safetensors': bytes });
  const found = readTensors(snapshot, one, ['x']);
  assert.ok(!isAbsent(found));
  truncateSync(join(dir, 'objects', sha256Hex(bytes)), bytes.length - 4);
  assert.throws(() => found.digest('x'), SnapshotDamagedError);
});

test('a held file is read whole and checked; one that is not held is absent', () => {
  const one = held({ 'chat_template.jinja': Buffer.from('words') });
  assert.deepEqual(readHeldFile(snapshot, one, 'chat_template.jinja'), Buffer.from('words'));
  assert.ok(isAbsent(readHeldFile(snapshot, one, '../snapshot.json')));
  writeFileSync(join(dir, 'objects', sha256Hex('words')), 'other');
  assert.throws(() => readHeldFile(snapshot, one, 'chat_template.jinja'), SnapshotDamagedError);
  const large = { path: 'x', size: 33 * 1024 * 1024, sha256: 'e'.repeat(64), held: true };
  assert.ok(isAbsent(readHeldFile(snapshot, manifest('a/b', { files: [large] }), 'x')));
});

test('a repository that is not recorded has no revisions', () => {
  assert.deepEqual(findRevisions(snapshot, 'a/b'), []);
});
