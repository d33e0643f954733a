import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRESH_FORMULA, halfWidthNats, PINNED_FORMULA } from '../../src/decide/familyBand.js';
import { promptsNeeded } from '../../src/decide/promptsNeeded.js';
import { unsettled } from '../../src/decide/unsettled.js';
import type { NoiseFloor } from '../../src/domain/verdict.js';
import { contender, crownInput, klAround, rulesOf } from './crownCases.js';

const rules = rulesOf();
const bandOf = (halfWidth: number, formula = PINNED_FORMULA) => ({
  alpha: 0.001,
  m: 10,
  z: 4,
  formula,
  halfWidthNats: halfWidth,
});
const noisy = (uid: number, level: number) => ({
  ...contender(uid, 0, 0.5),
  klPerPrompt: klAround(level).map((value, i) => value + 0.02 * Math.sin(i * 78.233)),
});
const near = crownInput(contender(1, 2.1005, 0.5), [noisy(9, 2.1)]);

test('nothing to settle where the band gives one crown', () => {
  assert.equal(unsettled(near, rules, bandOf(0)), null);
  assert.equal(unsettled(near, rules, bandOf(1e-9)), null);
});

test('the lower bound of the duel is the line; the ratio grows with the distance in sigmas', () => {
  const found = unsettled(near, rules, bandOf(0.003));
  assert.equal(found?.uid, 9);
  assert.equal(found?.gate, 'paired_lcb');
  const wider = unsettled(near, rules, bandOf(0.006));
  assert.ok((found?.likelihoodRatio ?? 0) > (wider?.likelihoodRatio ?? 0));
  assert.ok((wider?.likelihoodRatio ?? 0) >= 1);
});

test('a fresh band shrinks with every prompt, a pinned one only to its bias', () => {
  const fresh = unsettled(near, rules, bandOf(0.003, FRESH_FORMULA));
  assert.ok((fresh?.promptsNeeded ?? 0) > 300);
  const noise: NoiseFloor = { noiseNats: 0.003, meanNats: 0.001, n: 300, forms: ['a', 'b'] };
  assert.equal(
    unsettled(near, rules, bandOf(halfWidthNats({ noise, z: 4, n: 300 })), noise)?.promptsNeeded,
    null,
  );
  assert.equal(unsettled(near, rules, bandOf(0.003))?.promptsNeeded, null);
});

test('prompts needed: at that number the statistic is out of reach, at one less it is not', () => {
  const band = { least: 1e-5, bias: 2e-5, perRootPrompt: 0.01 };
  for (const mean of [0.004, -0.004, 0.0005])
    for (const perRootPrompt of [0, 0.004, 0.2]) {
      const line = { mean, perRootPrompt, reach: 2, n: 1 };
      const clear = (n: number) =>
        Math.abs(mean - perRootPrompt / Math.sqrt(n)) >
        2 * Math.max(band.least, band.bias + band.perRootPrompt / Math.sqrt(n));
      const needed = promptsNeeded(line, band);
      assert.ok(needed !== null);
      for (const more of [0, 1, 100, 1e6]) assert.ok(clear(needed + more), `${mean} ${perRootPrompt}`);
      if (needed > 2) assert.ok(!clear(needed - 1), `${mean} ${perRootPrompt} ${needed}`);
    }
  assert.equal(promptsNeeded({ mean: 3e-5, perRootPrompt: 0, reach: 2, n: 1 }, band), null);
  assert.equal(
    promptsNeeded({ mean: 0, perRootPrompt: 1, reach: 2, n: 1 }, { ...band, bias: 0, least: 0 }),
    null,
  );
  assert.equal(promptsNeeded({ mean: 4.0001e-5, perRootPrompt: 0, reach: 2, n: 1 }, band), null);
});

test('a limit of the mean KL can be the line, of the king too', () => {
  const king = crownInput(contender(1, 3.9999, 0.5), [contender(9, 3.9, 0.001)]);
  const found = unsettled(king, rules, bandOf(0.001));
  assert.equal(found, null, 'the king stays king: nobody else is eligible');
  const heir = crownInput(contender(1, 3.9999, 0.5), [contender(9, 3.9, 0.3)]);
  const line = unsettled(heir, rules, bandOf(0.001));
  assert.deepEqual([line?.uid, line?.gate], [1, 'max_kl']);
  const challenger = crownInput(contender(1, 4, 0.5), [contender(9, 3.9999, 0.5)]);
  assert.ok(unsettled({ ...challenger }, rules, bandOf(0.0005)) !== null);
});

test('the ratio is capped', () => {
  const far = crownInput(contender(1, 2.11, 0.5), [noisy(9, 2.1)]);
  const found = unsettled(far, rules, { ...bandOf(0.02), z: 400 });
  assert.equal(found?.likelihoodRatio, 1e12);
});
