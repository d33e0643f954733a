import type { Codec } from '@polkadot/types/types';
import { twox128 } from '../../../../src/chain/codec/hashers.js';
import type { Runtime } from '../../../../src/chain/codec/runtime.js';
import { encodeCompact } from '../../../../src/domain/compact.js';

/** When in a block an event is deposited: a number is the index of its extrinsic. */
type Phase = 'initialization' | 'finalization' | number;

/** An event by its names, with its fields in order. */
export interface EventToEncode {
  readonly phase: Phase;
  readonly pallet: string;
  readonly name: string;
  readonly fields: readonly unknown[];
}

export const EVENTS_KEY = `0x${twox128('System')}${twox128('Events')}`;

/** The value of `System.Events` as a runtime stores it. */
export function encodeEvents(runtime: Runtime, events: readonly EventToEncode[]): string {
  const records = events.map((event) => {
    const { pallet, variant, types } = variantOf(runtime, event.pallet, event.name);
    const fields = types.map((type, at) => scale(runtime, type, event.fields[at]));
    return Buffer.concat([
      phaseBytes(event.phase),
      Uint8Array.of(pallet, variant),
      ...fields,
      Uint8Array.of(0),
    ]);
  });
  return `0x${Buffer.concat([encodeCompact(records.length), ...records]).toString('hex')}`;
}

function phaseBytes(phase: Phase): Uint8Array {
  if (phase === 'finalization') return Uint8Array.of(1);
  if (phase === 'initialization') return Uint8Array.of(2);
  const bytes = new Uint8Array(5);
  new DataView(bytes.buffer).setUint32(1, phase, true);
  return bytes;
}

interface Variant {
  readonly pallet: number;
  readonly variant: number;
  readonly types: readonly string[];
}

const variants = new WeakMap<Runtime, Map<string, Variant>>();

/** Indices and field types of an event, which move with every runtime. */
function variantOf(runtime: Runtime, palletName: string, name: string): Variant {
  const known = variants.get(runtime) ?? new Map<string, Variant>();
  variants.set(runtime, known);
  const cached = known.get(`${palletName}.${name}`);
  if (cached !== undefined) return cached;
  const { registry } = runtime;
  const pallet = registry.metadata.pallets.find((one) => one.name.toString() === palletName);
  const found = pallet?.events.isSome
    ? registry.lookup
        .getSiType(pallet.events.unwrap().type)
        .def.asVariant.variants.find((one) => one.name.toString() === name)
    : undefined;
  if (pallet === undefined || found === undefined)
    throw new Error(`runtime ${runtime.specVersion} has no event ${palletName}.${name}`);
  const variant = {
    pallet: pallet.index.toNumber(),
    variant: found.index.toNumber(),
    types: found.fields.map((field) => registry.createLookupType(field.type)),
  };
  known.set(`${palletName}.${name}`, variant);
  return variant;
}

const scale = (runtime: Runtime, type: string, value: unknown): Uint8Array =>
  (runtime.registry.createTypeUnsafe(type, [value]) as Codec).toU8a();
