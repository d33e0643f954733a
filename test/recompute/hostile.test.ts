import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PublishedFileError } from '../../src/errors/artifact.js';
import { computeFiles, computeState, differencesOf } from './compute.js';
import { consistentState, filesOf, type Json, type State } from './publishedFolder.js';

const stateFiles = (change: (state: State) => void): Record<string, string> => {
  const state = consistentState();
  change(state);
  return filesOf(state);
};
const compute = (change: (state: State) => void) => computeFiles(stateFiles(change));
const [WINNER, KING, LOSER] = [0, 1, 2] as const;
const rows = ({ latest }: State): Json[] => latest.results;
const raw = ({ lastEval }: State, uid: number): Json => lastEval.students[`owner-${uid}/model`];

test('what contradicts itself is named and decides nothing', async () => {
  const cases: readonly (readonly [RegExp, (state: State) => void])[] = [
    [/2 rows are marked as king \(181, 167\)/, (state) => { (rows(state)[WINNER] as Json).is_king = true; }],
    [/own row, UID 167, holds a paired test/, (state) => { (rows(state)[KING] as Json).t_test = (rows(state)[LOSER] as Json).t_test; }],
    [/UID 167 was king before the round, and its row is not marked/, (state) => { (rows(state)[KING] as Json).is_king = false; }],
    [/Two rows are of the same UID \(12\)/, (state) => rows(state).push({ ...rows(state)[LOSER] })],
    [/commitment of UID 12 is of block 8382941, after the cutoff 8382940/, (state) => { (rows(state)[LOSER] as Json).commit_block = 8_382_941; }],
    [/UID 167 is marked as king, and prev_king_uid is 9/, (state) => { state.latest.prev_king_uid = 9; }],
    [/changed to UID 12, and king_uid is 181/, (state) => { state.latest.new_king_uid = 12; }],
    [/changed to nobody, and king_uid is 181/, (state) => { state.latest.new_king_uid = null; }],
    [/did not change; its row is UID 167, and king_uid is 181/, (state) => { Object.assign(state.latest, { king_changed: false, new_king_uid: null }); }],
  ]; // biome-ignore format: a table
  for (const [why, change] of cases) {
    const computed = await compute(change);
    assert.equal(computed.follows, null, String(why));
    assert.deepEqual(computed.decisions, []);
    assert.ok(computed.causes.some((one) => one.cause === 'inputs' && why.test(one.why)), `${why} ${JSON.stringify(computed.causes)}`); // biome-ignore format: one row
  }
});

test('a record without the row of its winner, or without the key of an axis, makes no winner wrong', async () => {
  const cut = await compute((state) => {
    state.latest.results.splice(WINNER, 1);
  });
  assert.deepEqual([cut.follows, cut.decisions], [null, []]);
  assert.match(cut.round.notComputed.join(' '), /winner, UID 181, has no row/);

  const keys = await compute((state) => {
    const { axes } = (rows(state)[WINNER] as Json).composite;
    for (const name of Object.keys(axes)) if (axes[name] > 0.05) delete axes[name];
  });
  assert.notEqual(keys.follows, false);
  assert.ok(differencesOf(keys).some((one) => /^181 composite\.axes\./.test(one)));
});

test('results of another round are not joined: the rows decide alone', async () => {
  const computed = await compute(({ lastEval }) => {
    lastEval.block_seed -= 720;
    for (const student of Object.values<Json>(lastEval.students)) student.kl_per_prompt = [9, 9, 9];
  });
  assert.deepEqual([differencesOf(computed), computed.follows, computed.decidedOn], [[], true, 'rows']);
});

test('results that do not say of which round they are do not make a winner wrong', async () => {
  const computed = await compute(({ lastEval }) => {
    delete lastEval.block_seed;
    for (const student of Object.values<Json>(lastEval.students))
      if (student.kl_per_prompt) student.kl_per_prompt.reverse().splice(0, 10);
  });
  assert.equal(computed.follows, true);
  assert.equal(computed.decidedOn, 'rows');
  assert.ok(differencesOf(computed).length > 0);
});

test('schema 28 and 29 stand in one record, and a record without a version is not computed again', async () => {
  const old = await compute((state) => {
    (rows(state)[LOSER] as Json).composite.version = 28;
    // From 29 on so short an answer loses credit.
    raw(state, 12).on_policy_rkl.mean_gen_len = 4;
  });
  assert.deepEqual(differencesOf(old), []);
  const short = await compute((state) => {
    raw(state, 12).on_policy_rkl.mean_gen_len = 4;
  });
  assert.equal(differencesOf(short)[0], '12 composite.axes.on_policy_rkl scores');
  const bare = await compute((state) => {
    for (const key of ['version', 'present_count', 'broken_axes'])
      delete (rows(state)[LOSER] as Json).composite[key];
  });
  assert.deepEqual([differencesOf(bare), bare.follows], [[], true]);
});

test('numbers that are not finite are absences, never a verdict', async () => {
  const literal = (files: Record<string, string>, word: string): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll('"@"', word)]));
  for (const word of ['NaN', 'Infinity', '-Infinity', '1e999', 'null']) {
    const places: readonly ((state: State) => void)[] = [
      (state) => { raw(state, 181).kl_per_prompt[3] = '@'; },
      (state) => { raw(state, 167).kl_per_prompt[3] = '@'; },
      (state) => { raw(state, 167).kl_global_avg = '@'; },
      (state) => { (rows(state)[KING] as Json).kl = '@'; },
      (state) => { (rows(state)[WINNER] as Json).kl = '@'; },
      (state) => { (rows(state)[WINNER] as Json).t_test.lcb = '@'; },
      (state) => { (rows(state)[WINNER] as Json).composite.axes.capability = '@'; },
      (state) => { raw(state, 181).on_policy_rkl.mean_rkl = '@'; },
      (state) => { (rows(state)[WINNER] as Json).selection_gate.threshold = '@'; },
    ]; // biome-ignore format: a table
    for (const place of places) {
      const computed = await computeFiles(literal(stateFiles(place), word));
      assert.notEqual(computed.follows, false, `${word} ${place}`);
      for (const row of computed.rows)
        for (const value of [...Object.values(row.recomputed), ...Object.values(row.published)])
          assert.ok(typeof value !== 'number' || Number.isFinite(value));
    }
  }
});

test('a king without a KL gives no duel, and what the rule then gives is not called wrong', async () => {
  const computed = await compute((state) => {
    const king = rows(state)[KING] as Json;
    king.kl = null;
    Object.assign(raw(state, 167), { kl_global_avg: null, kl_per_prompt: null, status: 'scoring_error' });
    for (const at of [WINNER, LOSER]) {
      const row = rows(state)[at] as Json;
      delete row.t_test;
      delete row.selection_gate;
      row.composite.axes.kl = null;
    }
    Object.assign(state.latest, {
      king_changed: false,
      new_king_uid: null,
      king_uid: 167,
      king_kl: null,
      king_h2h_kl: null,
    });
  });
  assert.equal(computed.follows, true);
  assert.match(computed.decisions[0]?.reason ?? '', /king has no score/);
});

test('a row too few is not a wrong crown', async () => {
  const gone = await compute((state) => rows(state).splice(WINNER, 1));
  assert.notEqual(gone.follows, true);
  const noKing = await compute((state) => rows(state).splice(KING, 1));
  assert.equal(noKing.follows, null);
  const none = await compute((state) => {
    for (const row of rows(state)) delete row.composite;
    for (const uid of Object.keys(state.composites)) delete state.composites[uid];
  });
  assert.equal(none.follows, null);
  assert.ok(none.round.notComputed.some((why) => /No axes of the king/.test(why)));
});

test('10^5 rows are refused as a round in bounded time, and every one is listed', async () => {
  const computed = await compute((state) => {
    const row = rows(state)[LOSER];
    for (let uid = 1000; uid < 51_000; uid++)
      rows(state).push({ ...row, uid, composite: undefined }, { ...row, uid });
  });
  assert.equal(computed.rows.length, 100_003);
  assert.equal(computed.follows, null);
  assert.ok(computed.causes.some(({ why }) => /holds 100003 rows/.test(why)));
  assert.deepEqual(computed.rows.at(-1)?.recomputed, {});
});

test('a list longer than any round is not computed', async () => {
  const computed = await compute((state) => {
    raw(state, 12).kl_per_prompt = new Array(200_000).fill(1.5);
  });
  assert.notEqual(computed.follows, false);
  assert.ok(computed.rows[2]?.notComputed.some((why) => /200000 prompts/.test(why)));
});

test('what is of another kind is an error that names file and place', async () => {
  const cases: readonly (readonly [RegExp, (state: State) => void])[] = [
    [/results\.0\.kl/, (state) => { (rows(state)[WINNER] as Json).kl = '2.5'; }],
    [/results\.0\.uid/, (state) => { (rows(state)[WINNER] as Json).uid = 1e30; }],
    [/results\.1\.commit_block/, (state) => { (rows(state)[KING] as Json).commit_block = 2 ** 60; }],
    [/results\.0\.t_test\.n/, (state) => { (rows(state)[WINNER] as Json).t_test.n = 1.5; }],
    [/results\.0\.composite\.axes\.kl/, (state) => { (rows(state)[WINNER] as Json).composite.axes.kl = '1'; }],
    [/results\.0\.selection_gate/, (state) => { (rows(state)[WINNER] as Json).selection_gate = []; }],
    [/kl_per_prompt\.4/, (state) => { raw(state, 181).kl_per_prompt[4] = '1'; }],
    [/results/, (state) => { state.latest.results = {}; }],
    [/king_uid/, (state) => { state.latest.king_uid = 70_000; }],
  ]; // biome-ignore format: a table
  for (const [where, change] of cases)
    await assert.rejects(compute(change), (error) => error instanceof PublishedFileError && where.test(error.why ?? '')); // biome-ignore format: one row
  const files = stateFiles(() => undefined);
  const broken: readonly (readonly [string, string])[] = [
    ['h2h_latest.json', '['.repeat(100_000)],
    ['last_eval.json', '{"students": {"a": 1, "a": 2}}'],
    ['last_eval.json', `{"students": ${'{"a":'.repeat(200)}1${'}'.repeat(201)}`],
    ['composite_scores.json', '{"99999999": {}}'],
    ['h2h_history.json', '\u0000'],
  ];
  for (const [name, text] of broken)
    await assert.rejects(computeFiles({ ...files, [name]: text }), (error) => error instanceof PublishedFileError && error.message.includes(name)); // biome-ignore format: one row
});

/** Every place of a document that holds a value, as a function that sets it. */
function* places(value: unknown): Generator<(next: unknown) => void> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const record = value as Json;
    yield (next) => {
      if (next === undefined) delete record[key];
      else record[key] = next;
    };
    if (!/^(kl_per_prompt|per_prompt)$/.test(key)) yield* places(record[key]);
  }
}

test('a value of any kind in any place is computed or a named error; one that is missing is never a wrong crown', () => {
  const values = [undefined, null, -1, 0, 1e300, 'x', [], {}, true];
  const count = [...places(consistentState().latest), ...places(consistentState().lastEval)].length;
  assert.ok(count > 200);
  let followed = 0;
  for (let at = 0; at < count; at++)
    for (const value of values) {
      const state = consistentState();
      [...places(state.latest), ...places(state.lastEval)][at]?.(value);
      try {
        const { follows } = computeState(state);
        if (value === undefined || value === null) assert.notEqual(follows, false, `place ${at} ${value}`);
        if (follows === true) followed += 1;
      } catch (error) {
        if (!(error instanceof PublishedFileError)) throw error;
      }
    }
  assert.ok(followed > count);
});
