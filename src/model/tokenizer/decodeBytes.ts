import { BYTE_ALPHABET } from './byteAlphabet.js';

const BYTE_OF: ReadonlyMap<string, number> = new Map(BYTE_ALPHABET.map((spelling, byte) => [spelling, byte]));

/**
 * The text of tokens spelt in the byte alphabet; bytes that are no UTF-8 become U+FFFD. An added token that holds a
 * character outside of the alphabet (a blank, for one) stands for itself.
 */
export function decodeBytes(spellings: readonly string[]): string {
  const bytes: number[] = [];
  for (const spelling of spellings) {
    const spelled = Array.from(spelling, (character) => BYTE_OF.get(character));
    const whole = spelled.every((byte) => byte !== undefined);
    for (const byte of whole ? spelled : new TextEncoder().encode(spelling)) bytes.push(byte);
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}
