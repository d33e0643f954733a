import { UnsupportedSubnetError } from '../chainErrors.js';
import { publicKeyOf } from './accounts.js';
import { hashKeyPart } from './hashers.js';
import type { KeyArgument, Runtime, StorageItem, StorageItemName } from './runtime.js';

/**
 * The layout of an item that must exist.
 * @throws UnsupportedSubnetError when the runtime does not have it
 */
export function requireItem(runtime: Runtime, name: StorageItemName): StorageItem {
  const item = runtime.item(name);
  if (item !== null) return item;
  throw new UnsupportedSubnetError({
    what: `runtime ${runtime.specVersion} has no storage item ${name}`,
    why: 'the rules are read from an item that this runtime does not have',
    remedy: 'Audit blocks of another runtime.',
    facts: { specVersion: runtime.specVersion, item: name },
  });
}

/**
 * Storage key of an item, built offline from the hashers of the runtime's metadata: `0x` hex. With fewer arguments
 * than the item has it is the prefix of all keys below.
 * @throws UnsupportedSubnetError when the runtime lays the item out with another number of arguments or hasher
 */
export function storageKey(
  runtime: Runtime,
  name: StorageItemName,
  args: readonly KeyArgument[],
): `0x${string}` {
  const item = requireItem(runtime, name);
  const parts = args.map((argument, at) => {
    const key = item.keys[at];
    const part =
      key === undefined ? null : hashKeyPart(key.hasher, encodeArgument(runtime, key.type, argument));
    if (part !== null) return part;
    throw new UnsupportedSubnetError({
      what: `runtime ${runtime.specVersion} lays out ${name} in a way that is not known`,
      why: key === undefined ? `it has only ${item.keys.length} arguments` : `its hasher is ${key.hasher}`,
      remedy: 'Audit blocks of another runtime.',
      facts: { specVersion: runtime.specVersion, item: name },
    });
  });
  return `0x${item.prefix}${parts.join('')}`;
}

const WIDTH: Readonly<Record<string, number>> = { u8: 1, u16: 2, u32: 4, u64: 8 };

function encodeArgument(runtime: Runtime, type: string, argument: KeyArgument): Uint8Array {
  if (typeof argument === 'string') return publicKeyOf(argument);
  const width = WIDTH[type];
  if (width === undefined) return runtime.registry.createTypeUnsafe(type, [argument]).toU8a();
  const bytes = new Uint8Array(width);
  const view = new DataView(bytes.buffer);
  if (width === 8) view.setBigUint64(0, BigInt(argument), true);
  else if (width === 4) view.setUint32(0, argument, true);
  else if (width === 2) view.setUint16(0, argument, true);
  else view.setUint8(0, argument);
  return bytes;
}
