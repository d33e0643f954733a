import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecomputedRound } from '../../src/replay/recompute/recomputeView.js';
import { computeFiles, differencesOf } from './compute.js';
import { exampleRound } from './exampleRound.js';
import { consistentState, filesOf, type Json, keptByWeights, type State } from './publishedFolder.js';

const compute = (state: State): Promise<RecomputedRound> => computeFiles(filesOf(state));

/** A state with one place changed. */
const changed = (change: (state: State) => void): State => {
  const state = consistentState();
  change(state);
  return state;
};
const winner = ({ latest }: State): Json => latest.results[0];
const king = ({ latest }: State): Json => latest.results[1];
const loser = ({ latest }: State): Json => latest.results[2];
const raw = ({ lastEval }: State, uid: number): Json => lastEval.students[`owner-${uid}/model`];

test('a consistent folder follows in every number, from the lists and the raw results', async () => {
  const computed = await compute(consistentState());
  assert.deepEqual(differencesOf(computed), []);
  assert.deepEqual([computed.follows, computed.decidedOn, computed.causes], [true, 'lists', []]);
  assert.deepEqual(computed.rows.map((row) => [row.uid, row.notComputed]), [[181, []], [167, []], [12, []]]); // biome-ignore format: one row
  assert.deepEqual(computed.round.notComputed, []);
  assert.ok(computed.decisions.length > 1 && computed.decisions[0]?.setting === 'default');
  const [first] = computed.rows;
  for (const name of ['kl', 't_test.lcb', 'composite.axes.reasoning_density', 'composite.weighted', 'selection_gate.threshold']) // biome-ignore format: one row
    assert.ok(typeof first?.published[name] === 'number', name);
});

test('each number that is changed is the one that differs, with its cause', async () => {
  const add = (of: Json, key: string, by = 0.001) => {
    of[key] = Number((of[key] + by).toFixed(6));
  };
  const cases: readonly (readonly [string, (state: State) => void])[] = [
    ['181 kl scores', (state) => add(winner(state), 'kl')],
    ['12 kl scores', (state) => add(loser(state), 'kl', 1e-6)],
    ['181 last_eval.kl_global_avg scores', (state) => add(raw(state, 181), 'kl_global_avg')],
    ['181 last_eval.prompts_scored inputs', (state) => add(raw(state, 181), 'prompts_scored', 1)],
    ['181 prompts_scored inputs', (state) => add(winner(state), 'prompts_scored', 1)],
    ['181 paired_prompts inputs', (state) => add(winner(state), 'paired_prompts', -1)],
    ['12 dethrone_eligible rules', (state) => Object.assign(loser(state), { dethrone_eligible: false })],
    ['181 t_test.n inputs', (state) => add(winner(state).t_test, 'n', 1)],
    ['181 t_test.mean_delta scores', (state) => add(winner(state).t_test, 'mean_delta', 1e-6)],
    ['181 t_test.se scores', (state) => add(winner(state).t_test, 'se', 1e-6)],
    ['181 t_test.t scores', (state) => add(winner(state).t_test, 't')],
    ['12 t_test.p scores', (state) => add(loser(state).t_test, 'p', -1e-6)],
    ['181 t_test.lcb scores', (state) => add(winner(state).t_test, 'lcb', 1e-6)],
    ['12 t_test.lcb scores', (state) => Object.assign(loser(state).t_test, { lcb: 0.01 })],
    ['12 t_test scores', (state) => { delete loser(state).t_test; }], // biome-ignore format: one row
    ['181 composite.axes.capability scores', (state) => add(winner(state).composite.axes, 'capability', 1e-4)],
    ['167 composite.axes.on_policy_rkl scores', (state) => add(king(state).composite.axes, 'on_policy_rkl', 0.1)],
    ['12 composite.axes.kl scores', (state) => add(loser(state).composite.axes, 'kl', -1e-4)],
    ['181 composite.axes.arc_bench scores', (state) => Object.assign(winner(state).composite.axes, { arc_bench: 0.5 })],
    ['181 composite.axes.judge_probe scores', (state) => Object.assign(winner(state).composite.axes, { judge_probe: 1.7 })],
    ['181 composite.broken_axes scores', (state) => winner(state).composite.broken_axes.push('capability')],
    ['181 composite.worst scores', (state) => add(winner(state).composite, 'worst', 1e-4)],
    ['12 composite.weighted rules', (state) => add(loser(state).composite, 'weighted', 1e-4)],
    ['181 composite.present_count scores', (state) => add(winner(state).composite, 'present_count', 1)],
    ['181 selection_gate.challenger_quality rules', (state) => add(winner(state).selection_gate, 'challenger_quality', 1e-6)],
    ['181 selection_gate.incumbent_quality rules', (state) => add(winner(state).selection_gate, 'incumbent_quality', 1e-6)],
    ['181 selection_gate.margin rules', (state) => add(winner(state).selection_gate, 'margin', 0.01)],
    ['181 selection_gate.absolute_floor rules', (state) => add(winner(state).selection_gate, 'absolute_floor', 0.01)],
    ['181 selection_gate.threshold rules', (state) => add(winner(state).selection_gate, 'threshold', 1e-6)],
    ['181 selection_gate.reason rules', (state) => Object.assign(winner(state).selection_gate, { reason: 'quality_regression' })],
    ['round shard_idx inputs', (state) => add(state.latest, 'shard_idx', 1)],
    ['round king_kl scores', (state) => add(state.latest, 'king_kl')],
    ['round king_h2h_kl scores', (state) => add(state.latest, 'king_h2h_kl')],
    ['round epsilon_threshold scores', (state) => add(state.latest, 'epsilon_threshold')],
    ['round king_prompts_completed inputs', (state) => add(state.latest, 'king_prompts_completed', -1)],
    ['round _min_prompts_for_leaderboard rules', (state) => add(state.latest, '_min_prompts_for_leaderboard', 1)],
    ['round _invalid_for_leaderboard rules', (state) => Object.assign(state.latest, { _invalid_for_leaderboard: true })],
    ['round _requested_min_prompts_for_leaderboard rules', (state) => add(state.latest, '_requested_min_prompts_for_leaderboard', 1)],
    ['12 last_eval.judge_probe.n_valid inputs', (state) => add(raw(state, 12).judge_probe, 'n_valid', 1)],
    ['12 last_eval.judge_probe.mean_score scores', (state) => add(raw(state, 12).judge_probe, 'mean_score')],
  ]; // biome-ignore format: a table
  for (const [expected, change] of cases) {
    const computed = await compute(changed(change));
    assert.deepEqual(differencesOf(computed), [expected]);
    assert.equal(computed.follows, true, expected);
    assert.equal(computed.causes.length, 1, expected);
    assert.equal(computed.causes[0]?.cause, expected.split(' ').at(-1));
  }
});

test('a changed input is named first, before what follows from it', async () => {
  const cases: readonly (readonly [string, (state: State) => void])[] = [
    ['12 last_eval.math_bench.pass_frac scores', (state) => Object.assign(raw(state, 12).math_bench, { pass_frac: 0.9 })],
    ['12 last_eval.judge_probe.normalized scores', (state) => Object.assign(raw(state, 12).judge_probe, { normalized: 0.9 })],
    ['12 last_eval.prompts_scored inputs', (state) => raw(state, 12).kl_per_prompt.pop()],
    ['12 last_eval.kl_global_avg scores', (state) => { raw(state, 12).kl_per_prompt[5] += 0.5; }],
  ]; // biome-ignore format: a table
  for (const [expected, change] of cases) {
    const computed = await compute(changed(change));
    assert.equal(differencesOf(computed)[0], expected);
    assert.equal(computed.follows, true);
  }
});

test('a list that is shifted against the king is told, where its published test follows from the shift', async () => {
  const state = changed((one) => {
    const list = raw(one, 181).kl_per_prompt;
    list.unshift(list[0]);
    raw(one, 181).prompts_scored += 1;
  });
  const computed = await compute(state);
  assert.ok(computed.causes.some(({ cause, why }) => cause === 'inputs' && /shifted by 1/.test(why)));
  assert.notEqual(computed.follows, false);
});

test('a winner that follows under no legal set of rules is found', async () => {
  const kept = await compute(changed(({ latest }) => Object.assign(latest, { king_changed: false, new_king_uid: null, king_uid: 167, king_kl: 2.053902, king_h2h_kl: 2.053902 }))); // biome-ignore format: one row
  assert.equal(kept.follows, false);
  assert.deepEqual(differencesOf(kept), ['181 selection_gate.reason rules', 'round king_changed rules', 'round new_king_uid rules', 'round king_uid rules']); // biome-ignore format: one row
  assert.equal(kept.causes.at(-1)?.cause, 'rules');
  assert.match(kept.causes.at(-1)?.why ?? '', /UID 167 is published as winner.*UID 181/);
  const other = await compute(
    changed(({ latest }) => Object.assign(latest, { new_king_uid: 12, king_uid: 12 })),
  );
  assert.equal(other.follows, false);
  const nobody = await compute(
    changed(({ latest }) => Object.assign(latest, { new_king_uid: null, king_uid: 167 })),
  );
  assert.equal(nobody.follows, false);
  assert.match(nobody.causes.at(-1)?.why ?? '', /nobody is published as winner/);
});

test('a duel that the row wins and its lists lose gives no crown, and the numbers are at fault', async () => {
  const computed = await compute(
    changed((state) => {
      const { t_test, selection_gate, composite } = winner(state);
      Object.assign(loser(state), { t_test, selection_gate, composite });
      state.latest.results.splice(0, 1);
      Object.assign(state.latest, { new_king_uid: 12, king_uid: 12 });
    }),
  );
  assert.deepEqual(
    [computed.follows, computed.decidedOn, computed.decisions[0]?.winnerUid],
    [false, 'lists', 167],
  );
  assert.equal(computed.causes.at(-1)?.cause, 'scores');
});

test('the example of the published form follows from its rows alone', async () => {
  const files = (round: Json) => ({ 'h2h_latest.json': JSON.stringify(round) });
  const computed = await computeFiles(files(exampleRound()));
  assert.deepEqual(differencesOf(computed), []);
  assert.deepEqual(
    [computed.follows, computed.decidedOn, computed.decisions[0]?.winnerUid],
    [true, 'rows', 181],
  );
  const cases: readonly (readonly [string, (round: Json) => void])[] = [
    ['181 t_test.mean_delta scores', (round) => Object.assign(round.results[0], { kl: 2.5648 })],
    ['181 t_test.t scores', ({ results }) => Object.assign(results[0].t_test, { t: 5.49 })],
    ['181 t_test.p scores', ({ results }) => Object.assign(results[0].t_test, { p: 0.001 })],
    ['181 t_test.lcb scores', ({ results }) => Object.assign(results[0].t_test, { lcb: 0.0377 })],
    ['181 composite.worst scores', ({ results }) => Object.assign(results[0].composite, { worst: 0.125 })],
    ['167 composite.weighted rules', ({ results }) => Object.assign(results[1].composite, { weighted: 0.4899 })],
    ['167 composite.present_count scores', ({ results }) => Object.assign(results[1].composite, { present_count: 16 })],
    ['181 selection_gate.threshold rules', ({ results }) => Object.assign(results[0].selection_gate, { threshold: 0.34 })],
  ]; // biome-ignore format: a table
  for (const [expected, change] of cases) {
    const round = exampleRound();
    change(round);
    assert.equal(differencesOf(await computeFiles(files(round)))[0], expected);
  }
});

test('what another legal setting explains is said', async () => {
  const floor = exampleRound();
  floor.results[0].selection_gate.absolute_floor = 0.2;
  const split = await computeFiles({ 'h2h_latest.json': JSON.stringify(floor) });
  assert.deepEqual([split.follows, split.causes.length], [true, 1]);
  assert.match(split.causes[0]?.why ?? '', /right under floor-0\.20/);

  // Above 2.1 the winner is disqualified under that maximum, and the king too: nobody wins a duel.
  const strict = exampleRound();
  for (const row of strict.results)
    Object.assign(row, { disqualified: true, dq_reason: `quality: KL=${row.kl}` });
  Object.assign(strict.results[0].composite, { worst: 0, weighted: 0 });
  delete strict.results[0].t_test;
  delete strict.results[0].selection_gate;
  const limited = await computeFiles({ 'h2h_latest.json': JSON.stringify(strict) });
  assert.match(limited.causes[0]?.why ?? '', /right under max-kl-2\.[01]/);
});

test('a winner that only another legal setting gives is named with it', async () => {
  // Both qualities lie between the two floors: under 0.20 the challenger fails and the king does not hold.
  const round = exampleRound();
  for (const row of round.results) {
    for (const axis of ['capability', 'length', 'degeneracy', 'judge_probe', 'chat_turns_probe', 'reasoning_bench']) row.composite.axes[axis] /= 4; // biome-ignore format: one row
    row.composite.weighted = null;
  }
  delete round.results[0].selection_gate;
  Object.assign(round, {
    king_changed: false,
    king_uid: 167,
    new_king_uid: null,
    king_kl: 2.623507,
    king_h2h_kl: 2.623507,
  });
  const computed = await computeFiles({ 'h2h_latest.json': JSON.stringify(round) });
  assert.equal(computed.decisions[0]?.winnerUid, 181);
  assert.equal(computed.follows, true);
  assert.match(computed.causes.at(-1)?.why ?? '', /floor-0\.20.* only; the default gives UID 181/);
});

test('a setting of the validator that no held set of rules has makes its winner undecided, not wrong', async () => {
  const cases: readonly (readonly [RegExp, (state: State) => void])[] = [
    [/quality floor 0\.5,/, (state) => Object.assign(winner(state).selection_gate, { absolute_floor: 0.5 })],
    [/quality margin 0\.4,/, (state) => Object.assign(winner(state).selection_gate, { margin: 0.4 })],
    [/level 1e-9 of the paired test/, (state) => Object.assign(state.latest, { paired_test_alpha: 1e-9 })],
    [/re-validation took the crown from UID 181/, (state) => Object.assign(state.latest, { uncrowned_incumbent_uid: 181 })],
    [/UID 167 was selected by the re-validation/, (state) => Object.assign(state.latest, { crown_rescore: { selected_king_uid: 167 } })],
  ]; // biome-ignore format: a table
  for (const [why, change] of cases) {
    const computed = await compute(
      changed((state) => {
        Object.assign(state.latest, { king_changed: false, new_king_uid: null, king_uid: 167 });
        change(state);
      }),
    );
    assert.equal(computed.follows, null, String(why));
    assert.ok(computed.causes.some((one) => why.test(one.why)), String(why)); // biome-ignore format: one row
  }
});

test('a KL above the maximum, one of fraud, and a disqualification without either are told', async () => {
  const kl = async (value: number, more: Json = {}) => {
    const round = exampleRound();
    Object.assign(round.results[0], { kl: value, ...more });
    const computed = await computeFiles({ 'h2h_latest.json': JSON.stringify(round) });
    return differencesOf(computed).filter((one) => one.includes('disqualified'));
  };
  assert.deepEqual(await kl(4.000001), ['181 disqualified rules']);
  assert.deepEqual(await kl(4), []);
  assert.deepEqual(await kl(1e-6), ['181 disqualified rules']);
  assert.deepEqual(await kl(-0.5), ['181 disqualified rules']);
  assert.deepEqual(await kl(4.5, { disqualified: true, dq_reason: 'quality: KL=4.5' }), []);
  assert.deepEqual(await kl(3, { disqualified: true, dq_reason: 'quality: KL=3' }), [
    '181 disqualified rules',
  ]);
  assert.deepEqual(await kl(3, { disqualified: true, dq_reason: 'copy: of another' }), []);
});

test('an axis in which the teacher fails is broken for all, and one in which the reference solves nothing', async () => {
  const teacher = await compute(
    changed(({ lastEval }) => {
      lastEval.students['Qwen/Qwen3.5-4B'].capability = { pass_frac: 0.4, teacher_pass_frac: 0.4 };
    }),
  );
  const broken = (computed: RecomputedRound) =>
    computed.rows.map((row) => row.recomputed['composite.broken_axes']);
  assert.deepEqual(broken(teacher), ['capability', 'capability', 'capability']);
  assert.equal(differencesOf(teacher)[0], '181 composite.broken_axes scores');
  const reference = await compute(
    changed(({ latest, lastEval }) => {
      latest.results.push({ uid: -1, model: 'ref/model', is_reference: true, kl: 3.1, prompts_scored: 120 });
      lastEval.students['ref/model'] = { math_bench: { n: 12, correct: 0, pass_frac: 0 }, code_bench: { n: 0, pass_frac: 0 } };
    }),
  ); // biome-ignore format: one block
  assert.deepEqual(broken(reference).slice(0, 3), ['math_bench', 'math_bench', 'math_bench']);
});

test("a bench weight of the operator's own explains every row, and is said", async () => {
  const computed = await compute(consistentState({ weights: { math_bench: 0.6 } }));
  assert.deepEqual(new Set(differencesOf(computed).map((one) => one.split(' ').at(-1))), new Set(['rules']));
  assert.equal(computed.follows, true);
  for (const { cause, why } of computed.causes) {
    assert.equal(cause, 'rules');
    assert.match(why, /right under weight 0\.6 of math_bench in place of 0\.14 \(BENCH_\*_WEIGHT\)/);
  }
  const off = await compute(consistentState({ weights: { code_bench: 0.02 } }));
  assert.match(off.causes[0]?.why ?? '', /weight 0\.02 of code_bench in place of 0\.14/);
});

test("a winner that the operator's own weights may give is not called wrong", async () => {
  const computed = await compute(keptByWeights({ math_bench: 2 }));
  assert.equal(computed.decisions[0]?.winnerUid, 181);
  assert.equal(computed.follows, null);
  assert.match(computed.causes.at(-1)?.why ?? '', /weights of benches are an operator's to set.*not proof/);
  assert.match(computed.causes[0]?.why ?? '', /weight 2 of math_bench/);
  // Two weights at once: no single one gives the numbers of all rows.
  const two = await compute(keptByWeights({ math_bench: 3, code_bench: 0.9 }));
  assert.equal(two.follows, null);
  assert.match(two.causes[0]?.why ?? '', /no single weight gives the numbers of all rows: not proof/);
  assert.equal(two.causes[0]?.cause, 'rules');
  // With the default weights in its rows the same record is wrong.
  const plain = await compute(keptByWeights({ math_bench: 0.14 }));
  assert.equal(plain.follows, false);
});
