import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.js';
import type { ItemCounts } from '../../src/domain/itemCounts.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { itemKeys } from '../../src/reconstruct/items/itemKeys.js';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const keysOf = (block: bigint, counts: ItemCounts) => itemKeys(drawItems(block, counts));
/** Default counts with some items of every muted axis. */
const SOME: ItemCounts = {
  ...ITEM_COUNTS.default,
  knowledge: 10,
  self_consistency: 6,
  arc: 8,
  truthful: 6,
  procedural: 6,
  noise: 4,
};

describe('the wording-free part of the items', () => {
  for (const [block, counts] of [
    [12345n, 'default'],
    [12345n, 'wide'],
    [8_383_680n, 'default'],
  ] as const)
    it(`is that of the evaluator's own generators at ${block}, ${counts}`, () => {
      const path = join(root, 'test/vectors', `keys-${block}-${counts}.json`);
      const expected = JSON.parse(readFileSync(path, 'utf8'));
      const drawn = JSON.parse(canonicalJson(keysOf(block, ITEM_COUNTS[counts])));
      for (const axis of Object.keys(expected)) assert.deepEqual(drawn[axis], expected[axis], axis);
      assert.deepEqual(Object.keys(drawn), Object.keys(expected));
    });

  it('has the digests that were published for counts that are not held as files', () => {
    for (const [block, counts, digest] of [
      [12345n, SOME, 'a6f1285da627a0a1e329c8f341409d643e2cf6bdda08bbf771b4485d2c530a95'],
      [8_383_680n, SOME, '1d6ea3ceb9024e7565a63fa940b94f000629153bf1007ff208e72149eee15bc2'],
      [8_383_680n, ITEM_COUNTS.wide, '3a6ba2d126ee6b5f8f3de35db4282b3035db24aa4db2c194f47ea440de6ff9ef'],
    ] as const)
      assert.equal(sha256Hex(canonicalJson(keysOf(block, counts))), digest, `${block}`);
  });

  it('of fewer items is a prefix of that of more', () => {
    const few = drawItems(8_390_160n, ITEM_COUNTS.default);
    const many = drawItems(8_390_160n, ITEM_COUNTS.wide);
    for (const axis of ['math', 'code', 'reasoning', 'ifeval', 'aime', 'tool_use', 'long_context'] as const)
      assert.deepEqual(many[axis].slice(0, few[axis].length), few[axis], axis);
  });
});

it('a block number beyond 64 bits draws', () => {
  const block = 10n ** 30n;
  assert.equal(
    keysOf(block, ITEM_COUNTS.default).on_policy_rkl_seed,
    Number(42n ^ BigInt.asUintN(32, block)),
  );
});
