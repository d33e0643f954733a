import type { Codec } from '@polkadot/types/types';
import { DamagedError } from '../../errors/artifact.js';
import type { StoredValue } from './decodePlain.js';
import type { Runtime, StorageItem } from './runtime.js';

/**
 * Decodes the SCALE bytes of a storage value: items of plain types without codec objects, which cost too much for
 * every element of a vector, all others with the registry of the runtime.
 * @param where block and key in words, for the error
 * @throws DamagedError when the bytes are not a value of the item's type
 */
export function decodeStored(
  runtime: Runtime,
  item: StorageItem,
  bytes: Uint8Array,
  where: string,
): StoredValue {
  if (item.plain === null) return decodeValue(runtime, item, bytes, where);
  try {
    return item.plain(bytes);
  } catch (cause) {
    throw refuse(runtime, item, where, cause instanceof RangeError ? cause.message : String(cause), cause);
  }
}

/**
 * Decodes the SCALE bytes of a storage value with the registry of its runtime. Bytes that are left over, or missing, are
 * refused.
 * @param where block and key in words, for the error
 * @throws DamagedError when the bytes are not a value of the item's type
 */
export function decodeValue(runtime: Runtime, item: StorageItem, bytes: Uint8Array, where: string): Codec {
  let value: Codec;
  try {
    value = runtime.registry.createTypeUnsafe(item.valueType, [bytes]);
  } catch (cause) {
    throw refuse(runtime, item, where, 'they cannot be decoded', cause);
  }
  if (value.encodedLength !== bytes.length)
    throw refuse(runtime, item, where, `${bytes.length} bytes were recorded, ${value.encodedLength} decode`);
  return value;
}

const refuse = (
  runtime: Runtime,
  item: StorageItem,
  where: string,
  why: string,
  cause?: unknown,
): DamagedError =>
  new DamagedError({
    what: `the recorded bytes of ${item.name} at ${where} are not a value of its type`,
    why,
    remedy: `Record the block again, with the metadata of runtime ${runtime.specVersion}.`,
    facts: { item: item.name, specVersion: runtime.specVersion, where },
    cause,
  });
