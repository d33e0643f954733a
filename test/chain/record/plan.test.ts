import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChainCache } from '../../../src/chain/record/cache/openChainCache.js';
import { planRange } from '../../../src/chain/record/planRange.js';
import { recordRange } from '../../../src/chain/record/recordRange.js';
import { anchoredSpans } from '../../../src/chain/record/roundAnchors.js';
import { createSubnetWorld } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import { worldArchive } from './worldArchive.js';

const ROUND = 11_643;
const ROUNDS = 6;

test('spans of a range: every seed block in full, cutoff and activation of each round between them', () => {
  const seed = ROUND * 720;
  assert.deepEqual(anchoredSpans(ROUND, ROUND + 1), [
    { from: seed - 120, to: seed, fixed: [seed - 20] },
    { from: seed, to: seed + 720, fixed: [seed + 600, seed + 700] },
    { from: seed + 720, to: seed + 1_440, fixed: [seed + 1_320, seed + 1_420] },
    { from: seed + 1_440, to: seed + 2_040, fixed: [] },
  ]);
  assert.deepEqual(anchoredSpans(0, 0).at(0), { from: 0, to: 720, fixed: [600, 700] });
});

test('a subnet of 256 UIDs takes at most 60 bulk calls a round, none from the cache, and the plan says so before', async () => {
  for (const commitReveal of [true, false]) {
    const { world } = await createSubnetWorld({
      firstBlock: ROUND * 720 - 125,
      lastBlock: (ROUND + ROUNDS + 1) * 720,
      specVersion: 424,
      commitReveal,
    });
    const archive = worldArchive(world);
    const cache = await openChainCache(null);
    const seen: { done: number; total: number }[] = [];
    const input = {
      netuid: 24,
      fromRound: ROUND,
      toRound: ROUND + ROUNDS - 1,
      cache,
      endpoints: archive.endpoints,
      openArchive: async () => archive,
      proofs: 'none' as const,
      onProgress: (progress: { done: number; total: number }) => seen.push(progress),
    };
    const before = planRange(input);
    const range = await recordRange(input);
    const bulk = archive.calls().state_queryStorageAt ?? 0;
    assert.ok(bulk <= 60 * ROUNDS, `${bulk} bulk calls for ${ROUNDS} rounds`);
    assert.ok(before.calls.bulk > bulk / 2 && before.calls.bulk < bulk * 2, `${before.calls.bulk} planned`);
    assert.deepEqual([before.cached, before.calls.proofs], [0, 0]);
    assert.ok(before.seconds > 0);
    assert.equal(seen.length, range.blocks.length);
    assert.ok(seen.every(({ done, total }, at) => done === at + 1 && total >= done));
    const total = range.blocks.length;
    const nothing = { bulk: 0, hashes: 0, headers: 0, proofs: 0 };
    assert.deepEqual(planRange(input), { blocks: total, cached: total, calls: nothing, seconds: 0 });
    const asked = archive.log.length;
    assert.deepEqual(await recordRange(input), range);
    assert.equal(archive.log.length, asked);
    const longer = planRange({ ...input, toRound: ROUND + ROUNDS });
    assert.ok(longer.calls.bulk > 0 && longer.calls.bulk < 80 && longer.cached > total / 2);
  }
});
