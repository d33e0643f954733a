/** A span of rounds or of blocks, both ends included. */
export interface Span {
  readonly kind: 'rounds' | 'blocks';
  readonly from: number;
  readonly to: number;
}

/** Rounds stay under this number for a century of blocks; larger bare numbers are blocks. */
const FIRST_BLOCK_NUMBER = 1_000_000;
const MAX_NUMBER = 0xffff_ffff;

/**
 * Reads `11650`, `#11650`, `11648..11650`, `block:8385120` or `8382960..8385120`.
 * @returns the span, or a sentence that says what is wrong with the text
 */
export function parseRange(text: string): Span | string {
  const forced = /^block:(.*)$/.exec(text);
  const body = (forced?.[1] ?? text).replace(/^#/, '');
  const match = /^(\d{1,10})(?:\.\.#?(\d{1,10}))?$/.exec(body);
  if (match === null)
    return `"${text.slice(0, 40)}" is neither a round, a block, nor a span such as 11648..11650`;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  if (to > MAX_NUMBER) return `${to} is larger than any block number`;
  if (to < from) return `the span is reversed: ${from} comes after ${to}`;
  const blocks = (value: number): boolean => forced !== null || value >= FIRST_BLOCK_NUMBER;
  if (blocks(from) !== blocks(to)) return `${from} is a round and ${to} a block: give two of one kind`;
  return { kind: blocks(from) ? 'blocks' : 'rounds', from, to };
}
