import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsePythonJson } from '../../src/artifacts/published/parsePythonJson.js';
import { readPublishedRounds } from '../../src/artifacts/published/readPublishedRounds.js';
import { SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import { isAbsent } from '../../src/domain/absent.js';
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
  const untold = 'missing';
  const cases: readonly (readonly [readonly File[], number | null | typeof untold])[] = [
    [[['h2h_latest.json', held], ['h2h_latest.json', record(SEED - 720, '"king_uid": 7'), before]], 7],
    [[['h2h_latest.json', held], ['h2h_latest.json', record(SEED - 720, '"king_uid": null'), before]], null],
    [[['h2h_latest.json', held], ['h2h_history.json', `[${record(SEED - 1440, '"king_uid": 1')}, ${record(SEED - 720, '"king_uid": 2')}, ${held}]`]], 2],
    [[['h2h_latest.json', held], ['h2h_history.json', `[${record(SEED - 1440, '"king_uid": 1, "_invalid_for_leaderboard": false')}, ${record(SEED - 720, '"king_uid": 2, "_invalid_for_leaderboard": true')}, ${held}]`]], 1],
    [[['h2h_latest.json', held], ['h2h_history.json', `[${record(SEED - 720, '"king_uid": 2, "_invalid_for_leaderboard": true')}]`]], 5],
    [[['h2h_latest.json', held]], 5],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "prev_king_uid": 4, "new_king_uid": 5, "king_changed": true')]], 4],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "prev_king_uid": null, "king_changed": false')]], null],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "new_king_uid": null, "king_changed": true')]], 5],
    [[['evaluated_uids.json', '[]']], untold],
    [[['h2h_latest.json', '{}']], null],
    [[['evaluated_uids.json', '[]'], ['h2h_latest.json', '{}', before]], null],
    [[['h2h_latest.json', record(SEED, '"prev_king_uid": 4')]], untold],
    [[['h2h_latest.json', held], ['h2h_history.json', `[{"block": ${SEED - 720}, "results": []}]`]], untold],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "new_king_uid": 5, "king_changed": true')]], untold],
    [[['h2h_latest.json', record(SEED, '"king_uid": 5, "prev_king_uid": null, "new_king_uid": 5, "king_changed": true')]], null],
    [[['h2h_latest.json', record(SEED + 720, '"king_uid": 5, "king_changed": false')]], untold],
  ]; // biome-ignore format: a table
  for (const [files, king] of cases) {
    const { localKingUid } = await only(files);
    assert.equal(isAbsent(localKingUid) ? localKingUid.absent : localKingUid, king, files[0]?.[1]);
  }
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
      ['2026-06-25T01:00:00Z', SEED, [{ prompt: 'pé', continuation: 'first', promptTokens: 3 }]],
      ['2026-06-25T02:00:00Z', SEED, [{ prompt: 'pé', continuation: 'second', promptTokens: 3 }]],
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

test("Python's JSON: its three literals are numbers, the rest is strict", () => {
  const text =
    '{"a": [NaN, -Infinity, Infinity, 1e999, -0.5, 12], "b": "NaN, \\"Infinity\\" \\\\", "__proto__": null}';
  const parsed = parsePythonJson(text) as ReadonlyMap<string, unknown>;
  assert.deepEqual(parsed.get('a'), [Number.NaN, -Infinity, Infinity, Infinity, -0.5, 12]);
  assert.equal(parsed.get('b'), 'NaN, "Infinity" \\');
  assert.deepEqual([...parsed.keys()], ['a', 'b', '__proto__']);
  const bad = ['', '[1,]', '{"a":1,}', '[01]', '[+1]', '[.5]', '[nan]', "['a']", '["a', '["\n"]', '["\\x"]', '{a:1}', '[1 2]', '[-]', 'NaNN', '{"a" 1}', '\ufeff[]']; // biome-ignore format: a list
  for (const one of bad) assert.throws(() => parsePythonJson(one), SyntaxError, one);
  assert.throws(() => parsePythonJson('['.repeat(100_000)), SyntaxError);
});

test('every field of a row and of a record is read; what a file does not hold is left out', async () => {
  const row = `{"uid": 181, "model": "nova/a", "paired_prompts": 287, "dethrone_eligible": true, "early_stopped": false,
    "vs_king": "-2.2%", "composite_veto": {"reason": "quality"}, "composite": {"axes": {"kl": 1}, "bench_in_composite": false, "judge_in_composite": true},
    "selection_gate": {"challenger_quality": 0.363313, "incumbent_quality": null, "margin": 0.03, "absolute_floor": 0.06, "threshold": NaN, "reason": "quality_gate_passed"}}`;
  const record = `{"block": ${SEED}, "block_hash": "0x9f", "shard_idx": 6372, "king_uid": 181, "prev_king_uid": null, "king_kl": 2.5,
    "king_h2h_kl": 2.5, "epsilon_threshold": 2.4, "king_retained_reason": "none better", "king_prompts_completed": 287, "n_students": 2,
    "_invalid_for_leaderboard": false, "_min_prompts_for_leaderboard": 150, "_requested_min_prompts_for_leaderboard": 150,
    "crown_rescore": {"reason": "floor", "previous_king_uid": 167, "selected_king_uid": null, "quality_floor": 0.06, "fallback_uid": 155, "weights_set": true},
    "uncrowned_incumbent_uid": 167, "weight_fallback_uid": 155, "provisional_rescored_king_uid": 12, "results": [${row}]}`;
  const round = await only([
    ['h2h_latest.json', record],
    ['h2h_history.json', `[{"block": ${SEED - 1440}, "king_uid": 1, "results": []},
      {"block": ${SEED - 720}, "king_uid": 7, "king_changed": true, "new_king_uid": 7, "results": [
        {"uid": 7, "model": "a/b", "commit_block": 5, "t_test": {"n": 2}}, {"uid": -1, "model": "ref/x"}, {"uid": 8, "model": "c/d", "disqualified": true}]},
      {"block": ${SEED - 700}, "_preliminary": true, "king_uid": 9, "results": []}, ${record}]`],
    ['last_eval.json', `{"teacher": "t/t", "block_seed": ${SEED}, "students": {"nova/a": {"kl_global_avg": NaN, "kl_per_prompt": [1, Infinity]}, "t/t": {"capability": {"pass_frac": 0.7}}, "odd": 5}}`],
    ['scores.json', '{"181": 2.5, "7": 5.0, "9": NaN}'],
    ['failures.json', '{"12": 3, "13": "x", "nobody": 1}'],
    ['failure_models.json', '{"12": "a/b@main", "13": null}'],
  ]); // biome-ignore format: a table
  const [one] = round.rows;
  assert.deepEqual(
    [one?.pairedPrompts, one?.dethroneEligible, one?.earlyStopped, one?.vsKing],
    [287, true, false, '-2.2%'],
  );
  assert.deepEqual(
    [one?.compositeVeto, one?.axisGroupsOff],
    ['{"reason":"quality"}', ['bench_in_composite']],
  );
  assert.deepEqual(one?.selectionGate, { challengerQuality: 0.363313, incumbentQuality: null, margin: 0.03, absoluteFloor: 0.06, threshold: null, reason: 'quality_gate_passed' }); // biome-ignore format: one row
  assert.deepEqual(one?.raw, { kl_global_avg: Number.NaN, kl_per_prompt: [1, Number.POSITIVE_INFINITY] });
  assert.deepEqual(Object.keys(round.rawResults ?? {}), ['nova/a', 't/t']);
  assert.deepEqual(
    [round.teacher, round.blockHash, round.shardIdx, round.firstCrown],
    ['t/t', '0x9f', 6372, true],
  );
  assert.deepEqual([round.kingKl, round.kingH2hKl, round.epsilonThreshold], [2.5, 2.5, 2.4]);
  assert.deepEqual(
    [round.kingRetainedReason, round.kingPromptsCompleted, round.nStudents],
    ['none better', 287, 2],
  );
  assert.deepEqual(
    [round.invalidForLeaderboard, round.minPromptsForLeaderboard, round.requestedMinPrompts],
    [false, 150, 150],
  );
  assert.deepEqual(round.crownRescore, { reason: 'floor', previousKingUid: 167, selectedKingUid: null, qualityFloor: 0.06, fallbackUid: 155, weightsSet: true }); // biome-ignore format: one row
  assert.deepEqual(
    [round.uncrownedIncumbentUid, round.weightFallbackUid, round.provisionalRescoredKingUid],
    [167, 155, 12],
  );
  assert.deepEqual(round.scores, { 181: 2.5, 7: 5 });
  assert.deepEqual(round.failures, { 12: { count: 3, model: 'a/b@main' } });
  assert.deepEqual(round.history?.map((of) => [of.block, of.kingUid, of.newKingUid, of.kingChanged]), [[SEED - 720, 7, 7, true], [SEED - 1440, 1, null, false]]); // biome-ignore format: one row
  assert.deepEqual(round.history?.[0]?.rows, [
    { uid: 7, model: 'a/b', committedAt: 5, disqualified: false, hasTest: true },
    { uid: -1, model: 'ref/x', committedAt: null, disqualified: false, hasTest: false },
    { uid: 8, model: 'c/d', committedAt: null, disqualified: true, hasTest: false },
  ]);
  const bare = await only([['h2h_latest.json', RECORD]]);
  for (const key of ['blockHash', 'shardIdx', 'crownRescore', 'scores', 'failures', 'rawResults', 'teacher', 'invalidForLeaderboard']) // biome-ignore format: one row
    assert.ok(!(key in bare), key);
  for (const key of ['raw', 'selectionGate', 'vsKing', 'compositeVeto', 'dethroneEligible', 'axisGroupsOff'])
    assert.ok(!(key in (bare.rows[0] ?? {})), key);
  assert.deepEqual([bare.firstCrown, bare.history], [false, []]);
});

test('two UIDs that name one repository share its raw result', async () => {
  const two = RECORD.replace('"uid": 167, "model": "acme/k"', '"uid": 168, "model": "nova/a"');
  const round = await only([['h2h_latest.json', two], ['last_eval.json', LAST_EVAL]]); // biome-ignore format: one row
  assert.equal(round.rows[0]?.raw, round.rows[1]?.raw);
  assert.deepEqual(round.rows[1]?.klPerPrompt, [1.5, null, null, null]);
});
