import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import type { Decoder } from '../../src/domain/decoder.js';
import type { ScoreRequest } from '../../src/domain/engine.js';
import { UsageError } from '../../src/errors/input.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { askTeacher } from '../../src/replay/axes/askTeacher.js';
import { axisValuesOf } from '../../src/replay/axes/axisValuesOf.js';
import { evaluateAxes } from '../../src/replay/axes/evaluateAxes.js';
import { rawResultOf } from '../../src/replay/axes/rawResultOf.js';
import { readTeacherRefs } from '../../src/replay/axes/readTeacherRefs.js';
import { absentTeacher, NO_LOCAL_TEACHER, type TeacherSide } from '../../src/replay/axes/TeacherSide.js';

const SANDBOXED = ['code_bench', 'mbpp_bench', 'tool_use_bench'];
const PROBES = ['length', 'degeneracy', 'judge_probe', 'chat_turns_probe', 'on_policy_rkl', 'capability'];
const input = {
  ...{
    block: 8_383_680n,
    counts: ITEM_COUNTS.default,
    sandbox: () => findSandbox('', process.arch),
    think: true,
  },
  only: ['math_bench', 'long_context_bench', ...PROBES],
};

/** A model that says `text` in `tokens` tokens and finds ids less likely by `fall` a step. */
const saying = (text: string, tokens: number, fall: number): Required<Omit<Decoder, 'atOnce'>> => ({
  generate: async () => ({ text, tokens, terminated: true }),
  rollOut: async () => ({ promptIds: [1], ids: Array.from({ length: 20 }, () => 3), text }),
  score: async ({ rows, topK, topIds }: ScoreRequest) => {
    const ids = topIds ?? rows.map(() => Array.from({ length: topK ?? 0 }, (_, i) => i));
    return {
      topIds: Int32Array.from(ids.flat()),
      logProbs: Float32Array.from(ids.flat(), (id) => -1 - id * fall),
    };
  },
});

describe('all axes of one model', () => {
  const model = saying('yes 7', 30, 0.5);
  const teacher = saying('yes 4', 11, 0.7);

  it('come out of the raw result as the evaluator has them, and the teacher is asked once', async () => {
    const refs = await askTeacher(input, teacher);
    assert.ok(!isAbsent(refs.capability) && !isAbsent(refs.chatLengths) && !isAbsent(refs.think));
    assert.deepEqual(refs.chatLengths, [10, 10, 10, 10]);
    assert.equal(refs.think.length, 32);
    // Given back from JSON it is the same.
    const kept = readTeacherRefs(JSON.parse(JSON.stringify(refs)), (why) => assert.fail(why));
    assert.deepEqual(kept, refs);

    const steps: [number, number][] = [];
    const evaluated = await evaluateAxes(input, model, { refs: kept, decoder: teacher }, (done, total) =>
      steps.push([done, total]),
    );
    assert.deepEqual(
      steps,
      steps.map((_, i) => [i + 1, steps.length]),
    );
    const raw = rawResultOf(evaluated) as Record<string, Record<string, number>>;
    assert.deepEqual(Object.keys(raw).sort(), [
      ...['capability', 'chat_probe', 'chat_turns_probe', 'judge_probe', 'length_axis'],
      ...['long_context_bench', 'math_bench', 'on_policy_rkl', 'think_probe'],
    ]);
    assert.equal(raw.capability?.teacher_pass_frac, refs.capability.passFrac);
    assert.deepEqual([raw.judge_probe?.n_valid, raw.judge_probe?.mean_score], [16, 4]);
    assert.deepEqual([raw.length_axis?.ratio, raw.length_axis?.source], [3, 'think_probe']);
    assert.deepEqual([raw.on_policy_rkl?.tokens, raw.on_policy_rkl?.mean_gen_len], [240, 20]);

    const values = axisValuesOf(evaluated, null);
    assert.deepEqual([values.judge_probe, values.chat_turns_probe, values.length], [0.75, 0.75, 0.667]);
    assert.equal(values.on_policy_rkl, Math.min(1, round4(0.1 / (raw.on_policy_rkl?.mean_rkl ?? 0))));
    assert.ok((raw.on_policy_rkl?.mean_rkl ?? 0) > 0.05);
    // Everything ends, nothing repeats itself more than the teacher: 0.4 + 0.4 + 0.2.
    assert.equal(values.degeneracy, 1);
    const { passFrac } = evaluated.records.find(({ axis }) => axis === 'capability') ?? {};
    const own = passFrac as number;
    assert.ok(own > 0);
    assert.equal(
      values.capability,
      round4(0.5 * own + 0.5 * Math.min(1, own / Math.max(refs.capability.passFrac as number, 0.5))),
    );
    assert.deepEqual(
      evaluated.notReplayed.map(({ name }) => name),
      ['finetune_probe', 'activation_fingerprint'],
    );
  });

  it('are named with the reason where the teacher is missing or a server', async () => {
    for (const side of [null, absentTeacher(NO_LOCAL_TEACHER)]) {
      const evaluated = await evaluateAxes({ ...input, think: false }, model, side);
      const why = side?.refs.capability ?? { absent: 'missing', why: 'no model of the teacher was given' };
      assert.deepEqual(
        evaluated.notReplayed.slice(0, -2),
        [
          'length',
          'judge_probe',
          'chat_turns_probe',
          'on_policy_rkl',
          "capability against the teacher's",
        ].map((name) => ({ name, why: isAbsent(why) ? why.why : '' })),
      );
      const values = axisValuesOf(evaluated, null);
      for (const axis of ['length', 'judge_probe', 'chat_turns_probe', 'on_policy_rkl', 'degeneracy'])
        assert.equal(values[axis], null, axis);
      assert.ok(!isAbsent(evaluated.probes.chat));
      // Without the teacher's share the axis is the model's own.
      assert.equal(values.capability, evaluated.records.find(({ axis }) => axis === 'capability')?.passFrac);
    }
  });

  it("are missing where the teacher's answers were made without what they need", async () => {
    const refs = await askTeacher({ ...input, only: ['on_policy_rkl'], think: false }, teacher);
    const only = ['length', 'capability'];
    const { notReplayed } = await evaluateAxes({ ...input, only, think: false }, model, {
      ...{ refs, decoder: teacher },
    });
    assert.deepEqual(
      notReplayed.slice(0, 2).map(({ name }) => name),
      ['length', "capability against the teacher's"],
    );
  });

  it('a model or a teacher that can only be asked has no on-policy axis', async () => {
    const only = ['on_policy_rkl'];
    const refs = await askTeacher({ ...input, only, think: false }, teacher);
    const asked: Decoder = { generate: model.generate };
    const of = async (one: Decoder, decoder: TeacherSide['decoder']) =>
      (await evaluateAxes({ ...input, only, think: false }, one, { refs, decoder })).notReplayed[0];
    assert.match((await of(asked, teacher))?.why ?? '', /the model cannot be read/);
    assert.match((await of(model, { generate: teacher.generate }))?.why ?? '', /teacher cannot be read/);
  });

  it("refuses a teacher's answers to another round, to other items, and what is none", async () => {
    const refs = await askTeacher({ ...input, think: false }, teacher);
    const ask = (block: bigint, counts = input.counts) =>
      evaluateAxes({ ...input, block, counts, only: ['chat_probe'] }, model, { refs, decoder: teacher });
    await assert.rejects(ask(8_384_400n), UsageError);
    await assert.rejects(ask(input.block, { ...input.counts, capability_drawn: 3 }), UsageError);
    const refused = (why: string) => new UsageError({ what: 'no', why, remedy: '-' });
    for (const value of [
      null,
      [],
      'x',
      { ...refs, schema: 2 },
      { ...refs, chatLengths: [-1] },
      { ...refs, seed: '1e9' },
    ])
      assert.throws(() => readTeacherRefs(value, refused), UsageError);
  });

  it('axes that run programs are named where nothing confines them', async () => {
    const { notReplayed } = await evaluateAxes({ ...input, think: false, only: SANDBOXED }, model);
    assert.deepEqual(
      notReplayed.slice(0, 3).map(({ name }) => name),
      SANDBOXED,
    );
  });
});

const round4 = (value: number): number => Math.round(value * 1e4) / 1e4;
