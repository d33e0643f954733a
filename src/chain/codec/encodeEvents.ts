import { encodeCompact } from '../../domain/compact.js';
import type { StoragePair, StorageValue } from './encodeStorage.js';
import { plainValue } from './encodeStorage.js';
import type { Runtime } from './runtime.js';
import { storageKey } from './storageKeys.js';

/** An event to encode, with its fields in the order of the metadata. */
export interface EventValue {
  readonly pallet: string;
  readonly name: string;
  /** Number = the extrinsic that caused it. */
  readonly phase: number | 'initialization' | 'finalization';
  readonly fields: readonly StorageValue[];
}

/**
 * Encodes the events of a block as a node of this runtime stores them.
 * @throws RangeError for an event that the runtime does not have: callers name events of its metadata
 */
export function encodeEvents(runtime: Runtime, events: readonly EventValue[]): StoragePair {
  const bytes = Buffer.concat([
    encodeCompact(events.length),
    ...events.map((event) => encodeRecord(runtime, event)),
  ]);
  return [storageKey(runtime, 'System.Events', []), `0x${bytes.toString('hex')}`];
}

function encodeRecord(runtime: Runtime, { pallet, name, phase, fields }: EventValue): Uint8Array {
  const { index, variant } = findEvent(runtime, pallet, name);
  if (variant.fields.length !== fields.length)
    throw new RangeError(`${pallet}.${name} has ${variant.fields.length} fields, not ${fields.length}`);
  const encoded = variant.fields.map(({ type }, at) =>
    runtime.registry
      .createTypeUnsafe(runtime.registry.createLookupType(type), [plainValue(fields[at] as StorageValue)])
      .toU8a(),
  );
  return Buffer.concat([
    encodePhase(phase),
    Uint8Array.of(index, variant.index),
    ...encoded,
    Uint8Array.of(0),
  ]);
}

function encodePhase(phase: EventValue['phase']): Uint8Array {
  if (typeof phase !== 'number') return Uint8Array.of(phase === 'finalization' ? 1 : 2);
  const bytes = new Uint8Array(5);
  new DataView(bytes.buffer).setUint32(1, phase, true);
  return bytes;
}

function findEvent(runtime: Runtime, pallet: string, name: string) {
  const found = runtime.registry.metadata.pallets.find((one) => one.name.toString() === pallet);
  const type = found?.events.unwrapOr(null)?.type;
  const variants = type === undefined ? [] : runtime.registry.lookup.getSiType(type).def.asVariant.variants;
  const variant = variants.find((one) => one.name.toString() === name);
  if (found === undefined || variant === undefined)
    throw new RangeError(`runtime ${runtime.specVersion} has no event ${pallet}.${name}`);
  return {
    index: found.index.toNumber(),
    variant: { index: variant.index.toNumber(), fields: variant.fields },
  };
}
