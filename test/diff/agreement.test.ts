import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreementOf } from '../../src/diff/agreement.js';

/** 200 scores that vary; the other side differs by a wave of a given height around a given mean. */
const base = Array.from({ length: 200 }, (_, i) => 1 + 0.2 * Math.sin(i));
const other = (mean: number, height: number) =>
  base.map((value, i) => value + mean + height * Math.sin(7 * i));
const ask = (b: readonly number[], more: Partial<Parameters<typeof agreementOf>[0]> = {}) =>
  agreementOf({
    pairs: [{ uid: 1, a: base, b }],
    sameEngine: true,
    distanceNats: 0.05,
    sameDecision: true,
    ...more,
  });

test('L0 needs one engine and the same bits; nothing is said of two engines', () => {
  assert.equal(ask(base).identical, true);
  assert.equal(ask(other(0, 1e-15)).identical, false);
  assert.equal(ask(base, { sameEngine: false }).identical, null);
});

test('L1: small differences are equivalent, a shift over the margin is not, and p is that of a z test', () => {
  const near = ask(other(0, 1e-4), { sameEngine: false });
  assert.equal(near.equivalent, true);
  assert.equal(near.marginNats, 1e-3);
  assert.equal(ask(other(2e-3, 1e-4)).equivalent, false);
  // Differences of 0.9e-3 +- 1e-3: sd 1e-3 sqrt(200 / 199), so z = 1e-4 sqrt(199) / 1e-3 = 1.4107 and p = 0.0792.
  const close = ask(base.map((value, i) => value + 0.9e-3 + (i % 2 === 0 ? 1e-3 : -1e-3)));
  assert.ok(Math.abs((close.p ?? 0) - 0.0792) < 1e-4, String(close.p));
  assert.equal(close.equivalent, false);
});

test('L1 takes a tenth of the distance to the line as its margin, and refuses a prompt that is far out', () => {
  assert.equal(ask(other(0, 1e-4), { distanceNats: 0.002 }).marginNats, 0.0002);
  const far = [...other(0, 1e-6)];
  far[17] = (far[17] as number) + 0.2;
  assert.equal(ask(far).equivalent, false);
});

test('lists of unequal length, or none, leave L1 open; L2 stands on its own', () => {
  assert.equal(ask(base.slice(1)).equivalent, null);
  const none = ask(base, { pairs: [], sameDecision: false });
  assert.deepEqual([none.identical, none.equivalent, none.sameDecision], [null, null, false]);
  assert.equal(ask(other(Number.NaN, 0)).equivalent, false);
});
