import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHyperparameters } from '../../src/chain/actions/getHyperparameters.js';
import { encodeStorage } from '../../src/chain/codec/encodeStorage.js';
import type { StorageItemName } from '../../src/chain/codec/runtime.js';
import { storageKey } from '../../src/chain/codec/storageKeys.js';
import { createChain } from '../../src/chain/createChain.js';
import { StateReader } from '../../src/chain/stateReader.js';
import { RecordedFacts } from '../../src/chain/transports/recordedFacts.js';
import { encodeAuraSlot } from '../../src/domain/auraSlot.js';
import { blake2Hash } from '../../src/domain/blake2Hash.js';
import { blockOf, chainOf, encodeSample, runtimeOf, sampleSubnet } from './sampleSubnet.js';

const BLOCK = 8_382_960;

test('a subnet of 256 UIDs encoded as storage is read back as it was, on a new and an old runtime', async () => {
  for (const spec of [424, 343]) {
    const values = { ...sampleSubnet(256), ...(spec === 343 ? pendingOf343() : {}) };
    const block = blockOf(BLOCK, await encodeSample(spec, values));
    const chain = createChain(chainOf(spec, block));
    const state = await chain.getState(BLOCK);
    assert.equal(chain.getBlockHash(BLOCK), block.hash);
    assert.deepEqual([state.block, state.hash, state.specVersion], [BLOCK, block.hash, spec]);
    assert.deepEqual([state.trust, state.netuid, state.tempo], ['T0', 24, 360]);
    assert.deepEqual([state.commitReveal, state.revealPeriodEpochs], [true, 1]);
    assert.deepEqual([state.epochIndex, state.lastEpochBlock], [spec === 424 ? 23_219 : 23_221, 8_382_800]);
    assert.deepEqual([state.ownerHotkey, state.events], [values.ownerHotkey, null]);
    assert.deepEqual(state.uids, values.uids);
    assert.deepEqual(
      state.commitments.map(({ uid, entries, chosen }) => [uid, entries, chosen]),
      values.uids
        .filter(({ uid }) => uid % 3 === 0)
        .map(({ uid }) => [
          uid,
          [
            {
              block: 8_380_000 + uid,
              text: `{"model":"org/m-${uid}"}`,
              lengthPrefixed: true,
              strictText: `{"model":"org/m-${uid}"}`,
            },
          ],
          0,
        ]),
    );
    const expected = values.uids
      .filter(({ uid }) => uid % 5 === 0 || uid === 1)
      .map(({ uid }) => ({ uid, row: values.weights.find((one) => one.uid === uid)?.row ?? [] }));
    assert.deepEqual(state.weights, expected);
    const pending = values.pending.flatMap(({ epoch, commits }) =>
      commits.map(({ ciphertext, ...commit }) => ({
        scheme: 'timelock',
        ...commit,
        epoch,
        commitHash: blake2Hash(ciphertext),
      })),
    );
    assert.equal(pending.length, 1);
    assert.deepEqual(state.pendingWeightCommits, pending);
  }
});

/** Before stateful epochs the index is a function of the block: (8,382,960 + 25) div 361 = 23,221. */
const pendingOf343 = () => {
  const [, last] = sampleSubnet(1).pending;
  return {
    pending: [
      { epoch: 23_220, commits: [] },
      { epoch: 23_221, commits: last?.commits ?? [] },
    ],
  };
};

test('a block that is not recorded names the nearest ones', async () => {
  const block = blockOf(BLOCK, []);
  const chain = createChain(chainOf(424, block));
  assert.throws(() => chain.getBlockHash(5), { code: 'NOT_RECORDED', exitCode: 69 });
  await assert.rejects(chain.getState(BLOCK + 1), (error: { why?: string }) =>
    Boolean(error.why?.includes(String(BLOCK))),
  );
});

test('every key that was read is needed: leaving one out names block, item and key', async () => {
  const runtime = await runtimeOf(424);
  const full = await encodeSample(424, sampleSubnet(6));
  const unread = [
    'LastMechansimStepBlock',
    'BlocksSinceLastStep',
    'LastEpochBlock',
    'PendingEpochAt',
  ] as const;
  const spare = new Set<string>([
    ...unread.map((name) => storageKey(runtime, `SubtensorModule.${name}`, [24])),
    ...sampleSubnet(6).uids.map((one) => storageKey(runtime, 'SubtensorModule.Uids', [24, one.hotkey])),
  ]);
  let refused = 0;
  for (const [key] of full) {
    const chain = createChain(
      chainOf(
        424,
        blockOf(
          BLOCK,
          full.filter((pair) => pair[0] !== key),
        ),
      ),
    );
    if (spare.has(key)) {
      await chain.getState(BLOCK);
      continue;
    }
    await assert.rejects(chain.getState(BLOCK), (error: { code: string; message: string; facts: object }) => {
      assert.equal(error.code, 'NOT_RECORDED');
      assert.match(error.message, /^(SubtensorModule|Commitments)\.\w+\(24.*\) at block 8382960/);
      assert.deepEqual((error.facts as { key: string }).key, key);
      return true;
    });
    refused++;
  }
  assert.ok(refused > 30);
});

test('absent storage takes the default of the runtime', async () => {
  const runtime = await runtimeOf(424);
  const values = sampleSubnet(2);
  const nothing = new Set<string>(
    (
      [
        'Tempo',
        'CommitRevealWeightsEnabled',
        'RevealPeriodEpochs',
        'MechanismCountCurrent',
        'StakeWeight',
      ] as const
    ).map((name) => storageKey(runtime, `SubtensorModule.${name}`, [24])),
  );
  const pairs = (await encodeSample(424, values)).map(
    ([key, value]) => [key, nothing.has(key) ? null : value] as const,
  );
  const state = await createChain(chainOf(424, blockOf(BLOCK, pairs))).getState(BLOCK);
  assert.deepEqual([state.tempo, state.commitReveal, state.revealPeriodEpochs], [360, true, 1]);
  assert.deepEqual(
    state.uids.map((one) => one.stakeWeight),
    [0, 0],
  );
});

test('a block has the time of its slot, in slots of its runtime, and none where its header names no slot', async () => {
  const pairs = await encodeSample(424, sampleSubnet(2));
  const slot = encodeAuraSlot(148_659_684n);
  const stateOf = (logs: readonly string[]) =>
    createChain(chainOf(424, blockOf(BLOCK, pairs, undefined, undefined, logs))).getState(BLOCK);
  assert.equal((await stateOf([slot])).time, '2026-07-13T04:16:48Z');
  for (const logs of [[], [slot, slot]]) assert.ok(!('time' in (await stateOf(logs))));
});

test('a subnet of two mechanisms is refused by name', async () => {
  const runtime = await runtimeOf(424);
  const two = encodeStorage(runtime, 'SubtensorModule.MechanismCountCurrent', [24], 2);
  const pairs = (await encodeSample(424, sampleSubnet(2))).map((pair) => (pair[0] === two[0] ? two : pair));
  await assert.rejects(createChain(chainOf(424, blockOf(BLOCK, pairs))).getState(BLOCK), {
    code: 'UNSUPPORTED_SUBNET',
  });
});

test('weights of another mechanism are refused, those of another subnet are not', async () => {
  const runtime = await runtimeOf(424);
  const pairs = await encodeSample(424, sampleSubnet(2));
  const read = (netuid: number, row: [number, number][] | null) => {
    const other = encodeStorage(runtime, 'SubtensorModule.Weights', [netuid, 0], row);
    return createChain(chainOf(424, blockOf(BLOCK, [...pairs, other]))).getState(BLOCK);
  };
  await assert.rejects(read(4096 + 24, [[0, 65535]]), { code: 'UNSUPPORTED_SUBNET' });
  await read(4096 + 24, null);
  await read(4096 + 23, [[0, 65535]]);
});

test('the block of the last epoch may be missing from a recording', async () => {
  const runtime = await runtimeOf(424);
  const key = storageKey(runtime, 'SubtensorModule.LastEpochBlock', [24]);
  const pairs = (await encodeSample(424, sampleSubnet(2))).filter((pair) => pair[0] !== key);
  const state = await createChain(chainOf(424, blockOf(BLOCK, pairs))).getState(BLOCK);
  assert.equal(state.lastEpochBlock, null);
});

test('a subnet whose outcome is not its weights is refused by name', async () => {
  const runtime = await runtimeOf(424);
  // No recorded runtime has the flag yet: it is laid out here as another boolean of the subnet, which is on.
  const flag = runtime.item('SubtensorModule.CommitRevealWeightsEnabled');
  const item = (name: StorageItemName) =>
    name === 'SubtensorModule.NullConsensus' && flag !== null ? { ...flag, name } : runtime.item(name);
  for (const on of [true, false]) {
    const pairs = await encodeSample(424, { ...sampleSubnet(2), commitReveal: on });
    const reader = new StateReader(
      BLOCK,
      blockOf(BLOCK, pairs).hash,
      24,
      { ...runtime, item },
      new RecordedFacts(blockOf(BLOCK, pairs), null, 'T0'),
    );
    if (on) assert.throws(() => getHyperparameters(reader), { code: 'UNSUPPORTED_SUBNET', exitCode: 69 });
    else assert.equal(getHyperparameters(reader).commitReveal, false);
  }
});

test('at an upgrade the block is decoded with the runtime of its parent', async () => {
  const old = blockOf(BLOCK, await encodeSample(343, { ...sampleSubnet(3), ...pendingOf343() }));
  const next = blockOf(BLOCK + 1, await encodeSample(424, sampleSubnet(3)), old.hash);
  const asked: number[] = [];
  const chain = createChain({
    blocks: [
      { number: old.number, hash: old.hash, specVersion: 343 },
      { number: next.number, hash: next.hash, specVersion: 424 },
    ],
    netuid: 24,
    readBlock: (number) => Promise.resolve(number === BLOCK ? old : next),
    readMetadata: async (version) => {
      asked.push(version);
      return (await import('./sampleSubnet.js')).metadataOf(version);
    },
  });
  assert.equal((await chain.getState(BLOCK)).specVersion, 343);
  assert.equal((await chain.getState(BLOCK + 1)).specVersion, 424);
  assert.deepEqual(asked, [343, 424]);
  // The newer layout needs an index that the older storage does not have.
  const wrong = createChain({ ...chainOf(424, old) });
  await assert.rejects(wrong.getState(BLOCK), { code: 'NOT_RECORDED' });
});

test('entries of a zeroed UID stay in the row, and a row is shown ascending', async () => {
  const values = {
    ...sampleSubnet(2),
    weights: [
      {
        uid: 0,
        row: [
          [155, 7282],
          [11, 0],
        ] as [number, number][],
      },
    ],
  };
  const state = await createChain(chainOf(424, blockOf(BLOCK, await encodeSample(424, values)))).getState(
    BLOCK,
  );
  assert.deepEqual(state.weights[0], {
    uid: 0,
    row: [
      [11, 0],
      [155, 7282],
    ],
  });
});
