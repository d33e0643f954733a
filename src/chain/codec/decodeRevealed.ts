import { decodeCompact } from '../../domain/compact.js';
import { utf8Ignore, utf8Strict } from './utf8Ignore.js';

/** A revealed payload as the evaluator's client library reads it, whether that is sound, and as it should be read. */
export interface RevealedText {
  readonly text: string;
  readonly lengthPrefixed: boolean;
  readonly strictText: string | null;
}

/**
 * Decodes a revealed payload in two ways. `text`: the client library takes the first bytes for a SCALE length without
 * looking: it drops 1, 2 or 4 bytes by the low two bits of the first, and ignores what is not UTF-8. `lengthPrefixed`
 * says whether the bytes do start with their own length; where they do not, `text` has lost bytes of the payload.
 * `strictText`: what follows the length where there is one, else all bytes; null when that is not UTF-8
 * (rule: revealed commitments, docs/methodology.md).
 */
export function decodeRevealed(payload: Uint8Array): RevealedText {
  const length = decodeCompact(payload);
  const mode = (payload[0] ?? 0) & 3;
  const dropped = mode === 0 ? 1 : mode === 1 ? 2 : 4;
  const lengthPrefixed = length !== null && length.width + length.value === payload.length;
  return {
    text: utf8Ignore(payload.subarray(dropped)),
    lengthPrefixed,
    strictText: utf8Strict(lengthPrefixed ? payload.subarray(length.width) : payload),
  };
}
