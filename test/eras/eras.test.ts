import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { clearsFloor } from '../../src/eras/crownQuality.js';
import { type Era, type EraPart, policyUnder } from '../../src/eras/defineEra.js';
import { HELD_ERAS } from '../../src/eras/eraTable.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { P4 } from '../../src/eras/p4.js';
import { P5 } from '../../src/eras/p5.js';
import { P6 } from '../../src/eras/p6.js';
import { P7 } from '../../src/eras/p7.js';
import { P9 } from '../../src/eras/p9.js';
import { P10 } from '../../src/eras/p10.js';
import { P11 } from '../../src/eras/p11.js';
import { P12 } from '../../src/eras/p12.js';
import { firstEligibleRound, roundBlocks, roundIdAt, windowEnd } from '../../src/eras/roundBlocks.js';

const ids = (era: Era): string[] => era.settings.map((setting) => setting.id);

test('what an era says to have changed is what differs from the era before', () => {
  HELD_ERAS.forEach((era, at) => {
    const before = HELD_ERAS[at - 1];
    if (before === undefined) {
      assert.deepEqual(era.changed, []);
      return;
    }
    const parts = (one: Era): Record<string, unknown> => ({
      ...one.policy,
      coordination: one.coordination,
      evaluation: one.evaluation,
      pins: one.pins,
    });
    const [now, then] = [parts(era), parts(before)];
    const differing = Object.keys(now).filter((key) => !isDeepStrictEqual(now[key], then[key]));
    assert.deepEqual([...era.changed].sort(), differing.sort() as EraPart[], era.id);
  });
});

test('every constant has a place, and what is unknown or inferred is marked', () => {
  for (const { id, policy, evaluation, places } of HELD_ERAS)
    assert.deepEqual(
      Object.keys(places).sort(),
      [...Object.keys(policy), ...Object.keys(evaluation)].sort(),
      id,
    );
  for (const [era, name, mark] of [
    [P4, 'maxKl', /unknown/],
    [P4, 'klMode', /inferred/],
    [P4, 'teacher', /unknown/],
    [P6, 'precheckError', /unknown/],
    [P7, 'precheckLine', /inferred/],
    [P11, 'precheckLine', /inferred/],
  ] as const)
    assert.match(era.places[name], mark, `${era.id} ${name}`);
});

test('P11: the settings and their order', () => {
  assert.deepEqual(ids(P11), [
    'default',
    'max-kl-2.0',
    'max-kl-2.1',
    'max-kl-6.3',
    'floor-0.20',
    'prompts-150',
    'floor-0.20+max-kl-2.0',
    'floor-0.20+max-kl-2.1',
    'floor-0.20+max-kl-6.3',
    'max-kl-2.0+prompts-150',
    'max-kl-2.1+prompts-150',
    'max-kl-6.3+prompts-150',
    'floor-0.20+prompts-150',
    'floor-0.20+max-kl-2.0+prompts-150',
    'floor-0.20+max-kl-2.1+prompts-150',
    'floor-0.20+max-kl-6.3+prompts-150',
    'reserve-0',
    'floor-0.20+reserve-0',
  ]);
  assert.deepEqual(
    P11.settings.filter((setting) => !setting.movesCrown).map((setting) => setting.id),
    ['default', 'reserve-0'],
  );
  const floor = P11.settings.find((setting) => setting.id === 'floor-0.20');
  assert.ok(floor);
  assert.deepEqual(policyUnder(P11, floor), { ...P11.policy, qualityFloor: 0.2 });
});

test('settings of an era use only values that had existed by then', () => {
  assert.deepEqual(ids(P4), ['default', 'no-max-kl', 'prompts-300', 'no-max-kl+prompts-300']);
  assert.deepEqual(ids(P5), ['default', 'prompts-150']);
  assert.deepEqual(ids(P6), ['default', 'max-kl-2.0', 'prompts-150', 'max-kl-2.0+prompts-150']);
  assert.equal(ids(P7).length, 12);
  assert.equal(ids(P9).length, 16);
  assert.ok(ids(P10).includes('reserve-0') && !ids(P9).includes('reserve-0'));
  const limits = (era: Era) => new Set(era.settings.map((setting) => policyUnder(era, setting).maxKl));
  assert.deepEqual(limits(P4), new Set([2, null]));
  assert.deepEqual(limits(P7), new Set([6.3, 2, 2.1]));
  assert.deepEqual(limits(P9), new Set([4, 2, 2.1, 6.3]));
  for (const era of HELD_ERAS)
    assert.deepEqual(
      new Set(era.settings.map((setting) => policyUnder(era, setting).prompts)),
      era === P4 ? new Set([150, 300]) : new Set([300, 150]),
    );
});

test('the pins are 48 keys and the axis weights those of the rule; before P6 most pins are not held', () => {
  assert.equal(Object.keys(P11.pins.architecture).length, 48);
  assert.deepEqual(P11.pins.unheldKeys, []);
  assert.equal(Object.keys(P5.pins.architecture).length + P5.pins.unheldKeys.length, 48);
  for (const key of ['d_model', 'n_heads', 'n_layers', 'd_ff', 'num_routed_experts', 'auto_map'])
    assert.ok(P5.pins.unheldKeys.includes(key) && !Object.hasOwn(P5.pins.architecture, key), key);
  assert.equal(P5.pins.estimatedParamsBillion, null);
  const all = Object.values(P11.policy.axisWeights).reduce((sum, weight) => sum + weight, 0);
  assert.ok(Math.abs(all - 2.08) < 1e-12);
  assert.equal(Object.keys(P11.policy.axisWeights).length, 17);
});

test('legal rules: the default first, each policy once, other eras named', () => {
  const eras = { era: P11, others: [P12, P10] };
  const rules = legalRules(eras);
  assert.equal(legalRules(eras), rules);
  assert.equal(rules[0].setting, 'default');
  assert.equal(rules[0].policy.startGate, 8_382_960);
  const names = rules.map((one) => one.setting);
  assert.equal(new Set(names).size, names.length);
  assert.equal(new Set(rules.map((one) => JSON.stringify(one.policy))).size, rules.length);
  assert.deepEqual(
    rules.filter((one) => one.eraId === 'P12').map((one) => one.setting),
    ids(P12).map((id) => `P12:${id}`),
  );
  assert.deepEqual(
    rules.filter((one) => !one.movesCrown).map((one) => one.setting),
    ['default', 'reserve-0'],
  );
});

test('P10 in effect: a reserve of 0 of P10 is P9, and is named once', () => {
  const names = legalRules({ era: P9, others: [P10] }).map((one) => one.setting);
  assert.ok(!names.includes('P10:reserve-0'), 'the same policy as the default of P9');
  assert.ok(names.includes('P10:default'));
});

test('without a floor every quality clears it, and so does none', () => {
  for (const value of [null, -1, 0, 0.05, 1]) assert.equal(clearsFloor(value, null, 1e-12), true);
  assert.equal(clearsFloor(null, 0.06, 1e-12), false);
  assert.equal(clearsFloor(0.06 - 1e-13, 0.06, 1e-12), true);
  assert.equal(clearsFloor(0.0599, 0.06, 1e-12), false);
});

test('blocks of a round: every block lies in exactly its round', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (block) => {
      const round = roundBlocks(roundIdAt(block));
      assert.ok(block >= round.seedBlock && block < round.nextSeedBlock);
      assert.equal(windowEnd(round), roundBlocks(round.roundId + 1).activationBlock);
      assert.ok(roundBlocks(firstEligibleRound(block)).cutoffBlock >= block);
    }),
  );
  assert.deepEqual(roundBlocks(11643), {
    roundId: 11643,
    seedBlock: 8_382_960,
    cutoffBlock: 8_382_940,
    activationBlock: 8_383_560,
    nextSeedBlock: 8_383_680,
  });
});
