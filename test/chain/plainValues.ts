import assert from 'node:assert/strict';
import type { Codec } from '@polkadot/types/types';
import type { PlainReader, PlainValue } from '../../src/chain/codec/plainReader.js';
import type { StorageItemName } from '../../src/chain/codec/runtime.js';
import { encodeCompact } from '../../src/domain/compact.js';

const names = <P extends string, N extends string>(pallet: P, items: readonly N[]) =>
  items.map((item): `${P}.${N}` => `${pallet}.${item}`);

/** Items that the rules read, by the shape of their values; the names of the shapes are those of the codec. */
export const ITEMS_OF_SHAPE: Readonly<Record<string, readonly StorageItemName[]>> = {
  bool: ['SubtensorModule.CommitRevealWeightsEnabled'],
  u8: ['SubtensorModule.MechanismCountCurrent'],
  u16: names('SubtensorModule', [
    'SubnetworkN',
    'Tempo',
    'Uids',
    'MaxAllowedUids',
    'MinAllowedWeights',
    'CommitRevealWeightsVersion',
    'ActivityCutoff',
  ]),
  u32: ['Commitments.LastCommitment', 'SubtensorModule.ActivityCutoffFactorMilli'],
  u64: names('SubtensorModule', [
    'BlockAtRegistration',
    'RevealPeriodEpochs',
    'WeightsSetRateLimit',
    'LastMechansimStepBlock',
    'LastEpochBlock',
    'SubnetEpochIndex',
    'PendingEpochAt',
    'BlocksSinceLastStep',
    'NetworkRegisteredAt',
    'WeightsVersionKey',
  ]),
  AccountId: names('SubtensorModule', ['Keys', 'Owner', 'SubnetOwner', 'SubnetOwnerHotkey']),
  'Vec<bool>': ['SubtensorModule.ValidatorPermit', 'SubtensorModule.Active'],
  'Vec<u16>': names('SubtensorModule', [
    'StakeWeight',
    'Incentive',
    'Consensus',
    'Dividends',
    'ValidatorTrust',
  ]),
  'Vec<u64>': ['SubtensorModule.LastUpdate', 'SubtensorModule.Emission'],
  'Vec<(u16,u16)>': ['SubtensorModule.Weights', 'SubtensorModule.Bonds'],
  'Vec<(Bytes,u64)>': ['Commitments.RevealedCommitments'],
  'Vec<(H256,u64,u64,u64)>': ['SubtensorModule.WeightCommits'],
  'Vec<(AccountId32,Bytes,u64)>': ['SubtensorModule.CRV3WeightCommits'],
  'Vec<(AccountId32,u64,Bytes,u64)>': names('SubtensorModule', [
    'CRV3WeightCommitsV2',
    'TimelockedWeightCommits',
  ]),
};

/** Numbers from 0 to below 1, the same ones for a seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random: () => number, end: number): number => Math.floor(random() * end);

const bytesOfSize = (random: () => number, size: number): Buffer =>
  Buffer.from(Array.from({ length: size }, () => below(random, 256)));

const FIXED: Readonly<Record<string, number>> = { u8: 1, u16: 2, u32: 4, u64: 8, AccountId: 32, AccountId32: 32, H256: 32 }; // biome-ignore format: one table

/** SCALE bytes of a random value of a shape. */
export function randomBytes(shape: string, random: () => number): Buffer {
  const list = /^Vec<(.*)>$/.exec(shape)?.[1];
  if (list !== undefined) {
    // The last ones have lengths of two bytes; `Bytes` have some of four.
    const length = [below(random, 4), below(random, 12), 64 + below(random, 8)][below(random, 3)] ?? 0;
    const elements = Array.from({ length }, () => randomBytes(list, random));
    return Buffer.concat([encodeCompact(length), ...elements]);
  }
  if (shape.startsWith('('))
    return Buffer.concat(shape.slice(1, -1).split(',').map((part) => randomBytes(part, random))); // biome-ignore format: one line
  if (shape === 'bool') return Buffer.of(below(random, 2));
  if (shape === 'Bytes') {
    const size = below(random, 60) === 0 ? 16_384 : below(random, 90);
    return Buffer.concat([encodeCompact(size), bytesOfSize(random, size)]);
  }
  const size = FIXED[shape];
  assert.ok(size !== undefined, shape);
  const bytes = bytesOfSize(random, size);
  // Large integers are rare on chain: most have some high bytes of zero.
  return size <= 8 && random() < 0.7 ? bytes.fill(0, below(random, size)) : bytes;
}

/** Bytes that are near to those of a value: cut, longer, with a byte changed, or with another length in front. */
export function damage(bytes: Buffer, random: () => number): Buffer {
  const way = below(random, 5);
  if (way === 0) return bytes.subarray(0, below(random, bytes.length));
  if (way === 1) return Buffer.concat([bytes, bytesOfSize(random, 1 + below(random, 3))]);
  const changed = Buffer.from(bytes);
  const at = way === 2 ? below(random, Math.min(5, bytes.length)) : below(random, bytes.length);
  if (way < 4) changed[at] = below(random, 256);
  // The same length, if it is one, in two or four bytes.
  const length = (bytes[0] ?? 0) >> 2;
  const wide = below(random, 2) === 0 ? [(length << 2) | 1, 0] : [(length << 2) | 2, 0, 0, 0];
  return way < 4 ? changed : Buffer.concat([Buffer.from(wide), bytes.subarray(1)]);
}

/** A codec's value as a plain one. */
function plainOf(value: Codec): PlainValue {
  if (Array.isArray(value)) return (value as readonly Codec[]).map(plainOf);
  if (value instanceof Uint8Array) return new Uint8Array(value.toU8a(true));
  const { isTrue, toBigInt } = value as { isTrue?: boolean; toBigInt?: () => bigint };
  if (typeof isTrue === 'boolean') return isTrue;
  const integer = toBigInt?.call(value);
  assert.ok(integer !== undefined, value.toRawType());
  return integer <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(integer) : integer;
}

/** The value that the codec gives for bytes; null when it refuses them, or would write them in another way itself. */
export function byCodec(decode: (bytes: Uint8Array) => Codec, bytes: Uint8Array): PlainValue | null {
  try {
    const value = decode(bytes);
    return Buffer.compare(value.toU8a(), bytes) === 0 ? plainOf(value) : null;
  } catch {
    return null;
  }
}

/** The value that the plain reader gives; null when it refuses the bytes. */
export function byReader(read: PlainReader, bytes: Uint8Array): PlainValue | null {
  try {
    return read(bytes);
  } catch (cause) {
    assert.ok(cause instanceof RangeError, String(cause));
    return null;
  }
}
