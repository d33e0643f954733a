import { encodeCompact } from '../../../src/domain/compact.js';
import type { Faults } from './faults.js';
import { makeHeader } from './makeHeader.js';
import {
  blockUnknown,
  callPruned,
  invalidParams,
  methodMissing,
  rangeUnknown,
  statePruned,
} from './rpcError.js';
import { runtimeVersion } from './runtimeVersion.js';
import type { Hex, LoopbackWorld, WorldBlock } from './world.js';

/** Answers one call. @throws RpcError */
export type Answer = (method: string, params: readonly unknown[]) => unknown;

/** Answers JSON-RPC calls as an archive node that holds a world, with the lies that its faults name. */
export function answerFromWorld(world: LoopbackWorld, faults: Faults): Answer {
  const methods = { ...chainMethods(world, faults), ...stateMethods(world, faults), ...systemMethods() };
  const table = new Map<string, (params: readonly unknown[]) => unknown>(Object.entries(methods));
  table.set('rpc_methods', () => ({
    methods: [...table.keys()].filter((one) => !faults.refused.has(one)).sort(),
  }));
  return (method, params) => {
    const call = table.get(method);
    if (call === undefined || faults.refused.has(method)) throw methodMissing();
    return call(params);
  };
}

type Methods = Record<string, (params: readonly unknown[]) => unknown>;

function chainMethods(world: LoopbackWorld, faults: Faults): Methods {
  const hashAt = (number: unknown): Hex | null => {
    if (number === undefined || number === null) return hashAt(headOf(world, faults));
    const wanted = typeof number === 'string' ? Number(number) : number;
    if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0)
      throw invalidParams('invalid block number');
    if (wanted === 0) return (faults.wrongGenesis as Hex | null) ?? world.genesisHash;
    if (wanted > headOf(world, faults)) return null;
    if (wanted === faults.lieHash) return forge(world, wanted).hash;
    return world.blockAt(wanted)?.hash ?? null;
  };
  return {
    chain_getBlockHash: ([number]) => (Array.isArray(number) ? number.map(hashAt) : hashAt(number)),
    chain_getFinalizedHead: () =>
      world.blockAt(Math.min(world.finalized, headOf(world, faults)))?.hash ?? null,
    chain_getHeader: ([hash]) => {
      const block = findBlock(world, faults, hash);
      if (block === null) return null;
      return block.number === faults.lieHeader ? forge(world, block.number).json : block.json;
    },
    chain_getBlock: ([hash]) => {
      const block = findBlock(world, faults, hash);
      return block && { block: { header: block.json, extrinsics: [] }, justifications: null };
    },
  };
}

function stateMethods(world: LoopbackWorld, faults: Faults): Methods {
  const at = (
    hash: unknown,
    pruned: (hash: string) => Error = statePruned,
    unknown: (hash: string) => Error = blockUnknown,
  ): WorldBlock => {
    const block = findBlock(world, faults, hash);
    if (block === null) throw unknown(String(hash));
    if (faults.pruneBelow !== null && block.number < faults.pruneBelow) throw pruned(block.hash);
    return block;
  };
  const value = (block: WorldBlock, key: unknown): string | null => {
    if (typeof key !== 'string') throw invalidParams('invalid type: expected a hex string');
    const { lie } = faults;
    if (lie !== null && key === lie.key && (lie.block ?? block.number) === block.number) return lie.value;
    return world.valueAt(block.number, key);
  };
  const getStorage = ([key, hash]: readonly unknown[]) => value(at(hash), key);
  return {
    state_getStorage: getStorage,
    state_getStorageAt: getStorage,
    state_queryStorageAt: ([keys, hash]) => {
      const block = at(hash, statePruned, rangeUnknown);
      if (!Array.isArray(keys)) throw invalidParams('invalid type: expected a sequence');
      return [{ block: block.hash, changes: keys.map((key) => [key, value(block, key)]) }];
    },
    state_getKeysPaged: ([prefix, count, start, hash]) =>
      keysPaged(world, at(hash).number, prefix, count, start),
    state_getReadProof: ([keys, hash]) => {
      const block = at(hash);
      if (!Array.isArray(keys)) throw invalidParams('invalid type: expected a sequence');
      const shown = faults.lieProof ? block.number - 1 : block.number;
      const proof = world.proofAt(shown, keys as string[]);
      if (proof === null) throw methodMissing();
      return { at: block.hash, proof };
    },
    state_getRuntimeVersion: ([hash]) => runtimeVersion(at(hash, callPruned).specVersion),
    state_getMetadata: ([hash]) => toHex(world.metadata(at(hash, callPruned).specVersion)),
    state_call: ([name, data, hash]) => {
      const metadata = () => world.metadata(at(hash, callPruned).specVersion);
      if (name === 'Metadata_metadata_versions') return metadataVersions(metadata());
      if (name === 'Metadata_metadata_at_version') return metadataAtVersion(metadata(), String(data));
      throw invalidParams(`no runtime function ${String(name)} here`);
    },
    state_subscribeRuntimeVersion: () => 'subscription-1',
    state_unsubscribeRuntimeVersion: () => true,
  };
}

const systemMethods = (): Methods => ({
  system_chain: () => 'Bittensor',
  system_name: () => 'Subtensor Node',
  system_version: () => '4.0.0-dev',
  system_properties: () => ({ ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' }),
  system_health: () => ({ peers: 8, isSyncing: false, shouldHavePeers: true }),
});

const headOf = (world: LoopbackWorld, faults: Faults): number =>
  Math.min(world.last, faults.unknownAbove ?? world.last);

function findBlock(world: LoopbackWorld, faults: Faults, hash: unknown): WorldBlock | null {
  const head = headOf(world, faults);
  if (hash === undefined || hash === null) return world.blockAt(head);
  if (faults.lieHash !== null && forge(world, faults.lieHash).hash === hash)
    return forge(world, faults.lieHash);
  const block = world.blockOf(String(hash));
  return block !== null && block.number <= head ? block : null;
}

/** Another header for a block, whose hash is its own: only another source can refute it. */
function forge(world: LoopbackWorld, number: number): WorldBlock {
  const block = world.blockAt(number);
  if (block === null) throw new Error(`the world has no block ${number}`);
  return {
    ...makeHeader(number, block.json.parentHash, block.json.stateRoot, 0xbad),
    specVersion: block.specVersion,
  };
}

/** Keys after `start`, ascending, as a node pages them. */
function keysPaged(
  world: LoopbackWorld,
  block: number,
  prefix: unknown,
  count: unknown,
  start: unknown,
): string[] {
  if (typeof count !== 'number' || count > 1000)
    throw invalidParams('count exceeds maximum value. value: 1000');
  const after = typeof start === 'string' ? start : '';
  const keys = world.entriesAt(block, String(prefix)).map(([key]) => key);
  return keys.filter((key) => key > after).slice(0, count);
}

const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`;

/** The version byte of metadata stands after its four magic bytes. */
const metadataVersions = (metadata: Uint8Array): Hex => toHex(Uint8Array.of(4, metadata[4] ?? 0, 0, 0, 0));

function metadataAtVersion(metadata: Uint8Array, data: string): Hex {
  const wanted = Buffer.from(data.replace(/^0x/, ''), 'hex').readUInt32LE();
  if (wanted !== metadata[4]) return '0x00';
  return toHex(Buffer.concat([Uint8Array.of(1), encodeCompact(metadata.length), metadata]));
}
