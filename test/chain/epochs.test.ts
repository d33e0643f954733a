import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  epochIndexAt,
  firstBlockOfEpoch,
  isEpochBlock,
  nextEpochBlock,
  openEpochs,
  revealBlocksOf,
  revealTiming,
} from '../../src/eras/epochs.js';

const SN24 = { netuid: 24, tempo: 360 };

test('epochs fired in the recorded blocks of subnet 1, and in block 335 of 361 of subnet 24', () => {
  // Recorded on finney: last_step of subnet 1 (tempo 99) under runtimes 320 and 343.
  for (const block of [6_530_297, 6_852_597]) {
    assert.equal(isEpochBlock(block, { netuid: 1, tempo: 99 }), true);
    assert.equal(isEpochBlock(block - 1, { netuid: 1, tempo: 99 }), false);
    assert.equal(isEpochBlock(block + 1, { netuid: 1, tempo: 99 }), false);
  }
  const fired = Array.from({ length: 361 * 2 }, (_, at) => 361 * 23_000 + at).filter((block) =>
    isEpochBlock(block, SN24),
  );
  assert.deepEqual(
    fired.map((block) => block % 361),
    [335, 335],
  );
  assert.equal(isEpochBlock(335, { netuid: 24, tempo: 0 }), false);
});

test('the index grows one block after the epoch block', () => {
  const block = nextEpochBlock(8_000_000, SN24) as number;
  assert.equal(isEpochBlock(block, SN24), true);
  const index = epochIndexAt(block, SN24);
  assert.equal(epochIndexAt(8_000_000, SN24), index);
  assert.equal(epochIndexAt(block + 1, SN24), index + 1);
  assert.equal(firstBlockOfEpoch(index + 1, SN24), block + 1);
  assert.equal(nextEpochBlock(block, SN24), block);
  assert.equal(nextEpochBlock(block + 1, SN24), block + 361);
  assert.equal(nextEpochBlock(5, { netuid: 24, tempo: 0 }), null);
});

test('blocks in which a commit can be revealed, by runtime and scheme', () => {
  const epoch = epochIndexAt(8_000_000, SN24);
  const fires = nextEpochBlock(8_000_000, SN24) as number;
  const at = (specVersion: number, scheme: 'hash' | 'crv3' | 'timelock', revealPeriodEpochs = 1) =>
    revealBlocksOf({ ...SN24, specVersion, scheme, epoch, revealPeriodEpochs });
  assert.deepEqual(at(301, 'timelock'), { first: fires + 1, last: fires + 361 });
  assert.deepEqual(at(422, 'timelock', 2), { first: fires + 362, last: fires + 722 });
  assert.deepEqual(at(298, 'hash'), { first: fires + 1, last: fires + 361 });
  assert.equal((fires + 1) % 361, 336);
  for (const specVersion of [216, 298, 299, 300, 423, 460]) assert.equal(at(specVersion, 'timelock'), null);
  assert.deepEqual([298, 299, 300, 301, 422, 423].map(revealTiming), [
    'epoch-block',
    'unknown',
    'unknown',
    'next-index',
    'next-index',
    'look-ahead',
  ]);
});

test('epochs that can hold an unrevealed commit', () => {
  assert.deepEqual(openEpochs(10, 1), [9, 10]);
  assert.deepEqual(openEpochs(1, 3), [0, 1]);
  assert.deepEqual(openEpochs(10, 1, true), [9, 10, 11]);
});
