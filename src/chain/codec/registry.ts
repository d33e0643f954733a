import type { Metadata } from '@polkadot/types';
import type { StorageEntryMetadataLatest } from '@polkadot/types/interfaces';
import type { Registry } from '@polkadot/types/types';
import { sha256Hex } from '../../domain/canonical.js';
import { DamagedError } from '../../errors/artifact.js';
import { twox128 } from './hashers.js';
import { plainReader } from './plainReader.js';
import type { Runtime, StorageItem, StorageItemName } from './runtime.js';

/** By sha256 of the metadata: loading takes about 200 ms and 10 MB, so it happens once per runtime. */
const loaded = new Map<string, Promise<Runtime>>();

/**
 * Loads the registry of a runtime from its SCALE metadata, once per process.
 * @param specVersion version that the metadata must carry itself (`System.Version`)
 * @throws DamagedError when the bytes are no metadata, or those of another version
 */
export function loadRuntime(specVersion: number, metadata: Uint8Array): Promise<Runtime> {
  const id = `${specVersion} ${sha256Hex(metadata)}`;
  const known = loaded.get(id);
  if (known !== undefined) return known;
  const runtime = buildRuntime(specVersion, metadata);
  loaded.set(id, runtime);
  return runtime;
}

async function buildRuntime(specVersion: number, bytes: Uint8Array): Promise<Runtime> {
  const { Metadata, TypeRegistry } = await import('@polkadot/types');
  const registry: Registry = new TypeRegistry();
  let metadata: Metadata;
  try {
    // A Buffer is copied: the codecs take views of a plain Uint8Array.
    metadata = new Metadata(registry, new Uint8Array(bytes));
    // The last argument keeps quiet about signed extensions that only matter to senders of transactions.
    (registry as InstanceType<typeof TypeRegistry>).setMetadata(metadata, undefined, undefined, true);
  } catch (cause) {
    throw refuse(specVersion, 'the bytes are not runtime metadata of a known version', cause);
  }
  const found = readVersion(registry, metadata);
  if (found !== specVersion) throw refuse(specVersion, `it is that of version ${found}`);
  const items = new Map<StorageItemName, StorageItem | null>();
  const item = (name: StorageItemName): StorageItem | null => {
    const cached = items.get(name);
    if (cached !== undefined) return cached;
    const built = findItem(registry, metadata, name);
    items.set(name, built);
    return built;
  };
  return { specVersion, registry, slotMs: readSlotMs(metadata), item };
}

const refuse = (specVersion: number, why: string, cause?: unknown): DamagedError =>
  new DamagedError({
    what: `the metadata recorded for runtime ${specVersion} cannot be used`,
    why,
    remedy: 'Record the metadata of that runtime again.',
    facts: { specVersion },
    cause,
  });

const findConstant = (metadata: Metadata, pallet: string, name: string) =>
  metadata.asLatest.pallets
    .find((one) => one.name.toString() === pallet)
    ?.constants.find((one) => one.name.toString() === name);

/** `Aura.SlotDuration`, a u64; null when it is not there, or no length of time. */
function readSlotMs(metadata: Metadata): number | null {
  const bytes = findConstant(metadata, 'Aura', 'SlotDuration')?.value.toU8a(true);
  if (bytes?.length !== 8) return null;
  const slotMs = Number(Buffer.from(bytes).readBigUInt64LE());
  return slotMs > 0 && Number.isSafeInteger(slotMs) ? slotMs : null;
}

function readVersion(registry: Registry, metadata: Metadata): number | null {
  const constant = findConstant(metadata, 'System', 'Version');
  if (constant === undefined) return null;
  const type = registry.createLookupType(constant.type);
  const version = registry.createTypeUnsafe(type, [constant.value.toU8a(true)]);
  return Number((version as unknown as { specVersion?: { toNumber(): number } }).specVersion?.toNumber());
}

function findItem(registry: Registry, metadata: Metadata, name: StorageItemName): StorageItem | null {
  const [palletName, itemName] = name.split('.') as [string, string];
  const pallet = metadata.asLatest.pallets.find((one) => one.name.toString() === palletName);
  const storage = pallet?.storage.unwrapOr(null);
  const entry = storage?.items.find((one) => one.name.toString() === itemName);
  if (storage === undefined || storage === null || entry === undefined) return null;
  const value = entry.type.isPlain ? entry.type.asPlain : entry.type.asMap.value;
  return {
    name,
    prefix: twox128(storage.prefix.toString()) + twox128(itemName),
    keys: keysOf(registry, entry),
    valueType: registry.createLookupType(value),
    plain: plainReader(registry.lookup, value),
    optional: entry.modifier.isOptional,
    fallback: new Uint8Array(entry.fallback.toU8a(true)),
  };
}

/** A map with several hashers has a tuple as its key, one element per hasher. */
function keysOf(registry: Registry, entry: StorageEntryMetadataLatest): StorageItem['keys'] {
  if (entry.type.isPlain) return [];
  const { hashers, key } = entry.type.asMap;
  const { sub, type } = registry.lookup.getTypeDef(key);
  const parts = hashers.length > 1 && Array.isArray(sub) ? sub.map((part) => part.type) : [];
  return hashers.map((hasher, at) => ({
    hasher: hasher.type,
    type: parts[at] ?? type,
  }));
}
