import type { SiLookupTypeId } from '@polkadot/types/interfaces';
import type { Registry } from '@polkadot/types/types';
import { decodeCompact } from '../../domain/compact.js';

/** A decoded value without codec objects. An integer is a number below 2^53, else a bigint; bytes and accounts are views. */
export type PlainValue = number | bigint | boolean | Uint8Array | readonly PlainValue[];

/** Decodes all bytes of a value. @throws RangeError when they are cut, left over, or not as the chain writes them */
export type PlainReader = (bytes: Uint8Array) => PlainValue;

/** Bytes of a value, and the place up to which they are read. */
interface Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

/** A type as a way to read it. */
interface Shape {
  /** Bytes that the smallest value takes, at least 1: so the bytes that are there bound the length of a list. */
  readonly least: number;
  readonly take: (cursor: Cursor) => PlainValue;
}

/** The types of a runtime, by number. */
type Lookup = Pick<Registry['lookup'], 'getSiType'>;

/** Nested further, or wider, than anything that the rules read. */
const MAX_DEPTH = 6;
const MAX_WIDTH = 8;
/** One unnamed field too, but with rules of their own about what is in it. */
const SPECIAL = new Set(['BTreeMap', 'BTreeSet', 'BinaryHeap', 'WrapperOpaque', 'WrapperKeepOpaque']);

/**
 * The reader of a type that is made of unsigned integers up to 64 bits, booleans, byte arrays, `Bytes`, vectors,
 * tuples, and newtypes of these. The chain has one encoding of each of their values; any other bytes are refused.
 * @returns null for another type
 */
export function plainReader(lookup: Lookup, type: SiLookupTypeId): PlainReader | null {
  const shape = shapeOf(lookup, type, 0);
  if (shape === null) return null;
  return (bytes) => {
    const cursor: Cursor = {
      bytes,
      view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
      at: 0,
    };
    const value = shape.take(cursor);
    if (cursor.at !== bytes.length)
      throw new RangeError(`${bytes.length} bytes, of which ${cursor.at} decode`);
    return value;
  };
}

function shapeOf(lookup: Lookup, type: SiLookupTypeId, depth: number): Shape | null {
  if (depth > MAX_DEPTH) return null;
  const { def, path } = lookup.getSiType(type);
  const inner = (of: SiLookupTypeId): Shape | null => shapeOf(lookup, of, depth + 1);
  if (def.isPrimitive) return PRIMITIVES.get(def.asPrimitive.type) ?? null;
  if (def.isSequence) return isByte(lookup, def.asSequence.type) ? BYTES : listOf(inner(def.asSequence.type));
  if (def.isArray) {
    const size = def.asArray.len.toNumber();
    return size > 0 && isByte(lookup, def.asArray.type) ? fixed(size) : null;
  }
  if (def.isTuple)
    return def.asTuple.length > MAX_WIDTH ? null : tupleOf(def.asTuple.map((part) => inner(part)));
  if (!def.isComposite || SPECIAL.has(path.at(-1)?.toString() ?? '')) return null;
  const [field, ...others] = def.asComposite.fields;
  return field !== undefined && others.length === 0 && field.name.isNone ? inner(field.type) : null;
}

function isByte(lookup: Lookup, type: SiLookupTypeId): boolean {
  const { def } = lookup.getSiType(type);
  return def.isPrimitive && def.asPrimitive.isU8;
}

/** Moves on over bytes. @returns where they begin */
function pass(cursor: Cursor, size: number): number {
  const { at, bytes } = cursor;
  if (size > bytes.length - at)
    throw new RangeError(`${size} bytes were expected at ${at} of ${bytes.length}`);
  cursor.at = at + size;
  return at;
}

/** The number of elements, of `least` bytes or more each, that stands in front of them. */
function passLength(cursor: Cursor, least: number): number {
  const { at, bytes } = cursor;
  const compact = decodeCompact(at === 0 ? bytes : bytes.subarray(at));
  if (compact === null) throw new RangeError(`no length in its shortest form at ${at} of ${bytes.length}`);
  cursor.at = at + compact.width;
  if (compact.value * least > bytes.length - cursor.at)
    throw new RangeError(`${compact.value} elements do not fit behind ${at} of ${bytes.length}`);
  return compact.value;
}

const fixed = (size: number): Shape => ({
  least: size,
  take: (cursor) => {
    const at = pass(cursor, size);
    return cursor.bytes.subarray(at, at + size);
  },
});

const BYTES: Shape = {
  least: 1,
  take: (cursor) => {
    const size = passLength(cursor, 1);
    const at = pass(cursor, size);
    return cursor.bytes.subarray(at, at + size);
  },
};

function takeU64(cursor: Cursor): PlainValue {
  const at = pass(cursor, 8);
  const high = cursor.view.getUint32(at + 4, true);
  if (high < 2 ** 21) return high * 2 ** 32 + cursor.view.getUint32(at, true);
  return cursor.view.getBigUint64(at, true);
}

function takeBool(cursor: Cursor): PlainValue {
  const at = pass(cursor, 1);
  const byte = cursor.bytes[at] as number;
  if (byte > 1) throw new RangeError(`the byte ${byte} at ${at} is no boolean`);
  return byte === 1;
}

const PRIMITIVES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['U8', { least: 1, take: (cursor) => cursor.view.getUint8(pass(cursor, 1)) }],
  ['U16', { least: 2, take: (cursor) => cursor.view.getUint16(pass(cursor, 2), true) }],
  ['U32', { least: 4, take: (cursor) => cursor.view.getUint32(pass(cursor, 4), true) }],
  ['U64', { least: 8, take: takeU64 }],
  ['Bool', { least: 1, take: takeBool }],
]);

function listOf(element: Shape | null): Shape | null {
  if (element === null) return null;
  const { least, take } = element;
  return {
    least: 1,
    take: (cursor) => {
      const length = passLength(cursor, least);
      const list = new Array<PlainValue>(length);
      for (let at = 0; at < length; at++) list[at] = take(cursor);
      return list;
    },
  };
}

function tupleOf(parts: readonly (Shape | null)[]): Shape | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0 || known.length < parts.length) return null;
  const takes = known.map((part) => part.take);
  return {
    least: known.reduce((sum, part) => sum + part.least, 0),
    take: (cursor) => takes.map((take) => take(cursor)),
  };
}
