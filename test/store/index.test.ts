import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { StartRecord } from '../../src/domain/journal.js';
import type { RoundResult } from '../../src/domain/verdict.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { readReport } from '../../src/replay/readReport.js';
import { indexPath, updateIndex } from '../../src/replay/updateIndex.js';
import { openIndexForReading } from '../../src/store/openIndex.js';

const hostile = "x'); drop table rounds; --";

const roundOf = (roundId: number, summary: string): RoundResult => ({
  roundId,
  seedBlock: roundId * 720,
  seedHash: null,
  cutoffBlock: roundId * 720 - 20,
  activationBlock: roundId * 720 + 600,
  eraId: 'P11',
  otherEras: [],
  trust: 'T0',
  verdict: 'wrong-crown',
  cause: 'rules',
  conditional: true,
  coverage: 0.5,
  tokenMode: 'pinned',
  summary,
  causeNote: null,
  reasons: [],
  king: { uid: 0, hotkey: '5A', repo: hostile, revision: 'r', committedAt: 1 },
  challengers: [],
  contenders: [],
  plans: [],
  claimedUid: 3,
  claimedHotkeys: ['5B'],
  decisions: [],
  noise: { noiseNats: 1e-6, meanNats: 0, n: 1, forms: ['contrib', 'plain'] },
  band: null,
  agreement: null,
  unsettled: null,
  prompts: null,
  validators: [],
  quality: {
    ...{
      wording: 'own',
      mode: 'memory-only',
      counts: 'default',
      share: 0.1,
      counted: false,
      crowns: [],
      why: '',
    },
    ...{ gates: [], notReplayed: [] },
    contenders: [
      {
        ...{ uid: 3, quality: 1, declaredQuality: null, halfWidth: 0.1 },
        axes: [
          {
            ...{ axis: 'math_bench', weight: 0.14, source: 'replayed', value: 1, declared: null },
            ...{ n: 1, correct: 1 },
          },
        ],
      },
    ],
  },
  breaches: [{ code: 'A1', title: hostile, nature: 'defect', uid: 3, decisive: true, evidence: [] }],
});

const start = (id: string, source: string): StartRecord => ({
  type: 'start',
  schema: 1,
  id,
  spec: {
    recrown: { version: '0', source },
    snapshot: { name: 'n', digest: 'd', agreed: false },
    netuid: 24,
    rounds: [7],
    engine: null,
  },
  synthetic: true,
  profile: null,
  fingerprint: null,
});

const ITEM = {
  ...{
    source: 's',
    prompt: hostile,
    answer: hostile,
    gold: '1',
    pred: '1',
    ok: true,
    tokens: 3,
    failed: false,
  },
  way: 'w',
};

let replays: string;
let holder: ChildProcess | undefined;
before(() => {
  replays = mkdtempSync(join(tmpdir(), 'recrown-index-'));
  for (const [id, source] of [
    ['aaaaaa', 'older'],
    ['bbbbbb', RECROWN_SOURCE_DIGEST],
  ] as const) {
    const journal = createJournal(join(replays, 'sn24'), start(id, source), false);
    journal.append({
      type: 'scores',
      roundId: 7,
      uid: 3,
      capture: 'c',
      form: 'plain',
      mode: 'tail_bucket',
      from: 4,
      kl: [0.25, 1e-9],
    });
    journal.append({
      ...{ type: 'axis', roundId: 7, uid: 3, mode: 'memory-only', wording: 'own', sandboxed: false },
      record: {
        ...{ axis: 'math_bench', n: 1, correct: 1, passFrac: 1, meanTokens: 3, meanTokensCorrect: 3 },
        items: [ITEM],
      },
    });
    journal.append({ type: 'round', result: roundOf(7, `by ${id} ${hostile}`) });
    journal.seal();
  }
});
after(() => {
  holder?.kill('SIGKILL');
  rmSync(replays, { recursive: true, force: true });
});

const roundSeven = async (replay?: string) => (await readReport(replays, [7], replay))?.rounds[0];

test('a round is found without an index, through an index that is made on the way', async () => {
  const stored = await roundSeven();
  assert.equal(stored?.replay?.id, 'bbbbbb');
  assert.deepEqual(stored?.result, roundOf(7, `by bbbbbb ${hostile}`));
  assert.equal((await roundSeven('aaaaaa'))?.result?.summary, `by aaaaaa ${hostile}`);
  assert.equal(await readReport(replays, [8], undefined), null);
  assert.ok(existsSync(indexPath(replays)));
});

test('axes and their items are in the index and with the round', async () => {
  const stored = await roundSeven();
  assert.deepEqual(
    stored?.axes.map((one) => (one.type === 'axis' ? [one.uid, one.record.axis, one.record.items] : [])),
    [[3, 'math_bench', [ITEM]]],
  );
  const index = await openIndexForReading(indexPath(replays));
  const rows = await index?.connection.runAndReadAll(
    'select uid, axis, item, prompt, prediction, ok, solved, way from axis_items order by replay',
  );
  assert.deepEqual(rows?.getRows(), Array(2).fill([3, 'math_bench', 0, hostile, '1', true, null, 'w']));
  const axes = await index?.connection.runAndReadAll(
    'select axis, source, value, correct from axes order by replay',
  );
  assert.deepEqual(axes?.getRows(), Array(2).fill(['math_bench', 'replayed', 1, 1]));
  index?.close();
});

test('a deleted or unreadable index is built again from the sealed replays', async () => {
  rmSync(indexPath(replays));
  assert.equal((await roundSeven())?.replay?.id, 'bbbbbb');
  writeFileSync(indexPath(replays), 'not a database');
  assert.equal((await roundSeven())?.replay?.id, 'bbbbbb');
  assert.equal((await updateIndex(replays, 24, false)).taken, 0);
  assert.equal((await updateIndex(replays, 24, true)).taken, 2);
});

test('a damaged replay beside sound ones is named, and hides none of them', async () => {
  const path = join(replays, 'sn24', '7-7-cccccc.replay.jsonl');
  writeFileSync(path, 'cut');
  const { taken, skipped } = await updateIndex(replays, 24, true);
  assert.equal(taken, 2);
  assert.deepEqual(
    skipped.map((error) => error.exitCode),
    [13],
  );
  assert.equal((await roundSeven())?.replay?.id, 'bbbbbb');
  await assert.rejects(readReport(replays, [7], 'cccccc'), { code: 'DAMAGED' }, 'it was asked by its id');
  assert.equal(await readReport(replays, [8], undefined), null, 'its name says that it holds round 7 alone');
  rmSync(path);
});

test('a second recrown on the same index is refused with a clear error', async () => {
  const script = `
    const { DuckDBInstance } = await import('@duckdb/node-api');
    globalThis.db = await DuckDBInstance.create(process.argv[1]);
    console.log('held');
    setInterval(() => {}, 1000);
  `;
  holder = spawn(process.execPath, ['--input-type=module', '-e', script, indexPath(replays)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: process.env.RECROWN_ROOT,
  });
  await new Promise((resolve) => holder?.stdout?.once('data', resolve));
  await assert.rejects(updateIndex(replays, 24, false), { code: 'STORE_LOCKED', exitCode: 74 });
  await assert.rejects(roundSeven(), { code: 'STORE_LOCKED', exitCode: 74 });
});
