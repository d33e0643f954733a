import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { CaptureLog } from '../../src/artifacts/captures/captureLog.js';
import { parseFile } from '../../src/artifacts/published/parseFile.js';
import { readStateFolder } from '../../src/artifacts/published/readStateFolder.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { PublishedFileError } from '../../src/errors/artifact.js';
import { consistentState, filesOf, SEED, withFiles } from '../recompute/publishedFolder.js';

const ROUND = roundBlocks(11_643);
const files = filesOf(consistentState());
const latest = files['h2h_latest.json'] as string;

test('a file that is cut at any length is a named error', () => {
  const bytes = Buffer.from(latest.replace('owner-181', 'öwner-181'));
  const refused = (end: number) => {
    try {
      parseFile(bytes.subarray(0, end), 'h2h_latest.json', {});
      return null;
    } catch (error) {
      return error;
    }
  };
  for (let end = 0; end < bytes.length; end++) {
    const error = refused(end);
    assert.ok(error instanceof PublishedFileError && error.exitCode === 13, `cut at ${end}`);
    assert.match(error.message, /h2h_latest\.json/);
  }
  assert.equal(refused(bytes.length), null);
});

test('a plain folder gives every file of one validator, and the blocks that it has rows of', () =>
  withFiles({ ...files, 'secrets.json': '{', 'scores.json': '{"181": 2}' }, async (dir) => {
    const folder = await readStateFolder(dir);
    assert.deepEqual(folder.blocks, [SEED]);
    const view = await folder.view(ROUND);
    assert.deepEqual(
      [view.rows.length, view.kingUid, view.localKingUid, view.scores],
      [3, 181, 167, { 181: 2 }],
    );
    assert.deepEqual([view.evaluatedUids, view.composites.map(({ uid, version, nAxes }) => [uid, version, nAxes])], [[12, 167, 181], [[5, null, 1], [167, 29, 9]]]); // biome-ignore format: one row
    assert.deepEqual(view.sources.toSorted(), [...Object.keys(files), 'scores.json'].toSorted());
  }));

test('a folder of each round is read by its number, with the round before', () =>
  withFiles({}, async (dir) => {
    for (const [name, block, king] of [
      ['11643', SEED, 181],
      ['11642', SEED - 720, 44],
    ] as const) {
      // biome-ignore format: one row
      await mkdir(join(dir, name));
      await writeFile(join(dir, name, 'h2h_latest.json'), latest.replace(String(SEED), String(block)).replace('"king_uid":181', `"king_uid":${king}`)); // biome-ignore format: one row
    }
    await symlink(join(dir, '11643'), join(dir, '11644'));
    const folder = await readStateFolder(dir);
    assert.deepEqual(folder.blocks, [SEED - 720, SEED]);
    assert.deepEqual([(await folder.view(ROUND)).localKingUid, (await folder.view(roundBlocks(11_642))).kingUid], [44, 44]); // biome-ignore format: one row
  }));

test('answers of an API stand for the files that they hold', () => {
  const state = consistentState();
  const history = {
    rounds: [state.latest, { block: SEED - 720, king_uid: 7, results: [{ uid: 7, model: 'a/b' }] }],
    total: 2,
    page: 1,
  };
  const scores = {
    scores: { 181: 2 },
    disqualified: { 'a:5': 'copy: x' },
    last_eval: state.lastEval,
    last_eval_time: 1,
  };
  return withFiles(
    { 'h2h_history.json': JSON.stringify(history), 'scores.json': JSON.stringify(scores) },
    async (dir) => {
      const folder = await readStateFolder(dir);
      assert.deepEqual(folder.blocks, [SEED - 720, SEED]);
      const view = await folder.view(ROUND);
      assert.deepEqual(
        [view.scores, view.disqualified, view.localKingUid],
        [{ 181: 2 }, { 'a:5': 'copy: x' }, 7],
      );
      assert.equal(view.rows[0]?.klPerPrompt?.length, 120);
    },
  );
});

test('no link is followed, no pipe is waited for, nothing too large is read', () =>
  withFiles({ 'elsewhere.json': latest }, async (dir) => {
    const place = join(dir, 'state');
    await mkdir(place);
    const path = join(place, 'h2h_latest.json');
    const refusal = async (why: RegExp) => {
      await assert.rejects(readStateFolder(place), (error) => error instanceof PublishedFileError && why.test(error.why ?? '')); // biome-ignore format: one row
      execFileSync('rm', ['-rf', path]);
    };
    await symlink(join(dir, 'elsewhere.json'), path);
    await refusal(/a link/);
    execFileSync('mkfifo', [path]);
    await refusal(/not a plain file/);
    await mkdir(path);
    await refusal(/not a plain file/);
    const large = await open(path, 'w');
    await large.truncate(64 * 1024 * 1024 + 1);
    await large.close();
    await refusal(/larger than 67108864 bytes/);
  }));

test('what holds no published files is refused by what it is', () =>
  withFiles({ 'snapshot.json': '{}', 'a.bundle': 'x', 'plain.txt': 'x' }, async (dir) => {
    await mkdir(join(dir, 'b'));
    await writeFile(join(dir, 'b', 'bundle.json'), '{}');
    await mkdir(join(dir, 'empty'));
    await mkdir(join(dir, 's'));
    await writeFile(join(dir, 's', 'snapshot.json'), '{}');
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['a.bundle', 'NOT_AVAILABLE', /is a bundle/],
      ['b', 'NOT_AVAILABLE', /is a bundle/],
      ['plain.txt', 'USAGE', /not a folder/],
      ['empty', 'USAGE', /holds no published files/],
      ['s', 'USAGE', /holds no published files/],
      ['nowhere', 'USAGE', /there is no folder/],
    ];
    for (const [name, code, what] of cases)
      await assert.rejects(readStateFolder(join(dir, name)), (error: { code: string; message: string }) => {
        assert.equal(error.code, code, name);
        assert.match(error.message, what);
        return true;
      });
  }));

test('what a watch captured is read by round, with the newest capture of each file', () =>
  withFiles({}, async (dir) => {
    const log = await CaptureLog.open(
      dir,
      { validator: '5Cvalidator', api: 'https://validator.example' },
      () => 0,
    );
    for (const text of [latest.replace('"king_uid":181', '"king_uid":12'), latest]) {
      const ref = await log.addObject(Buffer.from(text));
      log.append({ kind: 'capture', path: '/api/latest-round', status: 200, name: 'h2h_latest.json', ...ref, raw: [], roundId: 11_643, seedBlock: SEED }); // biome-ignore format: one row
    }
    log.close();
    const folder = await readStateFolder(dir);
    assert.deepEqual(folder.blocks, [SEED]);
    const view = await folder.view(ROUND);
    assert.deepEqual([view.kingUid, view.rows.length, view.validatorHotkey], [181, 3, '5Cvalidator']);
  }));
