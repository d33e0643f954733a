import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { erf } from '../../src/python/erf.js';

// math.erf of CPython 3.11.7.
const VALUES: [number, number][] = [
  [1e-300, 1.1283791670955126e-300],
  [1e-8, 1.1283791670955126e-8],
  [0.1, 0.1124629160182849],
  [0.25, 0.2763263901682369],
  [0.5, 0.5204998778130465],
  [0.75, 0.7111556336535151],
  [1, 0.8427007929497149],
  [1.25, 0.9229001282564582],
  [1.5, 0.9661051464753108],
  [1.75, 0.9866716712191824],
  [1.9999, 0.9953201979070294],
  [2, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [3.5, 0.9999992569016276],
  [4, 0.9999999845827421],
  [5, 0.9999999999984626],
  [5.5, 0.9999999999999927],
  [5.9, 0.9999999999999999],
  [6, 1],
  [Infinity, 1],
];

describe('erf', () => {
  it('agrees with math.erf to 1e-15 relative', () => {
    for (const [x, expected] of VALUES) {
      assert.ok(Math.abs(erf(x) - expected) <= 1e-15 * expected, `erf(${x}) = ${erf(x)}`);
      assert.equal(erf(-x), -erf(x));
    }
  });

  it('keeps the sign of zero and passes NaN on', () => {
    assert.ok(Object.is(erf(-0), -0));
    assert.ok(Object.is(erf(0), 0));
    assert.ok(Number.isNaN(erf(Number.NaN)));
  });

  it('never falls where both forms meet', () => {
    let before = 0;
    for (let x = 1.99; x < 2.01; x += 1e-4) {
      assert.ok(erf(x) > before);
      before = erf(x);
    }
  });
});
