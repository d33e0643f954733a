import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { JournalRecord, StartRecord } from '../../src/domain/journal.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { readJournal } from '../../src/replay/journal/readJournal.js';
import { resultsDigest } from '../../src/replay/journal/resultsDigest.js';
import { round } from '../tui/sample.js';

const START: StartRecord = {
  type: 'start',
  schema: 1,
  id: 'abc123',
  spec: {
    recrown: { version: '0', source: 's' },
    snapshot: { name: 'n', digest: 'd', agreed: false },
    netuid: 24,
    rounds: [7, 8],
    engine: null,
  },
  synthetic: true,
  profile: null,
  fingerprint: null,
};
const scores = (from: number): JournalRecord => ({
  type: 'scores',
  roundId: 7,
  uid: 3,
  capture: 'c',
  form: 'contrib',
  mode: 'tail_bucket',
  from,
  kl: [0.1, 0.2 + from],
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a sealed journal reads back, and any changed byte is noticed', () => {
  const journal = createJournal(folder, START, false);
  journal.append(scores(0));
  journal.append(scores(2));
  const { path, digest } = journal.seal();
  assert.equal(path, join(folder, '7-8-abc123.replay.jsonl'));
  assert.equal(existsSync(journal.path), false);
  const content = readJournal(path);
  assert.equal(content.sealed, true);
  assert.equal(digest, resultsDigest(content.records));

  const sound = readFileSync(path);
  for (let at = 0; at < sound.length; at++) {
    const bytes = Buffer.from(sound);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    assert.throws(() => readJournal(path), { exitCode: 13 }, `byte ${at}`);
  }
  writeFileSync(path, sound.subarray(0, sound.lastIndexOf(0x0a, -2) + 1));
  assert.throws(() => readJournal(path), { code: 'DAMAGED', exitCode: 13 }, 'cut before its seal');
});

test('an interrupted journal goes on, without a half-written last line', () => {
  const journal = createJournal(folder, START, false);
  journal.append(scores(0));
  journal.close();
  appendFileSync(journal.path, '{"n":2,"prev":"cut in the mid');
  const again = createJournal(folder, START, false);
  assert.equal(again.resumed, true);
  assert.equal(again.records.length, 2);
  again.append(scores(2));
  again.seal();

  rmSync(folder, { recursive: true, force: true });
  const straight = createJournal(folder, START, false);
  straight.append(scores(0));
  straight.append(scores(2));
  const { path } = straight.seal();
  const other = mkdtempSync(join(tmpdir(), 'recrown-journal-'));
  const broken = createJournal(other, START, false);
  broken.append(scores(0));
  broken.close();
  appendFileSync(broken.path, 'x');
  const resumed = createJournal(other, START, false);
  resumed.append(scores(2));
  assert.deepEqual(readFileSync(resumed.seal().path), readFileSync(path));
  rmSync(other, { recursive: true, force: true });
});

test('a line cut out of the middle is damage, not a short journal', () => {
  const journal = createJournal(folder, START, false);
  journal.append(scores(0));
  journal.append(scores(2));
  journal.close();
  const lines = readFileSync(journal.path, 'utf8').split('\n');
  writeFileSync(journal.path, [lines[0], lines[2], ''].join('\n'));
  assert.throws(() => readJournal(journal.path), { code: 'DAMAGED', exitCode: 13 });
  truncateSync(journal.path, 5);
  assert.throws(() => readJournal(journal.path), { code: 'DAMAGED' });
});

test('a time that is none is damage; a round without one is of an older version', () => {
  const opened = (more: object): unknown => {
    const journal = createJournal(mkdtempSync(join(folder, 'of-')), START, false);
    journal.append({ type: 'round', result: { ...round(7, 'confirmed'), ...more } });
    journal.close();
    const [, record] = readJournal(journal.path).records;
    return record?.type === 'round' ? record.result.seedTime : record;
  };
  assert.equal(opened({}), undefined);
  assert.equal(opened({ seedTime: '2026-06-11T20:48:00Z' }), '2026-06-11T20:48:00Z');
  for (const seedTime of [
    '2026-02-30T00:00:00Z',
    '\u001b[2J',
    1_781_150_400_000,
    null,
    ['2026-06-11T20:48:00Z'],
  ])
    assert.throws(() => opened({ seedTime }), { code: 'DAMAGED', why: /result\.seedTime/ }, String(seedTime));
});

test('a newer format is refused by name', () => {
  const journal = createJournal(folder, { ...START, schema: 2 as 1 }, false);
  journal.close();
  assert.throws(() => readJournal(journal.path), { code: 'NEWER_VERSION', exitCode: 13 });
});

test('a second run of the same audit is refused while the first one runs, and not after it was killed', () => {
  const journal = createJournal(folder, START, false);
  const lock = `${journal.path}.lock`;
  // A process that does run, and is not this one: the parent of the test.
  writeFileSync(lock, String(process.ppid));
  assert.throws(() => createJournal(folder, START, false), { code: 'STORE_LOCKED', exitCode: 74 });
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(lock, String(pid));
  createJournal(folder, START, false).close();
});

test('a folder that cannot be written gives one clear error', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  assert.throws(() => createJournal(join(file, 'sn24'), START, false), { code: 'IO', exitCode: 74 });
});
