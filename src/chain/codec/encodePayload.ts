import { encodeCompact } from '../../domain/compact.js';

/** Bytes that a revealed commitment of a text holds: a SCALE length, then UTF-8. `prefixed` false leaves the length out. */
export function encodePayload(text: string, prefixed = true): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  return prefixed ? Buffer.concat([encodeCompact(bytes.length), bytes]) : bytes;
}
