import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuntime } from '../../../src/chain/codec/registry.js';
import { storageKey } from '../../../src/chain/codec/storageKeys.js';
import { epochIndexAt } from '../../../src/eras/epochs.js';
import { createSubnetWorld, readMetadata } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import { startLoopbackNode } from '../../support/loopbackNode/startLoopbackNode.js';
import { compareTruth } from './compareTruth.js';
import { openTestArchive } from './openTestArchive.js';
import { readWhole } from './readWhole.js';

const FIRST = 8_380_000;
const UPGRADE = FIRST + 500;
const plan = {
  firstBlock: FIRST,
  lastBlock: FIRST + 1_100,
  size: 30,
  specVersion: 343,
  upgrades: [{ at: UPGRADE, specVersion: 424 }],
  swaps: [{ block: FIRST + 505, uid: 7 }],
  // The winner is replaced while its weights are hidden, and again while they are visible.
  rowOf: () =>
    [
      [11, 65535],
      [25, 7282],
    ] as const,
  replacements: [FIRST + 490, FIRST + 900].map((block) => ({ block, uid: 11 })),
};

test('an upgrade from 343 to 424 inside of a range: every block says what happened', async () => {
  const { world, simulation } = await createSubnetWorld(plan);
  const node = await startLoopbackNode(world);
  const archive = await openTestArchive([node.wsUrl]);
  try {
    const around = [UPGRADE - 1, UPGRADE, UPGRADE + 1, UPGRADE + 2];
    const moments = [
      ...simulation.epochs.flatMap((block) => [block - 1, block, block + 1]),
      ...simulation.decisions.flatMap(({ decidedAt }) => [decidedAt]),
      ...simulation.changesOfHotkey.flatMap(({ block }) => [block - 1, block]),
    ];
    let hidden = 0;
    let zeroed = 0;
    for (const block of new Set([...around, ...moments])) {
      const state = await readWhole(archive, world, block);
      assert.equal(state.specVersion, block <= UPGRADE ? 343 : 424, `block ${block}`);
      assert.equal(state.trust, 'T0');
      compareTruth(state, simulation);
      hidden += state.pendingWeightCommits.length;
      zeroed += state.weights.filter(({ row }) => row.some(([, weight]) => weight === 0)).length;
      if (block <= UPGRADE + 1)
        assert.equal(state.epochIndex, epochIndexAt(block, { netuid: 24, tempo: 360 }));
      assert.ok(state.events !== null);
    }
    assert.ok(hidden > 0 && zeroed > 0 && simulation.epochs.some((block) => block > UPGRADE + 1));
    // The node itself already answers the new version at the upgrade block.
    assert.equal(await archive.getSpecVersion(world.blockAt(UPGRADE)?.hash ?? '0x'), 424);
  } finally {
    await archive.close();
    await node.close();
  }
});

test('events of old and new runtimes tell the same story as the rows', async () => {
  const { world, simulation } = await createSubnetWorld(plan);
  const node = await startLoopbackNode(world);
  const archive = await openTestArchive([node.httpUrl]);
  try {
    for (const { uid, hotkey, decidedAt, visibleAt } of simulation.decisions) {
      const decided = await readWhole(archive, world, decidedAt);
      const committed = decided.events?.find(
        (one) => one.kind === 'weights-committed' && one.hotkey === hotkey,
      );
      const stored = decided.pendingWeightCommits.find((one) => one.committedAt === decidedAt);
      assert.equal(committed?.commitHash, stored?.commitHash);
      assert.equal(committed?.phase, 'extrinsic');
      assert.equal(decided.uids[uid]?.lastUpdate, decidedAt);
      if (visibleAt === null) continue;
      const shown = await readWhole(archive, world, visibleAt);
      const kinds = shown.events?.filter((one) => one.uid === uid || one.hotkey === hotkey) ?? [];
      assert.deepEqual(
        kinds.map(({ kind, phase }) => [kind, phase]),
        [
          ['weights-set', 'initialization'],
          ['weights-revealed', 'initialization'],
        ],
      );
      // From 423 on a reveal comes in the very block of the epoch, before that in the first block after it.
      const epoch = visibleAt > UPGRADE + 1 ? visibleAt : visibleAt - 1;
      assert.ok(simulation.epochs.includes(epoch), `reveal at ${visibleAt}`);
    }
    const [swap] = simulation.changesOfHotkey.filter((one) => one.how === 'swapped');
    assert.ok(swap !== undefined);
    const swapped = await readWhole(archive, world, swap.block);
    assert.deepEqual(
      swapped.events
        ?.filter((one) => one.kind === 'hotkey-swapped')
        .map(({ hotkey, newHotkey, phase }) => [hotkey, newHotkey, phase]),
      [[swap.from, swap.to, 'extrinsic']],
    );
  } finally {
    await archive.close();
    await node.close();
  }
});

test('two endpoints and a proof make every fact T2, in both state versions', async () => {
  for (const stateVersion of [0, 1] as const) {
    const made = await createSubnetWorld(
      { ...plan, lastBlock: FIRST + 60, upgrades: [], size: 12 },
      { stateRoots: true, stateVersion },
    );
    const nodes = await Promise.all([startLoopbackNode(made.world), startLoopbackNode(made.world)]);
    const archive = await openTestArchive(nodes.map((node) => node.wsUrl));
    const alone = await openTestArchive([nodes[0]?.wsUrl ?? '']);
    try {
      const state = await readWhole(archive, made.world, FIRST + 50, true);
      assert.deepEqual([state.trust, ...new Set(Object.values(state.trustOf))], ['T2', 'T2']);
      assert.equal((await readWhole(archive, made.world, FIRST + 50)).trust, 'T1');
      // A proof holds whoever gave it, but one endpoint alone could have made up the block.
      assert.equal((await readWhole(alone, made.world, FIRST + 50, true)).trust, 'T0');
      const runtime = await loadRuntime(343, await readMetadata(343));
      const key = storageKey(runtime, 'SubtensorModule.Weights', [24, 0]);
      for (const node of nodes) node.faults.lie = { key, value: '0x04050000ff' };
      // They agree on the lie, and the root that they agree on refutes it.
      await assert.rejects(readWhole(archive, made.world, FIRST + 50, true), { code: 'CHAIN_VALUE_REFUTED' });
    } finally {
      await Promise.all([archive.close(), alone.close()]);
      await Promise.all(nodes.map((node) => node.close()));
    }
  }
});
