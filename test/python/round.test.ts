import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { round } from '../../src/python/round.js';

const pow10 = (n: number): bigint => 10n ** BigInt(n);

/** The exact value of a finite double as numerator over a power of two, by doubling until it is an integer. */
function exact(value: number): { numerator: bigint; denominator: bigint } {
  let [scaled, halvings] = [value, 0n];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    halvings++;
  }
  return { numerator: BigInt(scaled), denominator: 2n ** halvings };
}

/** The integer that `value x 10^digits` rounds to, found by trying neighbours: nearest, and even when two are. */
function nearestEven(value: number, digits: number): bigint {
  const { numerator, denominator } = exact(value);
  const scaled = numerator * pow10(digits);
  const candidates = [-1n, 0n, 1n].map((step) => scaled / denominator + step);
  const distance = (candidate: bigint): bigint => {
    const off = candidate * denominator - scaled;
    return off < 0n ? -off : off;
  };
  return candidates.reduce((best, next) => {
    const [a, b] = [distance(best), distance(next)];
    if (b < a || (b === a && next % 2n === 0n)) return next;
    return best;
  });
}

const decimal = (digitsText: bigint, digits: number): number => Number(`${digitsText}e-${digits}`);

describe('round', () => {
  it('rounds as CPython 3.11.7 does at the edges', () => {
    const cases: [number, number, number][] = [
      [-0, 2, -0],
      [-0.3, 0, -0],
      [0.5, 0, 0],
      [1.5, 0, 2],
      [2.5, 0, 2],
      [2.675, 2, 2.67],
      [1e22, 2, 1e22],
      [123456.5, -1, 123460],
      [150, -2, 200],
      [250, -2, 200],
      [5e-324, 323, 0],
      [5e-324, 324, 5e-324],
      [1.5, -400, 0],
      [-1.5, -400, -0],
      [1e15 + 0.5, 0, 1e15],
      [0.0078125, 6, 0.007812],
      [0.0625, 3, 0.062],
      [0.3125, 3, 0.312],
      [1.005, 15, 1.005],
      [-123.456, -3, -0],
      [1e-310, 310, 1e-310],
      [Infinity, 3, Infinity],
      [-Infinity, 3, -Infinity],
      [Number.NaN, 3, Number.NaN],
    ];
    for (const [value, digits, expected] of cases)
      assert.ok(Object.is(round(value, digits), expected), `round(${value}, ${digits})`);
  });

  it('refuses what Python refuses', () => {
    assert.throws(() => round(Number.MAX_VALUE, -308), RangeError);
    assert.throws(() => round(1, 0.5), RangeError);
  });

  it('is the nearest decimal of the exact value, ties to even', () => {
    const values = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
      fc
        .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 40 }))
        .map(([n, k]) => n / 2 ** k),
      fc
        .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 12 }))
        .map(([n, k]) => n / 10 ** k),
    );
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 15 }), (value, digits) => {
        const expected = decimal(nearestEven(value, digits), digits);
        assert.equal(round(value, digits) + 0, expected + 0);
        assert.equal(
          Object.is(Math.sign(round(value, digits)), -0) || round(value, digits) < 0,
          value < 0 || Object.is(value, -0),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 15 }),
        (value, digits) => {
          assert.ok(Object.is(round(round(value, digits), digits), round(value, digits)));
        },
      ),
    );
  });
});
