import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * RFC 8785 text of a plain value: the identity of every artifact.
 * @throws TypeError on values that JSON cannot carry (NaN, Infinity, bigint, lone surrogates)
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('value has no JSON form');
  return text;
}

/** Lower-case hex sha256 of bytes or of the UTF-8 form of a text. */
export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** Lower-case hex sha256 of the bytes that a text of hex digits stands for. */
export const sha256OfHex = (hex: string): string => createHash('sha256').update(hex, 'hex').digest('hex');
