import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsePythonJson } from '../../src/artifacts/published/parsePythonJson.js';
import { readPublishedRounds } from '../../src/artifacts/published/readPublishedRounds.js';
import { SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import type { PublishedRound } from '../../src/domain/published.js';
import { ABOUT, HOTKEY, withFolder } from './sampleSnapshot.js';

const SEED = 8_382_960;
const ROUND = { roundId: 11_643, seedBlock: SEED, nextSeedBlock: SEED + 720 };

type File = readonly [name: string, content: string, place?: { roundId?: number; uid?: number; at?: string }];

/** Records files of round 11643, validator 3, unless their place says otherwise, and reads the round. */
const read = (files: readonly File[]): Promise<readonly PublishedRound[]> =>
  withFolder(async (folder) => {
    const writer = await SnapshotWriter.create(join(folder, 's'), ABOUT);
    for (const [name, content, place = {}] of files) {
      const { roundId = 11_643, uid = 3, at = '2026-06-25T00:00:00Z' } = place;
      await writer.addPublished({ validatorUid: uid, validatorHotkey: HOTKEY, roundId, name, capturedAt: at }, content); // biome-ignore format: one call
    }
    return readPublishedRounds(await writer.finish(), ROUND);
  });

const only = async (files: readonly File[]): Promise<PublishedRound> => {
  const rounds = await read(files);
  assert.equal(rounds.length, 1);
  return rounds[0] as PublishedRound;
};

const RECORD = `{"block": ${SEED}, "king_uid": 181, "prev_king_uid": 167, "new_king_uid": 181, "king_changed": true,
 "n_prompts": 300, "results": [
  {"uid": 181, "model": "nova/a", "kl": 2.5, "commit_block": 8382611, "is_king": false, "prompts_scored": 287,
   "prompts_total": 287, "t_test": {"p": 0.0, "t": Infinity, "n": 287, "mean_delta": 0.058685, "se": 0.010752, "lcb": NaN},
   "composite": {"version": 29, "axes": {"kl": 1.0, "ifeval_bench": null, "arc_bench": NaN}, "worst": 0.0,
    "weighted": 0.5164, "present_count": 17, "broken_axes": ["arc_bench"]}},
  {"uid": 167, "model": "acme/k", "kl": Infinity, "is_king": true, "disqualified": true, "dq_reason": "quality: KL=inf"}]}`;

const LAST_EVAL = `{"block_seed": ${SEED}, "students": {"nova/a": {"kl_per_prompt": [1.5, NaN, -Infinity, null]}, "acme/k": {"kl": Infinity}}}`;

test('a round is read from its record, with raw results joined by model', async () => {
  const round = await only([
    ['h2h_latest.json', RECORD],
    ['last_eval.json', LAST_EVAL],
  ]);
  assert.deepEqual(
    [round.roundId, round.seedBlock, round.validatorUid, round.validatorHotkey],
    [11_643, SEED, 3, HOTKEY],
  );
  assert.deepEqual([round.kingUid, round.prevKingUid, round.newKingUid], [181, 167, 181]);
  assert.deepEqual([round.kingChanged, round.nPrompts, round.localKingUid], [true, 300, 167]);
  const [winner, king] = round.rows;
  assert.deepEqual(winner?.tTest, { p: 0, t: null, n: 287, meanDelta: 0.058685, se: 0.010752, lcb: null });
  assert.deepEqual(winner?.axes, { kl: 1, ifeval_bench: null, arc_bench: null });
  assert.deepEqual(winner?.brokenAxes, ['arc_bench']);
  assert.deepEqual(winner?.klPerPrompt, [1.5, null, null, null]);
  assert.deepEqual([winner?.presentCount, winner?.compositeVersion, winner?.worst], [17, 29, 0]);
  assert.deepEqual([king?.kl, king?.isKing, king?.disqualified, king?.klPerPrompt], [null, true, true, null]);
  assert.deepEqual([king?.tTest, king?.axes, king?.committedAt], [null, {}, null]);
  assert.deepEqual(round.sources, ['h2h_latest.json', 'last_eval.json']);
});

test('raw results of another block are not joined', async () => {
  const other = LAST_EVAL.replace(String(SEED), String(SEED - 720));
  const round = await only([['h2h_latest.json', RECORD], ['last_eval.json', other]]); // biome-ignore format: one row
  assert.equal(round.rows[0]?.klPerPrompt, null);
});

test('a record in the history counts when the latest is of another round; preliminary ones never', async () => {
  const later = RECORD.replace(String(SEED), String(SEED + 720));
  const early = `{"block": ${SEED + 5}, "king_uid": 9, "king_changed": false, "_preliminary": true, "results": []}`;
  const round = await only([
    ['h2h_latest.json', later],
    ['h2h_history.json', `[${RECORD}, ${early}, ${later}]`],
  ]);
  assert.deepEqual([round.seedBlock, round.kingUid, round.rows.length], [SEED, 181, 2]);
  const none = await only([['h2h_history.json', `[${early}]`]]);
  assert.deepEqual([none.kingUid, none.rows, none.seedBlock], [null, [], SEED]);
});

test('the local king is that of the previous capture, then of the history, then of the record itself', async () => {
  const record = (block: number, rest: string) => `{"block": ${block}, "results": [], ${rest}}`;
  const before = { roundId: 11_642 };
  const held = record(SEED, '"king_uid": 5, "king_changed": false');
  const cases: readonly (readonly [readonly File[], number | null])[] = [
    [[['h2h_latest.json', held], ['h2h_latest.json', record(SEED - 720, '"king_uid": 7'), before]], 7],
    [[['h2h_latest.json', held], ['h2h_latest.json', record(SEED - 720, '"king_uid": null'), before]], null],
    [[['h2h_latest.json', held], ['h2h_history.json', `[${record(SEED - 1440, '"king_uid": 1')}, ${record(SEED - 720, '"king_uid": 2')}, ${held}]`]], 2],
    [[['h2h_latest.json', held]], 5],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "prev_king_uid": 4, "new_king_uid": 5, "king_changed": true')]], 4],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "prev_king_uid": null, "king_changed": false')]], null],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "new_king_uid": null, "king_changed": true')]], 5],
    [[['evaluated_uids.json', '[]']], null],
  ]; // biome-ignore format: a table
  for (const [files, king] of cases) assert.equal((await only(files)).localKingUid, king, files[0]?.[1]);
});

test('two captures of the teacher text stand in order; other files count by their last or first capture', async () => {
  const text = (continuation: string) =>
    `{"block_seed": ${SEED}, "data": [{"prompt": "p\\u00e9", "continuation": "${continuation}", "prompt_tokens": 3}]}`;
  const [early, late] = [{ at: '2026-06-25T01:00:00Z' }, { at: '2026-06-25T02:00:00Z' }];
  const round = await only([
    ['eval_data.json', text('second'), late],
    ['eval_data.json', text('first'), early],
    ['evaluated_uids.json', '["7", 8, 181]', late],
    ['evaluated_uids.json', '[7, "8"]', early],
    ['disqualified.json', '{}', early],
    ['disqualified.json', '{"5abc:100": "copy"}', late],
    ['composite_scores.json', '{"181": {"model": "b/c", "block": 5, "worst": 0.25, "axes": {"kl": 1.0}, "version": 29, "n_axes": 1}, "7": {"model": "a/b", "_bootstrapped": true}}'], // biome-ignore format: one row
  ]);
  assert.deepEqual(
    round.captures.map((one) => [one.capturedAt, one.blockSeed, one.items]),
    [
      ['2026-06-25T01:00:00Z', SEED, [{ prompt: 'pé', continuation: 'first' }]],
      ['2026-06-25T02:00:00Z', SEED, [{ prompt: 'pé', continuation: 'second' }]],
    ],
  );
  assert.notEqual(round.captures[0]?.sha256, round.captures[1]?.sha256);
  assert.deepEqual(round.evaluatedUids, [7, 8]);
  assert.deepEqual(round.disqualified, { '5abc:100': 'copy' });
  assert.deepEqual(round.composites.map((one) => [one.uid, one.model, one.committedAt, one.version]), [[7, 'a/b', null, null], [181, 'b/c', 5, 29]]); // biome-ignore format: one row
});

test('several validators give several views, ascending; none gives none', async () => {
  const rounds = await read([
    ['h2h_latest.json', RECORD, { uid: 9 }],
    ['h2h_latest.json', RECORD, { uid: 2 }],
    ['h2h_latest.json', RECORD, { uid: 5, roundId: 11_642 }],
  ]);
  assert.deepEqual(
    rounds.map((one) => one.validatorUid),
    [2, 9],
  );
  assert.deepEqual(await read([['h2h_latest.json', RECORD, { roundId: 11_700 }]]), []);
});

test('a cut file, a wrong type, a duplicate key or a missing UID is an error that names file and path', async () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['h2h_latest.json', RECORD.slice(0, -5), /at character/],
    ['h2h_latest.json', RECORD.replace('"kl": 2.5', '"kl": "2.5"'), /a number.*results\.0\.kl/],
    ['h2h_latest.json', RECORD.replace('"uid": 181', '"uid": 70000'), /results\.0\.uid/],
    ['h2h_latest.json', RECORD.replace('{"uid": 181, ', '{'), /results\.0\.uid/],
    ['h2h_latest.json', RECORD.replace('"is_king": false', '"is_king": 0'), /results\.0\.is_king/],
    ['h2h_latest.json', RECORD.replace('"version": 29', '"version": 29, "version": 30'), /stands twice/],
    ['h2h_latest.json', `${RECORD} x`, /follows/],
    ['h2h_latest.json', '7', /an object/],
    ['last_eval.json', '{"students": []}', /an object.*students/],
    ['last_eval.json', '{"students": {"nova/a": {"kl_per_prompt": [true]}}}', /kl_per_prompt\.0/],
    ['eval_data.json', '{"data": [{"prompt": "p"}]}', /data\.0\.continuation/],
    ['composite_scores.json', '{"x": {}}', /a UID as key/],
    ['disqualified.json', '{"a": 5}', /a text/],
    ['evaluated_uids.json', '[-1]', /whole number/],
  ];
  for (const [name, content, why] of cases) {
    const files: File[] = name === 'h2h_latest.json' ? [[name, content]] : [['h2h_latest.json', RECORD], [name, content]]; // biome-ignore format: one row
    await assert.rejects(
      read(files),
      (error: { code: string; exitCode: number; message: string; why: string }) => {
        assert.deepEqual([error.code, error.exitCode], ['PUBLISHED_FILE', 13], `${name} ${content}`);
        assert.ok(error.message.includes(name));
        assert.match(error.why, why);
        return true;
      },
    );
  }
});

test("Python's JSON: its three literals are null, the rest is strict", () => {
  const text =
    '{"a": [NaN, -Infinity, Infinity, 1e999, -0.5, 12], "b": "NaN, \\"Infinity\\" \\\\", "__proto__": null}';
  const parsed = parsePythonJson(text) as ReadonlyMap<string, unknown>;
  assert.deepEqual(parsed.get('a'), [null, null, null, null, -0.5, 12]);
  assert.equal(parsed.get('b'), 'NaN, "Infinity" \\');
  assert.deepEqual([...parsed.keys()], ['a', 'b', '__proto__']);
  const bad = ['', '[1,]', '{"a":1,}', '[01]', '[+1]', '[.5]', '[nan]', "['a']", '["a', '["\n"]', '["\\x"]', '{a:1}', '[1 2]', '[-]', 'NaNN', '{"a" 1}', '\ufeff[]']; // biome-ignore format: a list
  for (const one of bad) assert.throws(() => parsePythonJson(one), SyntaxError, one);
  assert.throws(() => parsePythonJson('['.repeat(100_000)), SyntaxError);
});
