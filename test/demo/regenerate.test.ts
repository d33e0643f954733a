import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsePythonJson } from '../../src/artifacts/published/parsePythonJson.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { readHeader } from '../../src/model/safetensors/readHeader.js';
import { ROOT, withSnapshot } from './snapshotTools.js';

/** Published files whose digits come from models; everything else is byte-equal on every machine. */
const NUMERIC = ['last_eval.json', 'h2h_latest.json', 'h2h_history.json', 'composite_scores.json'];
/** Relative to 1 + value: KLs differ by rounding, a z of 50 by a little more. */
const TOLERANCE = 1e-3;
/** A fitted head may differ by a few of the last bits of bfloat16. */
const HEAD_TOLERANCE = 0.02;

/** Documents are equal but for numbers within the tolerance. */
function assertNear(actual: unknown, expected: unknown, place: string): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    if (Object.is(actual, expected)) return;
    assert.ok(
      Math.abs(actual - expected) <= TOLERANCE * (1 + Math.abs(expected)),
      `${place}: ${actual}, was ${expected}`,
    );
    return;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    assert.equal(actual.length, expected.length, place);
    for (const [at, value] of expected.entries()) assertNear(actual[at], value, `${place}.${at}`);
    return;
  }
  if (expected instanceof Map && actual instanceof Map) {
    assert.deepEqual([...actual.keys()], [...expected.keys()], place);
    for (const [key, value] of expected) assertNear(actual.get(key), value, `${place}.${key}`);
    return;
  }
  // The dashboard's text carries rounded numbers.
  if (place.endsWith('.vs_king')) return;
  assert.deepEqual(actual, expected, place);
}

async function assertPublished(made: Snapshot, kept: Snapshot): Promise<void> {
  const names = (one: Snapshot) => one.index.published.map(({ file: _, ...entry }) => entry);
  assert.deepEqual(names(made), names(kept));
  for (const [at, entry] of kept.index.published.entries()) {
    const own = made.index.published[at];
    assert.ok(own !== undefined);
    const place = `${entry.roundId} ${entry.name}`;
    if (!NUMERIC.includes(entry.name)) assert.equal(own.file.sha256, entry.file.sha256, place);
    const text = async (one: Snapshot, ref: typeof entry.file) =>
      Buffer.from(await one.readObject(ref)).toString('utf8');
    assertNear(
      parsePythonJson(await text(made, own.file)),
      parsePythonJson(await text(kept, entry.file)),
      place,
    );
  }
}

async function assertRepositories(made: Snapshot, kept: Snapshot): Promise<void> {
  for (const entry of kept.index.repositories) {
    const own = made.index.repositories.find((one) => one.repo === entry.repo);
    assert.equal(own?.revision, entry.revision, entry.repo);
    const [a, b] = [
      await made.manifest(own.repo, own.revision),
      await kept.manifest(entry.repo, entry.revision),
    ];
    assert.ok(a !== null && b !== null);
    assert.deepEqual(
      a.files.map((file) => [file.path, file.size]),
      b.files.map((file) => [file.path, file.size]),
    );
    for (const [at, file] of b.files.entries()) {
      const other = a.files[at];
      if (file.sha256 === other?.sha256 || other === undefined) continue;
      assert.equal(file.path, 'model.safetensors', `${entry.repo}: only fitted weights may differ`);
      await assertWeights(made.objectPath(other), kept.objectPath(file));
    }
  }
}

/** Every tensor but the fitted head is byte-equal; the head agrees within rounding. */
async function assertWeights(madePath: string, keptPath: string): Promise<void> {
  const { tensors } = await readHeader(keptPath);
  const [made, kept] = await Promise.all([readFile(madePath), readFile(keptPath)]);
  for (const [name, { offset, sizeBytes }] of tensors) {
    const [a, b] = [made.subarray(offset, offset + sizeBytes), kept.subarray(offset, offset + sizeBytes)];
    if (name !== 'lm_head.weight') assert.ok(a.equals(b), name);
    for (let at = 0; at < sizeBytes; at += 2) {
      const value = (bytes: Buffer) =>
        new Float32Array(new Uint32Array([bytes.readUInt16LE(at) << 16]).buffer)[0] ?? 0;
      if (name === 'lm_head.weight')
        assert.ok(Math.abs(value(a) - value(b)) <= HEAD_TOLERANCE, `${name} at ${at}`);
    }
  }
}

test('the committed demo comes out of its seed and plan again', async () => {
  const kept = await openSnapshot(join(ROOT, 'snapshots', 'demo'));
  await withSnapshot('scripts/make-demo/demo.plan.json', 24, async (made) => {
    const {
      blocks,
      corpus,
      runtimes,
      documents,
      repositories: _,
      published: __,
      digest: ___,
      seal: ____,
      ...about
    } = made.index;
    assert.deepEqual(blocks, kept.index.blocks, 'block records');
    assert.deepEqual(corpus, kept.index.corpus, 'corpus shards');
    assert.deepEqual(runtimes, kept.index.runtimes);
    const fixed = (one: typeof documents) => one.filter((document) => document.path !== 'MEASURED.md');
    assert.deepEqual(fixed(documents), fixed(kept.index.documents), 'documents made from the plan');
    for (const [key, value] of Object.entries(about))
      assert.deepEqual(value, kept.index[key as keyof typeof about], key);
    await assertRepositories(made, kept);
    await assertPublished(made, kept);
  });
});

test('the committed demo is small, synthetic, and says so', async () => {
  const { index } = await openSnapshot(join(ROOT, 'snapshots', 'demo'));
  assert.equal(index.synthetic, true);
  assert.match(index.description, /^SYNTHETIC/);
  assert.equal(index.profile?.name, 'synthetic-p11');
  const sizes = new Map<string, number>();
  for (const ref of [...index.blocks.map((one) => one.record), ...index.corpus.map((one) => one.file)])
    sizes.set(ref.sha256, ref.size);
  assert.ok([...sizes.values()].reduce((sum, size) => sum + size, 0) < 25_000_000);
});
