import { decodeCompact } from './compact.js';
import { utf8Ignore } from './utf8Ignore.js';

/** A revealed payload as the evaluator's client library reads it, and whether that reading is sound. */
export interface RevealedText {
  readonly text: string;
  readonly lengthPrefixed: boolean;
}

/**
 * Decodes a revealed payload. The client library takes the first bytes for a SCALE length without looking: it drops
 * 1, 2 or 4 bytes by the low two bits of the first, and ignores what is not UTF-8. `lengthPrefixed` says whether the
 * bytes do start with their own length; where they do not, `text` has lost bytes of the payload.
 */
export function decodeRevealed(payload: Uint8Array): RevealedText {
  const length = decodeCompact(payload);
  const mode = (payload[0] ?? 0) & 3;
  const dropped = mode === 0 ? 1 : mode === 1 ? 2 : 4;
  return {
    text: utf8Ignore(payload.subarray(dropped)),
    lengthPrefixed: length !== null && length.width + length.value === payload.length,
  };
}
