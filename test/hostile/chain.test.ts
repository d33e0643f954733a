import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openProof } from '../../src/chain/proof/readProof.js';
import type { RecordedState } from '../../src/chain/record/recordBlock.js';
import { holderAt } from '../../src/diff/holderAt.js';
import { NAMED } from '../chain/proof/trieCases.js';
import { answerFromWorld } from '../support/loopbackNode/answerFromWorld.js';
import { type Faults, noFaults } from '../support/loopbackNode/faults.js';
import { inventHotkey } from '../support/loopbackNode/simulate/subnetModel.js';
import type { LoopbackWorld } from '../support/loopbackNode/world.js';
import { buildTrie } from '../support/trie/buildTrie.js';
import { BLOCK, type Change, decode, readBlock, readRound, start } from './nodes.js';
import { hostileWorld, SEED } from './record.js';
import { failsWith } from './shown.js';

let world: LoopbackWorld;
let sound: RecordedState;
before(async () => {
  world = await hostileWorld({}, undefined, { stateRoots: true, stateVersion: 1 });
  sound = await readBlock([await start(world)]);
});

interface ProofRow {
  readonly value: string;
  readonly spoil: (nodes: readonly string[]) => readonly string[];
  /** While recording: taken, or the code of the error. */
  readonly recorded: 'taken' | 'CHAIN_BAD_ANSWER';
  /** Trust of the state in an audit of what was recorded so. */
  readonly trust: 'T1' | 'T2';
}

const without = (at: number) => (nodes: readonly string[]) => nodes.toSpliced(at, 1);
const flipped = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;
/** The value of `LastUpdate` is longer than 32 bytes, and so an item of its own. */
const withoutValue = (nodes: readonly string[]) => {
  const values = new Set(sound.block.storage.map(([, value]) => value));
  const at = nodes.findIndex((node) => values.has(node));
  assert.ok(at >= 0);
  return nodes.toSpliced(at, 1);
};
const OPEN = { recorded: 'CHAIN_BAD_ANSWER', trust: 'T1' } as const;
const WHOLE = { recorded: 'taken', trust: 'T2' } as const;

const PROOFS: readonly ProofRow[] = [
  { value: '58 a sound proof', spoil: (nodes) => nodes, ...WHOLE },
  { value: '58 a flipped byte', spoil: (nodes) => nodes.with(2, flipped(nodes[2] ?? '')), ...OPEN },
  { value: '58 a missing node', spoil: without(1), ...OPEN },
  { value: '58 an extra node', spoil: (nodes) => [...nodes, `0x${'ab'.repeat(40)}`, '0x00'], ...WHOLE },
  {
    value: '58 nodes twice and in another order',
    spoil: (nodes) => [...nodes, ...nodes].reverse(),
    ...WHOLE,
  },
  { value: '58 another root', spoil: () => world.proofAt(BLOCK - 1, sound.block.storage.map(([key]) => key)) ?? [], ...OPEN }, // biome-ignore format: one row
  { value: '58 a hashed value that is absent', spoil: withoutValue, ...OPEN },
  { value: '58 no node at all', spoil: () => [], ...OPEN },
  { value: '58 nodes that are not hex', spoil: () => ['', '0x0', 'zz', '\u001b[2J'], ...OPEN },
];

test('58: hostile proofs, while recording and in an audit', async (t) => {
  for (const { value, spoil, recorded, trust } of PROOFS)
    await t.test(value, async () => {
      const url = await start(world, {}, (method, _params, result) =>
        method === 'state_getReadProof'
          ? { ...(result as object), proof: spoil((result as { proof: string[] }).proof) }
          : result,
      );
      if (recorded === 'taken') assert.deepEqual((await readBlock([url])).block, sound.block);
      else await failsWith(recorded, () => readBlock([url]));
      const state = await decode(sound, { proof: spoil(sound.block.proof ?? []) });
      assert.equal(state.trust, trust);
    });
  await t.test('58 a value that the proof refutes', async () => {
    const [key, value] = sound.block.storage.find(([, one]) => one !== null) ?? ['', null];
    const url = await start(world, { lie: { key, value: flipped(value ?? '') } });
    await failsWith('CHAIN_VALUE_REFUTED', () => readBlock([url]));
    const storage = sound.block.storage.map(
      ([name, one]) => [name, name === key ? flipped(one ?? '') : one] as const,
    );
    await failsWith('CHAIN_VALUE_REFUTED', () => decode(sound, { storage }));
  });
  await t.test('58 keys that begin one another', () => {
    const entries = NAMED['a key that begins another, with short and long values'] ?? new Map();
    const trie = buildTrie(entries, 1);
    const keys = [...entries.keys(), '0x0a0b0c0d0e0f', '0x0b', '0x'];
    const proof = openProof(trie.proof(keys), trie.root);
    for (const key of keys) assert.equal(proof.read(key).state, entries.has(key) ? 'present' : 'absent', key);
  });
  await t.test('58 a child inside its parent', () => {
    const entries = NAMED['children inside their parent, in two levels'] ?? new Map();
    const trie = buildTrie(entries, 0);
    const proof = openProof(trie.proof(['0xaa00']), trie.root);
    assert.deepEqual(proof.read('0xaa00'), { state: 'present', value: Uint8Array.of(1) });
  });
});

interface NodeRow {
  readonly value: string;
  /** Each node: its faults, and what it changes. */
  readonly nodes: readonly (readonly [faults: Partial<Faults>, change?: Change])[];
  readonly block?: number;
  readonly code: string;
}

const headerOf =
  (block: number): Change =>
  (method, _params, result) =>
    method === 'chain_getHeader' ? world.blockAt(block)?.json : result;
const says =
  (asked: string, result: unknown): Change =>
  (method, _params, honest) =>
    method === asked ? result : honest;
/** It named the hash of the block, and does not know it afterwards. */
const forgets: Change = (method, _params, result) => (method === 'chain_getHeader' ? null : result);
const genesis = `0x${'ab'.repeat(32)}`;
const HIDDEN = '\u001b]0;x\u0007\u009b2J\u202e';

const NODES: readonly NodeRow[] = [
  {
    value: '59 the header of another block',
    nodes: [[{}, headerOf(BLOCK + 1)]],
    code: 'CHAIN_VALUE_REFUTED',
  },
  { value: '59 a header that was made up', nodes: [[{ lieHeader: BLOCK }]], code: 'CHAIN_VALUE_REFUTED' },
  {
    value: '60 two endpoints, two hashes',
    nodes: [[{}], [{ lieHash: BLOCK }]],
    code: 'CHAIN_ENDPOINTS_DISAGREE',
  },
  { value: '61 another chain', nodes: [[{ wrongGenesis: genesis }]], code: 'CHAIN_WRONG_NETWORK' },
  { value: '61 one of two of another chain', nodes: [[{}], [{ wrongGenesis: genesis }]], code: 'CHAIN_WRONG_NETWORK' }, // biome-ignore format: one row
  { value: '62 pruned state', nodes: [[{ pruneBelow: BLOCK + 1 }]], code: 'CHAIN_STATE_PRUNED' },
  { value: '63 a block in the future', nodes: [[{}]], block: SEED + 9_000, code: 'CHAIN_BLOCK_NOT_FINAL' },
  {
    value: '63 a block that this node lacks',
    nodes: [[{ unknownAbove: BLOCK - 1 }]],
    code: 'CHAIN_BLOCK_NOT_FINAL',
  },
  { value: '64 a block that is gone between calls', nodes: [[{}, forgets]], code: 'CHAIN_BLOCK_UNKNOWN' },
  {
    value: '58-72 a hash of escapes',
    nodes: [[{}, says('chain_getBlockHash', HIDDEN)]],
    code: 'CHAIN_BAD_ANSWER',
  },
  {
    value: '58-72 metadata of escapes',
    nodes: [[{}, says('state_getMetadata', HIDDEN)]],
    code: 'CHAIN_BAD_ANSWER',
  },
  {
    value: '58-72 metadata of another form',
    nodes: [[{}, says('state_getMetadata', '0x1b5b324a')]],
    code: 'CHAIN_BAD_ANSWER',
  },
  { value: '58-72 a runtime version of escapes', nodes: [[{}, says('state_getRuntimeVersion', { specVersion: HIDDEN })]], code: 'CHAIN_BAD_ANSWER' }, // biome-ignore format: one row
];

test('59 to 64: hostile nodes', async (t) => {
  for (const { value, nodes: all, block, code } of NODES)
    await t.test(value, async () => {
      const urls: string[] = [];
      for (const [faults, change] of all) urls.push(await start(world, faults, change));
      await failsWith(code, () => readBlock(urls, block));
    });
  await t.test('64 another chain of blocks from one call to the next', async () => {
    const change = { replacements: [{ block: SEED + 300, uid: 4 }] };
    const [own, fork] = [await hostileWorld(change), await hostileWorld(change, undefined, { seed: 7 })];
    const two = answerFromWorld(fork, noFaults());
    const url = await start(own, {}, (method, params, result) => {
      const isLate = method === 'chain_getBlockHash' && Number(params[0]) >= SEED + 300;
      return isLate ? two(method, params) : result;
    });
    await failsWith('CHAIN_BLOCK_UNKNOWN', () => readRound([url]));
    // A node that has the state of both.
    const both = await start(
      { ...own, blockOf: (hash) => own.blockOf(hash) ?? fork.blockOf(hash) },
      {},
      (method, params, result) => {
        // biome-ignore format: one row
        const isLate = method === 'chain_getBlockHash' && Number(params[0]) >= SEED + 300;
        return isLate ? two(method, params) : result;
      },
    );
    await failsWith('CHAIN_ENDPOINTS_DISAGREE', () => readRound([both]));
  });
  await t.test('65 a runtime upgrade inside the range', async () => {
    const at = SEED + 417;
    const url = await start(await hostileWorld({ specVersion: 343, upgrades: [{ at, specVersion: 424 }] }));
    const states = await readRound([url]);
    assert.deepEqual([...new Set(states.map((one) => one.specVersion))], [343, 424]);
    for (const { block, specVersion } of states) assert.equal(specVersion, block <= at ? 343 : 424);
  });
  await t.test('67 a UID that goes to a new hotkey inside the range', async () => {
    const states = await readRound([
      await start(await hostileWorld({ replacements: [{ block: SEED + 300, uid: 4 }] })),
    ]);
    const holder = (block: number) => holderAt(states, 4, block);
    assert.equal(holder(SEED)?.hotkey, inventHotkey('uid 4'));
    assert.equal(holder(SEED + 299)?.hotkey, inventHotkey('uid 4'));
    assert.equal(holder(SEED + 300)?.registeredAt, SEED + 300);
    assert.notEqual(holder(SEED + 300)?.hotkey, inventHotkey('uid 4'));
  });
});
