import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CrownContender, CrownInput } from '../../src/decide/crownInput.js';
import { decideCrown } from '../../src/decide/decideCrown.js';
import { duelChecks } from '../../src/decide/gates.js';
import { klStanding } from '../../src/decide/klStanding.js';
import { klClass } from '../../src/decide/meanKl.js';
import { pairedTest } from '../../src/decide/pairedTest.js';
import { qualityGate } from '../../src/decide/qualityGate.js';
import { rounds, SEED, shortRules } from './roundArbitraries.js';

const rules = shortRules();
const { policy } = rules;
const options = { seed: SEED, numRuns: 600 };
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const list = fc.array(number(0.001, 5), { minLength: 2, maxLength: 30 });
const plain = (value: number) => (value === 0 ? 0 : value);

test('swapping king and challenger flips the sign of the mean and of t', () => {
  fc.assert(
    fc.property(list, list, (a, b) => {
      const there = pairedTest(a, b, 1.96);
      const back = pairedTest(b, a, 1.96);
      assert.ok(there && back);
      assert.equal(plain(-(there.meanDelta as number)), back.meanDelta);
      assert.equal(plain(-(there.t as number)), back.t);
      assert.equal(there.se, back.se);
    }),
    options,
  );
});

test('every gate is monotone in its measured value', () => {
  fc.assert(
    fc.property(number(-1, 1), number(0, 1), number(0.0001, 0.5), (value, more, se) => {
      const test = (mean: number) => ({ p: 0.01, meanDelta: mean, lcb: mean - se });
      const low = duelChecks(test(value), 200, policy);
      const high = duelChecks(test(value + more), 200, policy);
      assert.ok(!low.mean || high.mean);
      assert.ok(!low.lcb || high.lcb);
      const p = (one: number) => duelChecks({ p: one, meanDelta: 1 }, 200, policy).p;
      assert.ok(!p(Math.abs(value) + more) || p(Math.abs(value)));
      const order = ['fraud', 'counts', 'over'];
      const at = (kl: number) => order.indexOf(klStanding({ meanKl: kl }, 0, policy));
      assert.ok(at(5 * value) <= at(5 * (value + more)));
      const gate = (quality: number, king: number) => qualityGate(quality, king, policy).ok;
      assert.ok(!gate(value, 0.4) || gate(value + more, 0.4));
      assert.ok(!gate(0.3, value + more) || gate(0.3, value));
    }),
    options,
  );
  assert.deepEqual(
    [5, 6].map((n) => duelChecks({ p: 0, meanDelta: 1 }, n, policy).pairs),
    [false, true],
  );
});

const outcome = (input: CrownInput, of = rules) => {
  const { winnerUid, kind, expected, tieCluster, kingDisqualified } = decideCrown(input, of);
  return { winnerUid, kind, expected, tieCluster, kingDisqualified };
};

test('a decision does not depend on the order of the challengers', () => {
  fc.assert(
    fc.property(rounds(5), fc.array(number(0, 1), { minLength: 5, maxLength: 5 }), (input, keys) => {
      const order = input.challengers.map((one, i) => ({ one, key: keys[i] as number }));
      const challengers = order.sort((a, b) => a.key - b.key).map(({ one }) => one);
      assert.deepEqual(outcome({ ...input, challengers }), outcome(input));
    }),
    options,
  );
});

test('a lower floor never removes a passer', () => {
  fc.assert(
    fc.property(rounds(4), number(0, 0.6), number(0, 0.6), (input, a, b) => {
      const passers = (qualityFloor: number | null) =>
        decideCrown(input, shortRules({ qualityFloor })).challengers.map((one) => one.passes);
      const high = passers(Math.max(a, b));
      const low = passers(Math.min(a, b));
      const none = passers(null);
      for (const [i, passes] of high.entries()) assert.ok(!passes || (low[i] && none[i]));
      for (const [i, passes] of low.entries()) assert.ok(!passes || none[i]);
    }),
    options,
  );
});

test('axis weights have no unit: scaling all of them changes nothing', () => {
  fc.assert(
    fc.property(rounds(4), fc.constantFrom(0.25, 2, 1024), (input, by) => {
      const axisWeights = Object.fromEntries(
        Object.entries(policy.axisWeights).map(([axis, weight]) => [axis, weight * by]),
      );
      assert.deepEqual(outcome(input, shortRules({ axisWeights })), outcome(input));
    }),
    options,
  );
});

test('KL has no unit beside its limits: twice the KLs with twice the limits give the same crown', () => {
  fc.assert(
    fc.property(rounds(3), (input) => {
      const twice = (one: CrownContender): CrownContender => ({
        ...one,
        klPerPrompt: one.klPerPrompt?.map((value) => 2 * value) ?? null,
      });
      const before = decideCrown(input, rules);
      const close = (value: number | null | undefined) => Math.abs(value ?? 1) < 1e-4;
      fc.pre(before.challengers.every(({ duel }) => !close(duel?.lcb) && !close(duel?.meanDelta)));
      const scaled = {
        ...input,
        king: input.king === null ? null : twice(input.king),
        challengers: input.challengers.map(twice),
      };
      const after = outcome(scaled, shortRules({ maxKl: 8, fraudKl: 2e-6 }));
      assert.equal(after.winnerUid, before.winnerUid);
      assert.equal(after.kind, before.kind);
    }),
    options,
  );
});

test('UIDs are names: relabelling that keeps their order, by which exact equals win, relabels the outcome', () => {
  const of = shortRules({ reserveFraction: 0, noWinnerUid: 999 });
  fc.assert(
    fc.property(rounds(4), fc.integer({ min: 1, max: 20 }), (given, by) => {
      const input = { ...given, nUids: 1000 };
      const named = (uid: number) => 3 * uid + by;
      const moved = (one: CrownContender): CrownContender => ({ ...one, uid: named(one.uid) });
      const after = outcome(
        {
          ...input,
          king: input.king === null ? null : moved(input.king),
          challengers: input.challengers.map(moved),
          localKingUid:
            typeof input.localKingUid === 'number' ? named(input.localKingUid) : input.localKingUid,
        },
        of,
      );
      const before = outcome(input, of);
      assert.equal(after.winnerUid, before.winnerUid === null ? null : named(before.winnerUid));
      assert.equal(after.kind, before.kind);
      assert.deepEqual(after.tieCluster, before.tieCluster.map(named));
    }),
    options,
  );
});

test('a class of mean KL never skips: fraud, counts, over follow each other as the value grows', () => {
  fc.assert(
    fc.property(number(-10, 10), number(-10, 10), (a, b) => {
      const order = { DQ_fraud: 0, scored: 1, DQ_quality: 2, retryable_failure: 3 };
      const at = (kl: number) => order[klClass(kl, policy.maxKl, policy.fraudKl)];
      assert.ok(at(Math.min(a, b)) <= at(Math.max(a, b)));
    }),
    options,
  );
});
