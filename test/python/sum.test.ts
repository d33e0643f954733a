import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sum } from '../../src/python/sum.js';

it('sum adds from left to right without compensation', () => {
  // sum([0.1] * 10) under CPython 3.11; 3.12 gives 1.0.
  assert.equal(sum(Array(10).fill(0.1)), 0.9999999999999999);
  assert.equal(sum([1e16, 1, -1e16]), 0);
  assert.ok(Object.is(sum([-0]), 0));
});
