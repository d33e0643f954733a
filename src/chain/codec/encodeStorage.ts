import type { KeyArgument, Runtime, StorageItemName } from './runtime.js';
import { requireItem, storageKey } from './storageKeys.js';

/** Key and value of a storage entry, hex with `0x`; null = read and absent. */
export type StoragePair = readonly [key: `0x${string}`, value: `0x${string}` | null];

/** A value to encode: numbers, booleans, SS58 or hex texts, bytes, and lists or tuples of them. */
export type StorageValue =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | readonly StorageValue[]
  | StorageRecord;
/** A struct by its field names. */
interface StorageRecord {
  readonly [field: string]: StorageValue;
}

/**
 * Encodes one storage entry as a node of this runtime stores it.
 * @param args arguments of the key, for example `[netuid, uid]`
 * @param value null = the entry was read and is absent; a `Uint8Array` becomes `Bytes` of that content
 * @throws UnsupportedSubnetError when the runtime does not have the item
 */
export function encodeStorage(
  runtime: Runtime,
  name: StorageItemName,
  args: readonly KeyArgument[],
  value: StorageValue | null,
): StoragePair {
  const key = storageKey(runtime, name, args);
  if (value === null) return [key, null];
  const { valueType } = requireItem(runtime, name);
  // `toHex` of an integer is its number, not its SCALE form.
  const bytes = runtime.registry.createTypeUnsafe(valueType, [plainValue(value)]).toU8a();
  return [key, `0x${Buffer.from(bytes).toString('hex')}`];
}

/** A value as the codecs take it: they read a `Uint8Array` as SCALE and hex as content, so that content goes in as hex. */
export function plainValue(value: StorageValue): unknown {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map((one: StorageValue) => plainValue(one));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, plainValue(one)]));
}
