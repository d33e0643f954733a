import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studentP as check } from '../../../../src/diff/breaches/duel/studentP.js';
import { studentTail } from '../../../../src/diff/breaches/duel/studentTail.js';
import { oneSided as normalTail } from '../../../../src/eras/pairedStats.js';
import { CHALLENGER } from '../../breachCases.js';
import { crowning, found, neverThrows, testOf } from './duelCases.js';

const six = (value: number | null) => Number((value ?? Number.NaN).toFixed(6));

test("Student's tail agrees with its closed forms", () => {
  for (const t of [-3, -0.5, 0, 0.7, 1.96, 12]) {
    const one = 0.5 - Math.atan(t) / Math.PI;
    const two = 0.5 - t / (2 * Math.sqrt(2 + t * t));
    assert.ok(Math.abs((studentTail(t, 1) ?? 9) - one) < 1e-12);
    assert.ok(Math.abs((studentTail(t, 2) ?? 9) - two) < 1e-12);
    assert.ok(Math.abs((studentTail(t, 99_999) ?? 9) - normalTail(t)) < 1e-5);
  }
  // Upper 3 % points for 100, 150 and 300 pairs.
  for (const [n, t] of [
    [100, 1.903],
    [150, 1.895],
    [300, 1.888],
  ] as const)
    assert.ok(Math.abs((studentTail(t, n - 1) ?? 9) - 0.03) < 5e-5);
});

test("C10: a p of Student's distribution", () => {
  for (const [t, n] of [
    [1.96, 300],
    [1.9, 150],
    [3, 120],
    [-1.5, 200],
  ] as const) {
    const p = six(studentTail(t, n - 1));
    const [breach] = found(check, { views: [crowning({ tTest: testOf({ p, t, n }) })] });
    assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  }
  const p = six(studentTail(1.885, 299));
  const [flipped] = found(check, { views: [crowning({ tTest: testOf({ p, t: 1.885, n: 300 }) })] });
  assert.match(flipped?.evidence[2] ?? '', /different sides of 0.03/);
});

test('no C10: the p of the normal distribution, as far as t is rounded', () => {
  for (const t of [1.96, 1.9604, 1.9596, 0, -2, 4.5, 30]) {
    const rounded = Number(t.toFixed(3));
    const tTest = testOf({ p: six(normalTail(t)), t: rounded });
    assert.deepEqual(found(check, { views: [crowning({ tTest })] }), []);
  }
});

test('no C10: a p that neither distribution gives, or that both do', () => {
  for (const tTest of [
    testOf({ p: 0.5, t: 1.96 }),
    testOf({ p: six(studentTail(1.96, 99_999)), t: 1.96, n: 100_000 }),
    testOf({ p: 0, t: 12 }),
    testOf({ p: null, t: null }),
  ])
    assert.deepEqual(found(check, { views: [crowning({ tTest })] }), []);
  neverThrows(check);
});
