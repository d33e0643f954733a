import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeStorage } from '../../../src/chain/codec/encodeStorage.js';
import { createChain } from '../../../src/chain/createChain.js';
import { BlockSource } from '../../../src/chain/record/BlockSource.js';
import { openChainCache } from '../../../src/chain/record/cache/openChainCache.js';
import { Recorder } from '../../../src/chain/record/Recorder.js';
import { type RecordedBlock, recordedBlock } from '../../../src/chain/record/recordedBlock.js';
import { type RecordedRange, recordRange } from '../../../src/chain/record/recordRange.js';
import { followRows } from '../../../src/diff/followRows.js';
import { holderAt } from '../../../src/diff/holderAt.js';
import type { Chain, ChainState } from '../../../src/domain/chainState.js';
import { roundBlocks, windowEnd } from '../../../src/eras/roundBlocks.js';
import { createSubnetWorld } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import type { SubnetPlan } from '../../support/loopbackNode/simulate/simulation.js';
import { inventHotkey } from '../../support/loopbackNode/simulate/subnetModel.js';
import type { LoopbackWorld } from '../../support/loopbackNode/world.js';
import { runtimeOf } from '../sampleSubnet.js';
import { worldArchive } from './worldArchive.js';

const ROUND = 11_643;
const SIZE = 12;
const SEED = ROUND * 720;
const FIRST = SEED - 130;
const LAST = SEED + 1_320;

const chainOf = ({ blocks, runtimes }: Pick<RecordedRange, 'blocks' | 'runtimes'>): Chain => {
  const byNumber = new Map(blocks.map((block) => [block.number, block]));
  return createChain({
    netuid: 24,
    blocks,
    readBlock: async (block) => byNumber.get(block) as RecordedBlock,
    readMetadata: async (spec) =>
      runtimes.find((one) => one.specVersion === spec)?.metadata ?? new Uint8Array(),
  });
};

/** Every block of the range, read in full. */
async function recordAll(world: LoopbackWorld, from: number, to: number) {
  const archive = worldArchive(world);
  const cache = await openChainCache(null);
  const openArchive = async () => archive;
  const source = new BlockSource({ cache, openArchive, endpoints: archive.endpoints, proofs: 'none' }, to);
  const recorder = new Recorder(source, 24);
  const blocks: RecordedBlock[] = [];
  for (let block = from; block <= to; block++) {
    const guess = blocks.at(-1)?.storage.map(([key]) => key) ?? [];
    blocks.push(recordedBlock(await recorder.read(await recorder.open(block), null, guess)));
  }
  return { blocks, runtimes: recorder.versions.runtimes(blocks.map((block) => block.specVersion)) };
}

async function statesOf(chain: Chain): Promise<ChainState[]> {
  const states: ChainState[] = [];
  for (const block of chain.blocks) states.push(await chain.getState(block));
  return states;
}

/** The rows of the round as the audit follows them; a row is last seen in the last block of it that was read. */
const rowsOf = (states: readonly ChainState[]) =>
  followRows(roundBlocks(ROUND), states).map(({ shown, ...validator }) => ({
    ...validator,
    shown: shown.map(({ lastAt: _, ...row }) => row),
  }));

function holderOf(states: readonly ChainState[], uid: number, block: number) {
  const holder = holderAt(states, uid, block);
  return holder === null ? null : [holder.hotkey, holder.registeredAt];
}

/** What a world holds under a key at a block, in place of what was simulated. */
type Overlay = (block: number, key: string, value: string | null) => string | null;

/** Records a round by following changes and block by block, and holds one against the other. */
async function compare(plan: Partial<SubnetPlan>, overlay: Overlay = (_block, _key, value) => value) {
  const { world: plain, simulation } = await createSubnetWorld({
    firstBlock: FIRST,
    lastBlock: LAST,
    size: SIZE,
    validators: [0, 3, 6, 9],
    specVersion: 424,
    swaps: [{ block: SEED + 333, uid: 10 }],
    ...plan,
  });
  const world: LoopbackWorld = {
    ...plain,
    valueAt: (block, key) => overlay(block, key, plain.valueAt(block, key)),
  };
  const archive = worldArchive(world);
  const range = await recordRange({
    netuid: 24,
    fromRound: ROUND,
    toRound: ROUND,
    cache: await openChainCache(null),
    endpoints: archive.endpoints,
    openArchive: async () => archive,
    proofs: 'none',
  });
  const [first, last] = [range.blocks.at(0)?.number ?? 0, range.blocks.at(-1)?.number ?? 0];
  const states = await statesOf(chainOf(range));
  const all = await statesOf(chainOf(await recordAll(world, first, last)));
  const allByBlock = new Map(all.map((state) => [state.block, state]));
  for (const state of states) assert.deepEqual(state, allByBlock.get(state.block));
  const round = roundBlocks(ROUND);
  assert.deepEqual([first, last], [round.seedBlock - 120, windowEnd(round)]);
  for (const block of [round.cutoffBlock, round.seedBlock, round.activationBlock, round.nextSeedBlock])
    assert.ok(states.some((state) => state.block === block));
  assert.deepEqual(rowsOf(states), rowsOf(all));
  for (let uid = 0; uid < SIZE; uid++)
    for (let block = first; block <= last; block += 3)
      assert.deepEqual(
        holderOf(states, uid, block),
        holderOf(all, uid, block),
        `holder of ${uid} at ${block}`,
      );
  return { range, simulation, archive, states };
}

test('commit-reveal on: what is followed is what every block shows, on both kinds of epochs', async () => {
  for (const specVersion of [424, 343]) {
    const { range, simulation } = await compare({
      specVersion,
      troubleOf: (uid) => (uid === 9 ? { kind: 'late', blocks: 25 } : null),
    });
    const blocks = range.blocks.map((block) => block.number);
    for (const { block } of simulation.changesOfHotkey)
      if (block > SEED - 120 && block <= LAST) assert.ok(blocks.includes(block), `block ${block}`);
    const shown = simulation.decisions.filter(({ visibleAt }) => (visibleAt ?? LAST) < LAST);
    const inside = shown.filter(({ visibleAt }) => (visibleAt ?? 0) > SEED - 120);
    assert.ok(inside.length > 4);
    for (const { visibleAt } of inside) assert.ok(blocks.includes(visibleAt ?? 0), `row at ${visibleAt}`);
  }
});

test('missing pulses, failed and expired commits: each end is found in its block', async () => {
  const { range, simulation } = await compare({
    specVersion: 343,
    troubleOf: (uid, nth) => {
      if (uid === 0) return { kind: 'late', blocks: 17 + nth };
      if (uid === 3 && nth === 0) return { kind: 'failed' };
      return uid === 6 ? { kind: 'late', blocks: 5_000 } : null;
    },
  });
  const blocks = range.blocks.map((block) => block.number);
  const late = simulation.decisions.filter((one) => one.uid === 0 && (one.visibleAt ?? LAST) < LAST);
  assert.ok(late.length > 1);
  for (const { visibleAt } of late) assert.ok(blocks.includes(visibleAt ?? 0), `reveal at ${visibleAt}`);
  assert.ok(simulation.decisions.some((one) => one.outcome === 'expired'));
  assert.ok(simulation.decisions.some((one) => one.outcome === 'failed'));
});

test('a permit that is lost for one epoch: its validator is followed meanwhile', async () => {
  const runtime = await runtimeOf(424);
  const permitsOf = (uids: readonly number[]) =>
    encodeStorage(
      runtime,
      'SubtensorModule.ValidatorPermit',
      [24],
      Array.from({ length: SIZE }, (_, uid) => uids.includes(uid)),
    );
  const [[key, all], [, without]] = [permitsOf([0, 3, 6, 9]), permitsOf([0, 3, 6])];
  let lost: readonly [number, number] = [0, 0];
  const plan: Partial<SubnetPlan> = {
    troubleOf: (uid) => (uid === 9 ? { kind: 'late', blocks: 25 } : null),
    replacements: [],
    swaps: [],
  };
  const { simulation } = await compare(plan);
  const late = simulation.decisions.find((one) => one.uid === 9 && (one.visibleAt ?? 0) > SEED + 200);
  const gone = late?.visibleAt ?? 0;
  assert.ok(gone > SEED + 200 && gone < LAST);
  lost = [gone - 20, gone + 60];
  const { range } = await compare(plan, (block, asked, value) =>
    asked !== key ? value : block >= lost[0] && block < lost[1] ? without : all,
  );
  const blocks = range.blocks.map((block) => block.number);
  for (const block of [gone - 1, gone]) assert.ok(blocks.includes(block), `block ${block - SEED}`);
});

test('direct sets: each one is found in its block, also several of one validator', async () => {
  const decides = (uid: number, _at: number, block: number): boolean =>
    uid === 3 ? block % 101 === 0 : block % 360 === 40 + uid;
  const { range, simulation } = await compare({ commitReveal: false, decides });
  const blocks = range.blocks.map((block) => block.number);
  const sets = simulation.decisions.filter((one) => one.decidedAt > SEED - 120 && one.decidedAt <= LAST);
  assert.ok(sets.length > 20);
  for (const { decidedAt } of sets) assert.ok(blocks.includes(decidedAt), `set at ${decidedAt}`);
});

test('replacements of one UID within a round: every holder is found', async () => {
  const replacements = [150, 151, 290, 700, 719].map((at) => ({ block: SEED + at, uid: 11 }));
  const { states } = await compare({ replacements });
  const holders = new Set(states.map((state) => state.uids[11]?.hotkey));
  assert.equal(holders.size, 6);
});

test('a runtime upgrade inside the range: each block is read with the runtime of its parent', async () => {
  const at = SEED + 417;
  const { range } = await compare({ specVersion: 343, upgrades: [{ at, specVersion: 424 }] });
  for (const block of range.blocks)
    assert.equal(block.specVersion, block.number <= at ? 343 : 424, `block ${block.number}`);
  assert.deepEqual(
    range.runtimes.map((one) => one.specVersion),
    [343, 424],
  );
});

test('commit-reveal turned off and on again: both blocks are found, and the sets between', async () => {
  const runtime = await runtimeOf(424);
  const [key] = encodeStorage(runtime, 'SubtensorModule.CommitRevealWeightsEnabled', [24], true);
  const [off, on] = [SEED + 100, SEED + 560];
  const { range } = await compare({}, (block, asked, value) =>
    asked === key && block >= off && block < on ? '0x00' : value,
  );
  const blocks = range.blocks.map((block) => block.number);
  for (const block of [off - 1, off, on - 1, on]) assert.ok(blocks.includes(block), `block ${block - SEED}`);
});

test('a commit that its validator opens itself: found where it was opened, with the block in which it was made', async () => {
  const runtime = await runtimeOf(343);
  const [made, opened] = [SEED + 77, SEED + 402];
  const hotkey = inventHotkey('a validator that opens its own commits');
  const entries = (open: boolean): Map<string, string | null> =>
    new Map([
      encodeStorage(runtime, 'SubtensorModule.Keys', [24, 9], hotkey),
      encodeStorage(
        runtime,
        'SubtensorModule.WeightCommits',
        [24, hotkey],
        open ? [[new Uint8Array(32).fill(9), made, made + 300, made + 700]] : null,
      ),
    ]);
  const [pending, gone] = [entries(true), entries(false)];
  const [row, set] = encodeStorage(runtime, 'SubtensorModule.Weights', [24, 9], [[4, 65535]]);
  const [lastUpdate] = encodeStorage(runtime, 'SubtensorModule.LastUpdate', [24], []);
  const { range, states } = await compare(
    { specVersion: 343, decides: (uid, _at, block) => uid !== 9 && block % 360 === 40 },
    (block, key, value) => {
      const own = (block >= made && block < opened ? pending : gone).get(key);
      if (own !== undefined) return own;
      if (key === row) return block >= opened ? set : null;
      if (key !== lastUpdate || value === null || block < made) return value;
      const bytes = Buffer.from(value.slice(2), 'hex');
      bytes.writeBigUInt64LE(BigInt(made), 1 + 8 * 9);
      return `0x${bytes.toString('hex')}`;
    },
  );
  const blocks = range.blocks.map((block) => block.number);
  assert.ok(!blocks.includes(made), 'the pending commit names its own block');
  for (const block of [opened - 1, opened]) assert.ok(blocks.includes(block), `block ${block - SEED}`);
  const at = (block: number) => states.find((state) => state.block === block);
  const commits = at(opened - 1)?.pendingWeightCommits.filter((one) => one.hotkey === hotkey);
  assert.deepEqual(
    commits?.map((one) => [one.scheme, one.committedAt]),
    [['hash', made]],
  );
  assert.deepEqual(at(opened)?.weights.find((one) => one.uid === 9)?.row, [[4, 65535]]);
});
