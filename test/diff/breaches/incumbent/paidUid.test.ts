import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isZeroed, paidUid } from '../../../../src/diff/breaches/rows/paidUid.js';
import { FALLBACK, paying } from '../../chainCases.js';

test('whom a row pays: its king, or the fallback UID alone', () => {
  assert.equal(paidUid(paying(20), FALLBACK), 20);
  assert.equal(paidUid([[20, 65535]], null), 20);
  assert.equal(paidUid([[FALLBACK, 65535]], FALLBACK), FALLBACK);
  assert.equal(
    paidUid(
      [
        [20, 7282],
        [FALLBACK, 65535],
      ],
      FALLBACK,
    ),
    20,
  );
});

test('a row that does not tell: empty, zeroed by the chain, or two equal weights', () => {
  assert.equal(paidUid([], FALLBACK), null);
  assert.equal(paidUid([[20, 0]], FALLBACK), null);
  assert.equal(
    paidUid(
      [
        [20, 0],
        [FALLBACK, 7282],
      ],
      FALLBACK,
    ),
    null,
  );
  assert.equal(
    paidUid(
      [
        [20, 65535],
        [30, 65535],
      ],
      FALLBACK,
    ),
    null,
  );
});

test('the chain put 0 at the largest weight of a row', () => {
  const row = (king: number, other: number) =>
    [
      [20, king],
      [FALLBACK, other],
    ] as const;
  assert.equal(isZeroed(row(0, 7282)), true);
  assert.equal(isZeroed(row(65535, 0)), false);
  assert.equal(isZeroed(row(65535, 7282)), false);
  assert.equal(isZeroed(row(40000, 7282)), false);
  assert.equal(isZeroed([[20, 0]]), true);
  assert.equal(isZeroed([]), false);
});
