import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChainState } from '../../../src/domain/chainState.js';
import { createSubnetWorld } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import type { Simulation, SubnetPlan } from '../../support/loopbackNode/simulate/simulation.js';
import { startLoopbackNode } from '../../support/loopbackNode/startLoopbackNode.js';
import { compareTruth } from './compareTruth.js';
import { openTestArchive } from './openTestArchive.js';
import { readWhole } from './readWhole.js';

const FIRST = 8_380_000;
const plan = { firstBlock: FIRST, lastBlock: FIRST + 1_200, size: 10, specVersion: 424 };

/** Plays a plan and reads blocks of it over the wire. */
async function play(
  changes: Partial<SubnetPlan>,
  check: (simulation: Simulation, read: (block: number) => Promise<ChainState>) => Promise<void>,
): Promise<void> {
  const { world, simulation } = await createSubnetWorld({ ...plan, ...changes });
  const node = await startLoopbackNode(world);
  const archive = await openTestArchive([node.wsUrl]);
  try {
    await check(simulation, (block) => readWhole(archive, world, block));
  } finally {
    await archive.close();
    await node.close();
  }
}

test('without commit-reveal a row stands in the block in which it is set', async () => {
  await play({ commitReveal: false }, async (simulation, read) => {
    assert.ok(simulation.decisions.length >= 10);
    for (const { uid, decidedAt, visibleAt } of simulation.decisions.slice(0, 6)) {
      assert.equal(decidedAt, visibleAt);
      const state = await read(decidedAt);
      compareTruth(state, simulation);
      assert.equal(state.uids[uid]?.lastUpdate, decidedAt);
      assert.deepEqual([state.commitReveal, state.pendingWeightCommits], [false, []]);
      const set = state.events?.find((one) => one.kind === 'weights-set' && one.uid === uid);
      assert.equal(set?.phase, 'extrinsic');
    }
  });
});

test('a late pulse, a failed reveal and an expired commit each leave their own trace', async () => {
  for (const specVersion of [343, 424]) {
    const troubleOf: SubnetPlan['troubleOf'] = (uid, nth) => {
      if (nth !== 0) return null;
      if (uid === 0) return { kind: 'late', blocks: 7 };
      if (uid === 3) return { kind: 'failed' };
      return uid === 6 ? { kind: 'late', blocks: 10_000 } : null;
    };
    await play({ specVersion, troubleOf, replacements: [], swaps: [] }, async (simulation, read) => {
      const firstOf = (uid: number) => {
        const decision = simulation.decisions.find((one) => one.uid === uid);
        assert.ok(decision !== undefined);
        return decision;
      };
      const due = firstOf(9).visibleAt ?? 0;
      const shows = async (uid: number, block: number) => {
        const { pendingWeightCommits, events } = await read(block);
        const { hotkey, decidedAt } = firstOf(uid);
        return {
          stored: pendingWeightCommits.some((one) => one.hotkey === hotkey && one.committedAt === decidedAt),
          revealed: events?.some((one) => one.kind === 'weights-revealed' && one.hotkey === hotkey) ?? false,
        };
      };
      assert.deepEqual(await shows(9, due), { stored: false, revealed: true });
      // Late: stored seven blocks longer.
      assert.equal(firstOf(0).visibleAt, due + 7);
      assert.deepEqual(await shows(0, due + 6), { stored: true, revealed: false });
      assert.deepEqual(await shows(0, due + 7), { stored: false, revealed: true });
      // Failed: gone at its time, without an event.
      assert.equal(firstOf(3).outcome, 'failed');
      assert.deepEqual(await shows(3, due - 1), { stored: true, revealed: false });
      assert.deepEqual(await shows(3, due), { stored: false, revealed: false });
      // Expired: stored through the whole epoch of its reveal, and dropped when the next one begins.
      const next = due + (specVersion === 343 ? 361 : 360);
      assert.equal(firstOf(6).outcome, 'expired');
      assert.deepEqual(await shows(6, next - 1), { stored: true, revealed: false });
      // The reveal in that block is of its next commit.
      assert.deepEqual(await shows(6, next), { stored: false, revealed: true });
    });
  }
});

test('a world of another seed has the same storage under other hashes', async () => {
  const [one, other] = [await createSubnetWorld(plan), await createSubnetWorld(plan, { seed: 1 })];
  const block = FIRST + 700;
  assert.deepEqual(one.world.entriesAt(block), other.world.entriesAt(block));
  assert.notEqual(one.world.blockAt(block)?.hash, other.world.blockAt(block)?.hash);
  const again = await createSubnetWorld(plan);
  assert.equal(one.world.blockAt(block)?.hash, again.world.blockAt(block)?.hash);
});
