import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import { DEFAULT_KL, klPosition } from '../../src/evaluate/klPosition.js';
import { klPrompt, klPromptModes } from '../../src/evaluate/klPrompt.js';
import { klSummary } from '../../src/evaluate/klSummary.js';

const rows = (...values: number[][]): Float32Array => Float32Array.from(values.flat().map(Math.log));
const TEACHER = rows([0.5, 0.3, 0.1], [0.6, 0.2, 0.1], [0.7, 0.1, 0.1]);
const STUDENT = rows([0.4, 0.2, 0.2], [0.5, 0.2, 0.2], [0.1, 0.1, 0.1]);

describe('klPrompt', () => {
  it('is the mean of its positions, cut to the shorter side from the end', () => {
    const found = klPrompt({ teacher: TEACHER, student: STUDENT.subarray(0, 6), slots: 3 });
    const first = klPosition(TEACHER.subarray(0, 3), STUDENT.subarray(0, 3));
    const second = klPosition(TEACHER.subarray(3, 6), STUDENT.subarray(3, 6));
    assert.equal(found.positions, 2);
    assert.equal(found.mode, 'tail_bucket');
    assert.equal(found.kl, (first.kl + second.kl) / 2);
    assert.ok(!isAbsent(found.means));
    assert.equal(found.means.conditional, (first.conditional + second.conditional) / 2);
    assert.equal(found.means.tailMassGap, (first.tailMassGap + second.tailMassGap) / 2);
    assert.ok(Math.abs(first.kl - 0.0945818719776) < 1e-6);
  });

  it('scores 0 where there is no position', () => {
    const found = klPrompt({ teacher: TEACHER, student: new Float32Array(0), slots: 3 });
    assert.equal(found.kl, 0);
    assert.equal(found.positions, 0);
    assert.ok(isAbsent(found.means));
  });

  it('falls back to the conditional form for the whole prompt when a used teacher value is above 0', () => {
    const teacher = TEACHER.slice();
    teacher[4] = 0.001;
    const found = klPrompt({ teacher, student: STUDENT, slots: 3 });
    assert.equal(found.mode, 'conditional_fallback');
    assert.ok(!isAbsent(found.means));
    assert.equal(found.kl, found.means.conditional);
    assert.equal(klPrompt({ teacher, student: STUDENT.subarray(0, 3), slots: 3 }).mode, 'tail_bucket');
    teacher[4] = 0;
    assert.equal(klPrompt({ teacher, student: STUDENT, slots: 3 }).mode, 'tail_bucket');
  });

  it('is the mean of the conditional values in conditional mode, also where a teacher value is above 0', () => {
    const settings = { ...DEFAULT_KL, mode: 'conditional' as const };
    const found = klPrompt({ teacher: TEACHER, student: STUDENT, slots: 3 }, settings);
    const rowsOf = (values: Float32Array) => [0, 3, 6].map((from) => values.subarray(from, from + 3));
    const each = rowsOf(TEACHER).map((teacher, row) =>
      klPosition(teacher, rowsOf(STUDENT)[row] ?? new Float32Array(3), settings),
    );
    assert.equal(found.mode, 'conditional');
    assert.equal(found.kl, each.reduce((sum, { kl }) => sum + kl, 0) / 3);
    // 0.5 0.3 0.1 against 0.4 0.2 0.2, renormalised; then the other two rows: by hand in float64.
    assert.ok(Math.abs((each[0]?.kl ?? 0) - 0.0643242866031) < 1e-6);
    const raw = TEACHER.slice();
    raw[4] = 0.001;
    assert.equal(klPrompt({ teacher: raw, student: STUDENT, slots: 3 }, settings).mode, 'conditional');
  });

  it('gives both modes from one pass, each as it is alone', () => {
    for (const [teacher, student] of [
      [TEACHER, STUDENT],
      [Float32Array.from(TEACHER, (value, at) => (at === 4 ? 0.001 : value)), STUDENT],
      [TEACHER, new Float32Array(0)],
      [TEACHER, STUDENT.subarray(0, 6)],
    ] as const) {
      const prompt = { teacher, student, slots: 3 };
      const both = klPromptModes(prompt);
      assert.deepEqual(both.tail_bucket, klPrompt(prompt));
      assert.deepEqual(both.conditional, klPrompt(prompt, { ...DEFAULT_KL, mode: 'conditional' }));
    }
    const apart = klPromptModes({ teacher: TEACHER, student: STUDENT, slots: 3 });
    assert.ok(apart.tail_bucket.kl > 2 * apart.conditional.kl, 'mass moved to the tail');
  });

  it('refuses values that are no whole rows', () => {
    assert.throws(
      () => klPrompt({ teacher: TEACHER, student: STUDENT.subarray(0, 4), slots: 3 }),
      RangeError,
    );
    assert.throws(() => klPrompt({ teacher: TEACHER, student: STUDENT, slots: 0 }), RangeError);
  });
});

describe('klSummary', () => {
  it('rounds each prompt, then the mean of the rounded', () => {
    const found = klSummary([0.1234564, 0.2000005, 0.3333333]);
    assert.deepEqual(found, { perPrompt: [0.123456, 0.2, 0.333333], globalAvg: 0.21893, stoppedAt: null });
  });

  it('stops before the first prompt that is not finite', () => {
    assert.deepEqual(klSummary([0.5, Number.NaN, 0.1]), { perPrompt: [0.5], globalAvg: 0.5, stoppedAt: 1 });
    const none = klSummary([Infinity]);
    assert.equal(none.stoppedAt, 0);
    assert.ok(isAbsent(none.globalAvg));
    assert.ok(isAbsent(klSummary([]).globalAvg));
  });
});
