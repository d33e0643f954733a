import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FRESH_FORMULA,
  familyZ,
  freshHalfWidthNats,
  freshParts,
  halfWidthNats,
  PINNED_FORMULA,
  pinnedParts,
  plannedStatisticGates,
  statisticGates,
  widthAt,
} from '../../src/decide/familyBand.js';
import { normalQuantile } from '../../src/decide/normalQuantile.js';
import { erf } from '../../src/python/erf.js';
import { contender, crownInput } from './crownCases.js';

const close = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('quantiles of the normal distribution, middle and far tail', () => {
  // As CPython 3.11 gives them: statistics.NormalDist().inv_cdf.
  close(normalQuantile(0.975), 1.959963984540054);
  close(normalQuantile(0.97), 1.8807936081512509);
  close(normalQuantile(0.999), 3.090232306167813);
  close(normalQuantile(0.84134474606854293), 1);
  close(normalQuantile(1e-6), -4.753424308822899);
  close(normalQuantile(1e-9), -5.997807015007774);
  close(normalQuantile(1e-12), -7.034483825301131);
  close(normalQuantile(1e-100), -21.273453560965326);
  // The least double above 0.
  close(normalQuantile(5e-324), -38.46740561714434);
  assert.equal(normalQuantile(0.5), 0);
  assert.deepEqual([0, -1, 1, 2].map(normalQuantile), [-Infinity, -Infinity, Infinity, Infinity]);
  assert.ok(Number.isNaN(normalQuantile(Number.NaN)));
});

test('the quantile inverts the distribution function', () => {
  for (let z = -5; z <= 5; z += 0.125) {
    const p = 0.5 * (1 + erf(z / Math.SQRT2));
    close(normalQuantile(p), z, z > 4 ? 1e-9 : 1e-10);
  }
  for (let p = 0.001; p < 0.5; p += 0.007) close(normalQuantile(p), -normalQuantile(1 - p), 1e-12);
});

test('the family: more gates, wider; one gate is the plain quantile', () => {
  close(familyZ(0.001, 1), 3.090232306167813);
  close(familyZ(0.001, 1000), 4.753424308822899);
  close(familyZ(0.001, 0), familyZ(0.001, 1));
  assert.ok(familyZ(0.001, 600_000) > familyZ(0.001, 599_999));
});

test('pinned half-width by its formula, and never under the largest disagreement of a prompt', () => {
  const noise = { noiseNats: 1e-4, meanNats: 2e-6 };
  const z = 4;
  close(halfWidthNats({ noise, z, n: 10_000 }), 1e-4, 1e-18);
  close(halfWidthNats({ noise, z, n: 25 }), 2e-6 + ((4 + 3.92) * 1e-4) / 5, 1e-15);
  assert.equal(halfWidthNats({ noise, z, n: 0 }), halfWidthNats({ noise, z, n: 1 }));
  close(widthAt(pinnedParts(noise, z), 25), halfWidthNats({ noise, z, n: 25 }), 1e-18);
});

test('fresh half-width: sqrt(2) z se, and with four times the prompts half of it', () => {
  close(freshHalfWidthNats({ se: 0.002, z: 3 }), Math.SQRT2 * 0.006, 1e-15);
  close(widthAt(freshParts(0.002, 3, 300), 1200), Math.SQRT2 * 0.003, 1e-15);
  assert.notEqual(PINNED_FORMULA, FRESH_FORMULA);
});

test('gates that a statistic decides are counted from the contenders', () => {
  assert.equal(plannedStatisticGates(true, 3), 17);
  assert.equal(plannedStatisticGates(false, 3), 6);
  assert.equal(plannedStatisticGates(true, 0), 2);
  const scored = [contender(9, 2.1, 0.5), contender(8, null, 0.5)];
  assert.equal(statisticGates(crownInput(contender(1, 2.2, 0.5), scored)), 7);
  assert.equal(statisticGates(crownInput(contender(1, null, 0.5), scored)), 2);
});
