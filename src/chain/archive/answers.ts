import type { BlockHash } from '../../domain/block.js';
import { type Fault, fault, type Outcome } from './wire/fault.js';
import { isRecord } from './wire/jsonRpc.js';

/** Largest value of a storage item, in hex digits: the runtime's code has about 4 million. */
const LONGEST_VALUE = 32 * 1024 * 1024;

/** Most trie nodes of one proof. */
const MOST_NODES = 65_536;

const METADATA_MAGIC = '0x6d657461';

type Bad = { readonly fault: Fault };

const bad = (why: string): Bad => fault('badAnswer', why);

/** Bytes as lower-case hex with `0x`; null for anything else. */
export const readHex = (value: unknown): `0x${string}` | null => {
  if (typeof value !== 'string' || value.length % 2 !== 0 || value.length > LONGEST_VALUE) return null;
  return /^0x[0-9a-fA-F]*$/.test(value) ? (value.toLowerCase() as `0x${string}`) : null;
};

/** 32 bytes as lower-case hex with `0x`; null for anything else. */
export const readHash32 = (value: unknown): BlockHash | null => {
  const hex = readHex(value);
  return hex?.length === 66 ? hex : null;
};

/** Checks the hash of a block, as chain_getBlockHash and chain_getFinalizedHead give it; null: the node has no such block. */
export function checkBlockHash(result: unknown): Outcome<BlockHash> {
  if (result === null) return fault('blockUnknown', 'the node has no block of this number');
  const hash = readHash32(result);
  return hash === null ? bad('the block hash is not 32 bytes of hex') : { value: hash };
}

/** Checks a state_getRuntimeVersion answer. */
export function checkSpecVersion(result: unknown): Outcome<number> {
  const version = isRecord(result) ? result.specVersion : undefined;
  const isU32 = Number.isInteger(version) && (version as number) >= 0 && (version as number) < 2 ** 32;
  return isU32 ? { value: version as number } : bad('specVersion is not a u32');
}

/** Checks a state_getMetadata answer. */
export function checkMetadata(result: unknown): Outcome<Uint8Array> {
  const hex = readHex(result);
  if (hex === null || !hex.startsWith(METADATA_MAGIC)) return bad('the metadata does not begin with "meta"');
  return { value: Buffer.from(hex.slice(2), 'hex') };
}

/**
 * Checks a state_queryStorageAt answer: the asked block, every asked key exactly once, and no other key.
 * @remarks A node gives absent keys as null (polkadot-sdk substrate/client/rpc/src/state/state_full.rs,
 * query_storage_unfiltered: every distinct key is in the change set of the first block), so a key left out is not an
 * absent value. Chopsticks answers an empty list for a block that it does not know.
 * @param keys distinct, lower-case hex with `0x`
 */
export function checkChanges(
  result: unknown,
  keys: readonly string[],
  hash: BlockHash,
): Outcome<ReadonlyMap<string, string | null>> {
  if (!Array.isArray(result)) return bad('the answer is not a list');
  if (result.length === 0) return fault('blockUnknown', 'the node gives no state for this block');
  const set: unknown = result[0];
  if (result.length !== 1 || !isRecord(set) || !Array.isArray(set.changes))
    return bad('the answer is not one change set');
  if (readHash32(set.block) !== hash) return bad('the change set is of another block');
  const asked = new Set(keys);
  const values = new Map<string, string | null>();
  for (const entry of set.changes as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2) return bad('a change is not a pair of key and value');
    const key = readHex(entry[0]);
    const value = entry[1] === null ? null : readHex(entry[1]);
    if (key === null || (value === null && entry[1] !== null)) return bad('a key or value is not hex');
    if (!asked.has(key)) return bad('a key is in the answer that was not asked for');
    if (values.has(key)) return bad('a key is in the answer twice');
    values.set(key, value);
  }
  if (values.size !== asked.size) return bad(`${asked.size - values.size} of ${asked.size} keys are missing`);
  return { value: values };
}

/** Checks a state_getReadProof answer: the asked block and a bounded list of trie nodes. */
export function checkReadProof(result: unknown, hash: BlockHash): Outcome<readonly string[]> {
  if (!isRecord(result) || !Array.isArray(result.proof)) return bad('the answer has no list of trie nodes');
  if (readHash32(result.at) !== hash) return bad('the proof is of another block');
  if (result.proof.length > MOST_NODES) return bad(`the proof has more than ${MOST_NODES} nodes`);
  const nodes = (result.proof as unknown[]).map(readHex);
  const whole = nodes.filter((node) => node !== null);
  return whole.length === nodes.length ? { value: whole } : bad('a trie node is not hex');
}
