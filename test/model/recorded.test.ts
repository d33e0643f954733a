import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.js';
import type { ModelFiles, ScoreRequest } from '../../src/domain/engine.js';
import { modelDigest } from '../../src/domain/modelDigest.js';
import { resultBytes } from '../../src/domain/scoreBytes.js';
import type { AuditError } from '../../src/errors/base.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { openRecordedEngine } from '../../src/model/recorded/openRecordedEngine.js';
import { recordingEngine } from '../../src/model/recorded/recordingEngine.js';
import { ScoresWriter } from '../../src/model/recorded/ScoresWriter.js';
import type { ScoresHeader } from '../../src/model/recorded/scoresLayout.js';
import { type Synthetic, writeSynthetic } from './synthetic.js';

const REQUESTS: readonly ScoreRequest[] = [
  { ids: [1, 2, 3, 4], rows: [1, 2], topK: 5 },
  { ids: [1, 2, 3, 4], rows: [1, 2], topIds: [[7, 8, 9], [9, 8, 7]] }, // biome-ignore format: one request
  { ids: [1, 2, 3], rows: [2], logits: true },
  { ids: [5, 6], rows: [0, 1], hidden: true },
];

const folder = mkdtempSync(join(tmpdir(), 'recrown-scores-'));
let engine: OnnxEngine;
let checkpoint: Synthetic;
let files: ModelFiles;
let whole: Buffer;
let count = 0;
const fresh = (bytes: Buffer = whole): string => {
  const path = join(folder, `${count++}.bin`);
  writeFileSync(path, bytes);
  return path;
};
const headerOf = (): ScoresHeader => ({
  schema: 1,
  kind: 'recrown-scores',
  fingerprint: engine.fingerprint,
  teacher: null,
});

async function record(path: string, requests: readonly ScoreRequest[]): Promise<void> {
  const writer = await ScoresWriter.open(path, headerOf());
  const model = await recordingEngine(engine, writer).load(files, 'contrib');
  for (const request of requests) await model.score(request);
  await writer.close();
}

async function troubleOf(path: string): Promise<string> {
  const error = await openRecordedEngine(path).then(
    () => assert.fail('it should have failed'),
    (reason: AuditError) => reason,
  );
  return `${error.code} ${error.exitCode} ${error.why}`;
}

before(async () => {
  checkpoint = writeSynthetic();
  engine = await createEngine({ threads: 1 });
  const sha256s = [checkpoint.files.configPath, ...checkpoint.files.weightPaths].map((path) =>
    sha256Hex(readFileSync(path)),
  );
  files = { ...checkpoint.files, digest: modelDigest(sha256s) };
  const path = join(folder, 'whole.bin');
  await record(path, REQUESTS);
  whole = readFileSync(path);
});
after(async () => {
  await engine.close();
  checkpoint.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('recorded scores', () => {
  it('are the bits that the engine gave, and need no model file', async () => {
    const recorded = await openRecordedEngine(fresh());
    const bare = { configPath: '', weightPaths: [], digest: files.digest as string };
    const replayed = await recorded.load(bare, 'contrib');
    const model = await engine.load(files, 'contrib');
    for (const request of REQUESTS)
      assert.deepEqual(
        Buffer.from(resultBytes(await replayed.score(request))),
        Buffer.from(resultBytes(await model.score(request))),
      );
    await recorded.close();
  });

  it('have a fingerprint that says so, and that no other file shares', async () => {
    const other = join(folder, 'other.bin');
    await record(other, REQUESTS.slice(0, 2));
    const [a, b] = [await openRecordedEngine(fresh()), await openRecordedEngine(other)];
    assert.equal(a.fingerprint.engine, `recorded ${engine.fingerprint.engine}`);
    assert.equal(a.fingerprint.sessionOptions.recordedBy, engine.fingerprint.digest);
    assert.equal(new Set([a, b, engine].map((one) => one.fingerprint.digest)).size, 3);
    await Promise.all([a.close(), b.close()]);
  });

  it('answer nothing else: another request, form or model is named as missing', async () => {
    const recorded = await openRecordedEngine(fresh());
    const [first] = REQUESTS as [ScoreRequest];
    const other = { ...files, digest: 'ab'.repeat(32) };
    for (const [model, form, request] of [
      [files, 'contrib', { ...first, topK: 6 }],
      [files, 'plain', first],
      [other, 'contrib', first],
    ] as const) {
      const loaded = await recorded.load(model, form);
      await assert.rejects(loaded.score(request), {
        code: 'NOT_RECORDED',
        exitCode: 69,
        why: /^[0-9a-f]{12}: 4 tokens, 2 rows, the teacher$/,
      });
    }
    await assert.rejects(recorded.load(checkpoint.files, 'contrib'), { code: 'NOT_RECORDED' });
    await recorded.close();
  });

  it('can be added to, and a record that was cut is written anew', async () => {
    const path = fresh();
    truncateSync(path, whole.length - 5);
    assert.match(await troubleOf(path), /^DAMAGED 13 its last \d+ bytes are no whole record: it was cut/);
    await record(path, REQUESTS.slice(-1));
    assert.ok(readFileSync(path).equals(whole));
  });

  it('of one request: the last one counts', async () => {
    const path = fresh();
    const writer = await ScoresWriter.open(path, headerOf());
    const [first] = REQUESTS as [ScoreRequest];
    const topIds = Int32Array.from({ length: 10 }, (_, id) => id);
    const logProbs = new Float32Array(10).fill(-2.5);
    await writer.write(files.digest as string, 'contrib', first, { topIds, logProbs });
    await writer.close();
    const recorded = await openRecordedEngine(path);
    assert.deepEqual(await (await recorded.load(files, 'contrib')).score(first), { topIds, logProbs });
    await recorded.close();
  });

  it('are not mixed with those of another engine', async () => {
    const header = headerOf();
    const fingerprint = { ...header.fingerprint, digest: '00'.repeat(32) };
    await assert.rejects(ScoresWriter.open(fresh(), { ...header, fingerprint }), { code: 'USAGE' });
  });

  it('are checked again when they are read', async () => {
    const path = fresh();
    const recorded = await openRecordedEngine(path);
    const changed = Buffer.from(whole);
    const at = changed.length - 40;
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    writeFileSync(path, changed);
    const loaded = await recorded.load(files, 'contrib');
    await assert.rejects(loaded.score(REQUESTS.at(-1) as ScoreRequest), {
      code: 'DAMAGED',
      why: /was changed while the file was in use/,
    });
    await recorded.close();
  });
});

describe('a damaged file of scores', () => {
  const start = (): number => whole.indexOf(0x0a) + 1;
  const edited = (change: (bytes: Buffer) => Buffer | undefined): string => {
    const bytes = Buffer.from(whole);
    return fresh(change(bytes) ?? bytes);
  };
  const cases: readonly [string, () => string, RegExp][] = [
    ['that is empty', () => fresh(Buffer.alloc(0)), /^DAMAGED 13 it does not begin with a line of JSON/],
    ['without a first line', () => edited((bytes) => bytes.subarray(start())), /first line is not JSON/],
    ['of a longer first line than is read', () => fresh(Buffer.alloc(70_000, 0x20)), /begin with a line of JSON/],
    ['of another kind', () => edited((bytes) => Buffer.from(bytes.toString('latin1').replace('recrown-scores', 'something-else'), 'latin1')), /first line: kind/],
    ['of a newer format', () => edited((bytes) => Buffer.from(bytes.toString('latin1').replace('"schema":1', '"schema":2'), 'latin1')), /first line: schema/],
    ['with a changed key', () => edited((bytes) => void bytes.writeUInt8(bytes.readUInt8(start()) ^ 1, start())), /is not what its digest says/],
    ['with a changed bit', () => edited((bytes) => void bytes.writeUInt8(bytes.readUInt8(start() + 60) ^ 1, start() + 60)), /is not what its digest says/],
    ['with a huge length', () => edited((bytes) => void bytes.writeUInt32LE(0x7fffffff, start() + 32)), /has 2147483647 bytes, the limit is/],
    ['with bytes behind its last record', () => { const path = fresh(); appendFileSync(path, 'abc'); return path; }, /its last 3 bytes are no whole record/],
  ]; // biome-ignore format: one case a row
  for (const [name, make, text] of cases)
    it(`${name} is refused`, async () => assert.match(await troubleOf(make()), text));

  it('that is not there is refused', async () => {
    assert.match(await troubleOf(join(folder, 'none.bin')), /^SNAPSHOT_MISSING 13/);
  });

  it('whose numbers do not answer their request is refused', async () => {
    const [first] = REQUESTS as [ScoreRequest];
    const five = Int32Array.from({ length: 5 }, (_, id) => id);
    for (const result of [
      { topIds: five, logProbs: new Float32Array(5).fill(-1) },
      { topIds: Int32Array.from([...five, ...five]), logProbs: new Float32Array(10).fill(Number.NaN) },
      { topIds: Int32Array.from([...five, ...five]), logProbs: new Float32Array(10).fill(1) },
      { topIds: new Int32Array(10).fill(-1), logProbs: new Float32Array(10).fill(-1) },
      { logProbs: new Float32Array(10).fill(-1) },
    ]) {
      const path = fresh();
      const writer = await ScoresWriter.open(path, headerOf());
      await writer.write(files.digest as string, 'contrib', first, result);
      await writer.close();
      const recorded = await openRecordedEngine(path);
      const loaded = await recorded.load(files, 'contrib');
      await assert.rejects(loaded.score(first), { code: 'DAMAGED', why: /does not answer its request/ });
      await recorded.close();
    }
  });
});
