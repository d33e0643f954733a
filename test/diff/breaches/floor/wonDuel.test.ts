import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wonDuel } from '../../../../src/diff/breaches/published/wonDuel.js';
import type { PublishedRow, PublishedTTest } from '../../../../src/domain/published.js';
import { P11 } from '../../../../src/eras/p11.js';
import { CHALLENGER, publishedRow } from '../../breachCases.js';

const base: PublishedTTest = { p: 0.001, t: 3, n: 100, meanDelta: 0.03, se: 0.01, lcb: 0.0104 };
const won = (more: Partial<PublishedTTest> | null, row: Partial<PublishedRow> = {}) =>
  wonDuel(
    publishedRow(CHALLENGER, { tTest: more === null ? null : { ...base, ...more }, ...row }),
    P11.policy,
  );

test('a duel is won by level, mean, lower bound and pairs, each at its edge', () => {
  assert.equal(won({}), true);
  assert.equal(won({ p: 0.03 }), false);
  assert.equal(won({ p: 0.029999 }), true);
  assert.equal(won({ meanDelta: 0, lcb: 0.001 }), false);
  assert.equal(won({ lcb: 0 }), false);
  assert.equal(won({ lcb: null }), true);
  assert.equal(won({ n: 99 }), false);
  assert.equal(won({}, { pairedPrompts: 99 }), false);
});

test('a duel is not won without its numbers, by a king, a reference, or a row that may not win', () => {
  assert.equal(won(null), false);
  assert.equal(won({ p: null }), false);
  assert.equal(won({ meanDelta: null }), false);
  for (const row of [
    { isKing: true },
    { isReference: true },
    { disqualified: true },
    { dethroneEligible: false },
  ])
    assert.equal(won({}, row), false);
  assert.equal(won({}, { dethroneEligible: true }), true);
});
