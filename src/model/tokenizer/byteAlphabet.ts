const PRINTABLE: readonly (readonly [from: number, to: number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
];

/**
 * The character that spells each byte in a byte-level vocabulary, by byte: printable Latin-1 stands for itself, the
 * other 68 bytes for the code points from 256 on, in order (source: GPT-2's byte alphabet).
 */
export const BYTE_ALPHABET: readonly string[] = spell();

function spell(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(PRINTABLE.some(([from, to]) => byte >= from && byte <= to) ? byte : next++),
  );
}
