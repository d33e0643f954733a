import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPublishedRounds } from '../../src/artifacts/published/readPublishedRounds.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { recompute } from '../../src/cli/commands/recompute.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { P11 } from '../../src/eras/p11.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { recomputeView } from '../../src/replay/recompute/recomputeView.js';
import { recordingContext } from '../cli/recordingContext.js';
import { differencesOf } from './compute.js';
import { exampleRound } from './exampleRound.js';
import { consistentState, filesOf, keptByWeights, type State, withFiles } from './publishedFolder.js';

const ROOT = process.env.RECROWN_ROOT as string;
const DEMO = join(ROOT, 'snapshots', 'demo');

const run = (
  files: Record<string, string>,
  json: boolean,
  options: { round?: string; validator?: string; snapshot?: string } = {}, // biome-ignore format: one row
) =>
  withFiles(files, async (dir) => {
    const { snapshot, ...given } = options;
    const context = recordingContext(dir, json);
    const withSnapshot = { ...context, options: { ...context.options, snapshot: snapshot ?? null } };
    let out = '';
    const code = await recompute({ ...withSnapshot, out: (text) => { out += text; } }, { folder: '.', ...given }); // biome-ignore format: one row
    return { code, out };
  });

const changed = (change: (state: State) => void): Record<string, string> => {
  const state = consistentState();
  change(state);
  return filesOf(state);
};

test('the exit code says what was found', async () => {
  const cases: readonly (readonly [number, Record<string, string>])[] = [
    [0, filesOf(consistentState())],
    [0, { 'h2h_latest.json': JSON.stringify(exampleRound()) }],
    [10, changed(({ latest }) => Object.assign(latest, { king_changed: false, new_king_uid: null, king_uid: 167 }))],
    [11, changed(({ latest }) => Object.assign(latest.results[0].t_test, { lcb: 0.01 }))],
    [11, filesOf(keptByWeights({ math_bench: 2 }))],
    [12, changed(({ latest }) => Object.assign(latest.results[2], { is_king: true }))],
    [12, { 'composite_scores.json': '{}' }],
    [12, changed(({ latest, lastEval }) => { latest.block = 8_100_000; lastEval.block_seed = 8_100_000; })],
  ]; // biome-ignore format: a table
  for (const [code, files] of cases) {
    const found = await run(files, true);
    assert.equal(found.code, code, found.out.slice(0, 2000));
  }
});

test('--json is one document with the fields of the contract', async () => {
  const { out } = await run(filesOf(consistentState()), true, { round: '11643' });
  const document = JSON.parse(out);
  assert.deepEqual(Object.keys(document).slice(0, 3), ['schema', 'roundId', 'seedBlock']);
  assert.deepEqual(
    [document.schema, document.roundId, document.eraId, document.follows],
    [1, 11_643, 'P11', true],
  );
  assert.deepEqual(Object.keys(document.rows[0]), ['uid', 'model', 'recomputed', 'published', 'differences', 'notComputed']); // biome-ignore format: one row
  assert.deepEqual(
    [document.decision.setting, document.decision.winnerUid, document.causes],
    ['default', 181, []],
  );
  assert.equal(out.trimEnd().split('\n').length, 1);
});

test('the text has a row for each contender and both sides of a difference, in 80 columns of ASCII', async () => {
  const files = changed(({ latest, lastEval }) => {
    latest.results[0].t_test.lcb = 0.01;
    const [old, hostile] = ['owner-12/model', `owner-12/\u001b[31m${'x'.repeat(300)}`];
    latest.results[2].model = hostile;
    lastEval.students[hostile] = lastEval.students[old];
  });
  const { out, code } = await run(files, false);
  assert.equal(code, 11);
  for (const line of out.split('\n')) assert.ok(/^[\x20-\x7e]{0,80}$/.test(line), line);
  assert.match(out, /^round 11643 {2}seed block 8382960 {2}era P11$/m);
  assert.match(out, /UID 181 is published as winner, which follows/);
  for (const uid of [181, 167, 12]) assert.match(out, new RegExp(`^ +u${uid} `, 'm'));
  assert.match(out, /t_test\.lcb {2}published 0\.01 {2}by the rule 0\.05\d+ {2}\(scores\)/);
  assert.match(out, /^Decision\n {2}UID 181 under default: Challenger 181 passes every gate\.$/m);
});

test('a round or a block that the folder does not hold, and what is no round, are refused', async () => {
  const files = filesOf(consistentState());
  await assert.rejects(run(files, true, { round: '11000' }), (error: { code: string }) => error.code === 'NOT_RECORDED'); // biome-ignore format: one row
  await assert.rejects(run(files, true, { round: 'x' }), (error: { code: string }) => error.code === 'USAGE');
  assert.equal((await run(files, true, { round: '8383679' })).code, 0);
});

test('the row of a given snapshot is held against the winner that the record declares', async () => {
  const files = filesOf(consistentState());
  await assert.rejects(
    run(files, true, { snapshot: DEMO }),
    (error: { code: string }) => error.code === 'USAGE',
  );
  const { published } = (await openSnapshot(DEMO)).index;
  const hotkey = published.find((one) => one.validatorUid === 7)?.validatorHotkey as string;
  const same = await run(files, true, { snapshot: DEMO, validator: hotkey });
  assert.deepEqual([same.code, JSON.parse(same.out).causes], [0, []]);
  const state = consistentState();
  for (const row of state.latest.results) if (row.uid === 181) row.uid = 240;
  Object.assign(state.latest, { king_uid: 240, new_king_uid: 240 });
  const other = await run(filesOf(state), true, { snapshot: DEMO, validator: hotkey });
  assert.equal(other.code, 11, other.out);
  const { causes } = JSON.parse(other.out);
  assert.deepEqual(causes.map(({ cause }: { cause: string }) => cause), ['weights']); // biome-ignore format: one row
  assert.match(
    causes[0].why,
    /validator UID 7 at block \d+ pays UID 181 most, and its record declares UID 240/,
  );
});

test("the demo's published files follow in every number", async () => {
  const snapshot = await openSnapshot(DEMO);
  let views = 0;
  for (const roundId of new Set(snapshot.index.published.map((one) => one.roundId))) {
    const blocks = roundBlocks(roundId);
    for (const view of await readPublishedRounds(snapshot, blocks)) {
      const computed = recomputeView(view, legalRules({ era: P11, others: [] }), blocks);
      assert.deepEqual(differencesOf(computed), [], `round ${roundId}`);
      if (view.rows.length === 0) continue;
      assert.deepEqual([computed.follows, computed.causes], [true, []], `round ${roundId}`);
      views += 1;
    }
  }
  assert.ok(views >= 4);
});
