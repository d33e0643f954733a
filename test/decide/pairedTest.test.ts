import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { earlyStop } from '../../src/decide/earlyStop.js';
import { pairedDuel, pairedTest } from '../../src/decide/pairedTest.js';
import { winsDuel } from '../../src/decide/winsDuel.js';
import { pairedStats } from '../../src/eras/pairedStats.js';
import { round } from '../../src/python/round.js';

const LCB = 1.96;
const POLICY = { alpha: 0.03, minPairedPrompts: 100 };
const zeros = (n: number) => Array.from({ length: n }, () => 0);
const close = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('numbers of a small duel, by the formula', () => {
  const d = [0.01, 0.02, -0.005, 0.015, 0.03, 0, 0.01, 0.02];
  const stats = pairedStats(d, zeros(8), LCB);
  close(stats.mean, 0.0125);
  close(stats.se, 0.004008918628686365);
  close(stats.t, 3.1180478223116177);
  close(stats.p, 0.0009102663046626, 1e-10);
  close(stats.p2, 0.0018205326093252, 1e-10);
  close(stats.lcb, 0.004642519487774723);
});

test('degenerate spreads and single pairs', () => {
  const three = (value: number) => pairedStats([value, value, value], zeros(3), LCB);
  assert.deepEqual([three(0.05).t, three(0.05).p, three(0.05).p2], [Infinity, 0, 0]);
  close(three(0.05).lcb, 0.05);
  assert.deepEqual([three(-0.05).t, three(-0.05).p, three(-0.05).p2], [-Infinity, 1, 0]);
  assert.deepEqual([three(0).t, three(0).p, three(0).p2], [0, 1, 1]);
  const one = pairedStats([1], [0.5], LCB);
  assert.deepEqual([one.t, one.p, one.p2], [0, 1, 1]);
  assert.equal(pairedTest([1], [0.5], LCB), null);
  assert.equal(pairedDuel(7, 3, pairedTest([1, 1, 1], zeros(3), LCB)).t, null);
});

const wave = (c: number) =>
  Array.from({ length: 300 }, (_, i) => round((((37 * i) % 101) - 50) / 10000 + c, 6));

test('rows of 300 pairs near the line', () => {
  const row = (c: number) => pairedTest(wave(c), zeros(300), LCB);
  close(pairedStats(wave(0.0006), zeros(300), LCB).se, 0.0001686527990562438, 1e-15);
  assert.deepEqual(row(0.0006), {
    n: 300,
    p: 0.000238,
    t: 3.494,
    meanDelta: 0.000589,
    se: 0.000169,
    lcb: 0.000259,
  });
  close(pairedStats(wave(0.0004), zeros(300), LCB).p, 0.01048594372224, 1e-10);
  close(pairedStats(wave(0.0004), zeros(300), LCB).lcb, 5.8773847183e-5, 1e-12);
  close(pairedStats(wave(0.0003), zeros(300), LCB).p, 0.043121662263403, 1e-9);
  close(pairedStats(wave(0.0002), zeros(300), LCB).p, 0.13079904552883, 1e-9);
  assert.deepEqual(
    [0.0006, 0.0004, 0.0003, 0.0002].map((c) => winsDuel(row(c), 300, POLICY)),
    [true, true, false, false],
  );
});

test('early stop numbers', () => {
  close(earlyStop([0.14, 0.16, 0.15, 0.13, 0.17, 0.15, 0.14], 0.05).lower, 0.13860615553619934);
  close(earlyStop([0.052, 0.048, 0.051, 0.049, 0.053, 0.047, 0.05], 0.05).lower, 0.048399666701381655);
});

const kls = fc.array(fc.double({ min: 0.001, max: 5, noNaN: true }), { minLength: 2, maxLength: 40 });

test('swapping king and challenger flips the sign of the mean and never lets both win', () => {
  fc.assert(
    fc.property(kls, kls, (a, b) => {
      const there = pairedTest(a, b, LCB);
      const back = pairedTest(b, a, LCB);
      assert.ok(there && back);
      assert.equal(there.meanDelta === 0 ? 0 : -(there.meanDelta as number), back.meanDelta);
      assert.ok(!(winsDuel(there, 300, POLICY) && winsDuel(back, 300, POLICY)));
    }),
  );
});

test('the gate is monotone: a better challenger never loses a duel that a worse one wins', () => {
  fc.assert(
    fc.property(kls, fc.double({ min: 0, max: 1, noNaN: true }), (a, gain) => {
      const b = a.map((value, i) => value + Math.sin(i) / 10);
      const better = (by: number) => winsDuel(pairedTest(b, a, LCB, by), 300, POLICY);
      if (better(0)) assert.ok(better(gain));
      if (!better(0)) assert.ok(!better(-gain));
    }),
  );
});
