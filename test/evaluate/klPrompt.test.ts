import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import { klPosition } from '../../src/evaluate/klPosition.js';
import { klPrompt } from '../../src/evaluate/klPrompt.js';
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
