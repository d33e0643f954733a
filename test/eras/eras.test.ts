import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAbsent } from '../../src/domain/absent.js';
import { type Era, policyUnder } from '../../src/eras/defineEra.js';
import { eraAt } from '../../src/eras/eraAt.js';
import { P11 } from '../../src/eras/p11.js';
import { firstEligibleRound, roundBlocks, roundIdAt, windowEnd } from '../../src/eras/roundBlocks.js';

test('eraAt holds P11 between its boundaries and refuses outside, saying what it holds', () => {
  assert.equal((eraAt(8_382_960) as Era).id, 'P11');
  assert.equal((eraAt(8_388_000) as Era).id, 'P11');
  for (const block of [0, 8_382_959, 8_388_548, 9_000_000]) {
    const refused = eraAt(block);
    assert.ok(isAbsent(refused));
    assert.equal(refused.absent, 'unknown');
    assert.match(refused.why, /P11/);
    assert.match(refused.why, /inferred/);
  }
});

test('the first setting is the default, each gate alone and the crosses are there', () => {
  const ids = P11.settings.map((setting) => setting.id);
  assert.equal(ids[0], 'default');
  for (const id of [
    'floor-0.20',
    'max-kl-2.0',
    'max-kl-2.1',
    'max-kl-6.3',
    'prompts-150',
    'reserve-0',
    'floor-0.20+max-kl-2.1+prompts-150',
    'floor-0.20+reserve-0',
  ])
    assert.ok(ids.includes(id), id);
  assert.equal(ids.length, 18);
  const floor = P11.settings.find((setting) => setting.id === 'floor-0.20');
  assert.ok(floor);
  assert.deepEqual(policyUnder(P11, floor), { ...P11.policy, qualityFloor: 0.2 });
});

test('the pins are 48 keys and the axis weights those of the rule', () => {
  assert.equal(Object.keys(P11.pins.architecture).length, 48);
  const all = Object.values(P11.policy.axisWeights).reduce((sum, weight) => sum + weight, 0);
  assert.ok(Math.abs(all - 2.08) < 1e-12);
  assert.equal(Object.keys(P11.policy.axisWeights).length, 17);
  assert.deepEqual(Object.keys(P11.places).sort(), Object.keys(P11.policy).sort());
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
