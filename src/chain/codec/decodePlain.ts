import type { Codec } from '@polkadot/types/types';
import type { Hotkey } from '../../domain/identity.js';
import { UnsupportedSubnetError } from '../chainErrors.js';
import { hotkeyOf } from './accounts.js';

const refuse = (expected: string, value: Codec | null | undefined): UnsupportedSubnetError =>
  new UnsupportedSubnetError({
    what: `a storage value is laid out in a way that is not known`,
    why: `${expected} was expected where ${value?.toRawType() ?? 'nothing'} stands`,
    remedy: 'Audit blocks of another runtime.',
  });

/** An integer of the chain as a number. @throws UnsupportedSubnetError when it is none, or not exact as a number */
export function toCount(value: Codec | null | undefined): number {
  const integer = value as unknown as { toBigInt?: () => bigint } | undefined;
  if (typeof integer?.toBigInt !== 'function') throw refuse('an integer', value);
  const count = integer.toBigInt();
  if (count < 0n || count > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse('an integer below 2^53', value);
  return Number(count);
}

/** A boolean of the chain. @throws UnsupportedSubnetError when it is none */
export function toFlag(value: Codec | null | undefined): boolean {
  const flag = value as unknown as { isTrue?: boolean } | undefined;
  if (typeof flag?.isTrue !== 'boolean') throw refuse('a boolean', value);
  return flag.isTrue;
}

/** The elements of a vector or tuple. @throws UnsupportedSubnetError when it is none */
export function toList(value: Codec | null | undefined): readonly Codec[] {
  if (!Array.isArray(value)) throw refuse('a list', value);
  return value as readonly Codec[];
}

/** The bytes of a `Bytes` value, without its length. */
export function toBytes(value: Codec | null | undefined): Uint8Array {
  if (value === undefined || value === null) throw refuse('bytes', value);
  return value.toU8a(true);
}

/** The SS58 address of an account. @throws UnsupportedSubnetError when the value is not 32 bytes */
export function toHotkey(value: Codec | null | undefined): Hotkey {
  const bytes = toBytes(value);
  if (bytes.length !== 32) throw refuse('an account', value);
  return hotkeyOf(bytes);
}
