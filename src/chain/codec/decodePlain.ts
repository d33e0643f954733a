import type { Codec } from '@polkadot/types/types';
import type { Hotkey } from '../../domain/identity.js';
import { UnsupportedSubnetError } from '../chainErrors.js';
import { hotkeyOf } from './accounts.js';
import type { PlainValue } from './plainReader.js';

/** A decoded storage value: plain, or a codec object where its type is not plain. */
export type StoredValue = PlainValue | Codec;

type Given = StoredValue | null | undefined;

const isCodec = (value: Given): value is Codec =>
  typeof value === 'object' && value !== null && 'toRawType' in value;

/** What stands there, in words. */
function nameOf(value: Given): string {
  if (value === null || value === undefined) return 'nothing';
  if (isCodec(value)) return value.toRawType();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return Array.isArray(value) ? 'a list' : `the ${typeof value} ${value}`;
}

const refuse = (expected: string, value: Given): UnsupportedSubnetError =>
  new UnsupportedSubnetError({
    what: `a storage value is laid out in a way that is not known`,
    why: `${expected} was expected where ${nameOf(value)} stands`,
    remedy: 'Audit blocks of another runtime.',
  });

/** An integer of the chain as a number. @throws UnsupportedSubnetError when it is none, or not exact as a number */
export function toCount(value: Given): number {
  if (typeof value === 'number') return value;
  const integer = value as { toBigInt?: () => bigint } | null | undefined;
  const count = typeof value === 'bigint' ? value : integer?.toBigInt?.();
  if (typeof count !== 'bigint') throw refuse('an integer', value);
  if (count < 0n || count > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse('an integer below 2^53', value);
  return Number(count);
}

/** A boolean of the chain. @throws UnsupportedSubnetError when it is none */
export function toFlag(value: Given): boolean {
  if (typeof value === 'boolean') return value;
  const flag = value as { isTrue?: boolean } | null | undefined;
  if (typeof flag?.isTrue !== 'boolean') throw refuse('a boolean', value);
  return flag.isTrue;
}

/** The elements of a vector or tuple. @throws UnsupportedSubnetError when it is none */
export function toList(value: Given): readonly StoredValue[] {
  if (!Array.isArray(value)) throw refuse('a list', value);
  return value as readonly StoredValue[];
}

/** The bytes of a `Bytes` value, without its length. @throws UnsupportedSubnetError when there are none */
export function toBytes(value: Given): Uint8Array {
  if (isCodec(value)) return value.toU8a(true);
  if (value instanceof Uint8Array) return value;
  throw refuse('bytes', value);
}

/** The SS58 address of an account. @throws UnsupportedSubnetError when the value is not 32 bytes */
export function toHotkey(value: Given): Hotkey {
  const bytes = toBytes(value);
  if (bytes.length !== 32) throw refuse('an account', value);
  return hotkeyOf(bytes);
}

/** True for 0, false, and what holds nothing else. */
export function isZero(value: StoredValue): boolean {
  if (isCodec(value) || value instanceof Uint8Array) return toBytes(value).every((byte) => byte === 0);
  return Array.isArray(value) ? toList(value).every(isZero) : Number(value) === 0;
}
