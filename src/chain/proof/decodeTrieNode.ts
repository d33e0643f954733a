/** Bytes of a node hash (blake2-256); a shorter encoding of a child stands inside its parent. */
const HASH_BYTES = 32;

/** The value of a node: its bytes, or the hash (hex without `0x`) of bytes that are a proof item of their own. */
export type TrieValue =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'hash'; readonly hash: string };

/** A child: the hash of its node (hex without `0x`), or the node itself where it stood inside the parent. */
export type TrieChild = { readonly hash: string } | { readonly node: TrieNode };

/** One node of a state trie. */
export interface TrieNode {
  /** The empty trie: neither value nor children. */
  readonly isEmpty: boolean;
  /** Part of the path below the parent's nibble, one hex digit each. */
  readonly partial: string;
  readonly value: TrieValue | null;
  /** By hex digit; a leaf has none. */
  readonly children: ReadonlyMap<string, TrieChild>;
}

type HeaderKind = { branch: boolean; value: 'none' | 'bytes' | 'hash'; sizeBits: number };

const NO_CHILDREN: ReadonlyMap<string, TrieChild> = new Map();
const EMPTY: TrieNode = { isEmpty: true, partial: '', value: null, children: NO_CHILDREN };

/** Takes bytes off the front of a node; null as soon as they run out. */
class NodeBytes {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isDone(): boolean {
    return this.at === this.bytes.length;
  }

  take(length: number): Uint8Array | null {
    if (length > this.bytes.length - this.at) return null;
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  byte(): number | null {
    return this.take(1)?.[0] ?? null;
  }

  hex(length: number): string | null {
    const taken = this.take(length);
    return taken && Buffer.from(taken.buffer, taken.byteOffset, length).toString('hex');
  }

  /** A SCALE compact length below 2^30 in its shortest form. */
  compact(): number | null {
    const first = this.byte();
    if (first === null) return null;
    const mode = first & 3;
    if (mode === 0) return first >> 2;
    if (mode === 3) return null;
    const rest = this.take(mode === 1 ? 1 : 3);
    if (rest === null) return null;
    const value = rest.reduce((sum, byte, i) => sum + byte * 2 ** (8 * (i + 1)), first) >>> 2;
    return value < (mode === 1 ? 64 : 16384) ? null : value;
  }

  /** A length and as many bytes. */
  sized(): Uint8Array | null {
    const length = this.compact();
    return length === null ? null : this.take(length);
  }
}

/** The node kind that the high bits of the first byte name; null for the kinds no state trie holds. */
function headerKind(first: number): HeaderKind | null {
  if (first >> 6 === 1) return { branch: false, value: 'bytes', sizeBits: 6 };
  if (first >> 6 === 2) return { branch: true, value: 'none', sizeBits: 6 };
  if (first >> 6 === 3) return { branch: true, value: 'bytes', sizeBits: 6 };
  if (first >> 5 === 1) return { branch: false, value: 'hash', sizeBits: 5 };
  if (first >> 4 === 1) return { branch: true, value: 'hash', sizeBits: 4 };
  return null;
}

/** Digits of the partial key: the low bits of the first byte, and when all are set, bytes that are added up to one below 255. */
function readPartial(input: NodeBytes, first: number, sizeBits: number): string | null {
  const limit = 2 ** sizeBits - 1;
  let size = first & limit;
  if (size === limit) {
    for (;;) {
      const more = input.byte();
      if (more === null) return null;
      size += more;
      if (more < 255) break;
    }
  }
  const digits = input.hex(Math.ceil(size / 2));
  if (digits === null || size % 2 === 0) return digits;
  return digits.startsWith('0') ? digits.slice(1) : null;
}

function readValue(input: NodeBytes, kind: 'bytes' | 'hash'): TrieValue | null {
  if (kind === 'hash') {
    const hash = input.hex(HASH_BYTES);
    return hash === null ? null : { kind, hash };
  }
  const bytes = input.sized();
  return bytes && { kind, bytes };
}

/** Which children a branch has, at least one; one alone only beside a value: branch and child are one node otherwise. */
function readBitmap(input: NodeBytes, hasValue: boolean): number | null {
  const pair = input.take(2);
  if (pair === null) return null;
  const bitmap = (pair[0] as number) | ((pair[1] as number) << 8);
  const isSingle = (bitmap & (bitmap - 1)) === 0;
  return bitmap === 0 || (isSingle && !hasValue) ? null : bitmap;
}

/** A node inside its parent is at most 31 bytes long and holds others only inside its own: few levels at most. */
function readChild(input: NodeBytes): TrieChild | null {
  const bytes = input.sized();
  if (bytes === null || bytes.length > HASH_BYTES) return null;
  if (bytes.length === HASH_BYTES) return { hash: Buffer.from(bytes).toString('hex') };
  const node = decodeTrieNode(bytes);
  return node === null || node.isEmpty ? null : { node };
}

function readChildren(input: NodeBytes, bitmap: number): ReadonlyMap<string, TrieChild> | null {
  if (bitmap === 0) return NO_CHILDREN;
  const children = new Map<string, TrieChild>();
  for (let digit = 0; digit < 16; digit++) {
    if ((bitmap & (1 << digit)) === 0) continue;
    const child = readChild(input);
    if (child === null) return null;
    children.set(digit.toString(16), child);
  }
  return children;
}

/**
 * Reads one node of a base-16 Patricia trie as Substrate writes it: header, partial key, and for a branch the bitmap of
 * its children; then the value; then each child. Rule: read proofs, docs/methodology.md.
 * @returns null for every byte string that is not the one encoding of a node
 */
export function decodeTrieNode(bytes: Uint8Array): TrieNode | null {
  const input = new NodeBytes(bytes);
  const first = input.byte();
  if (first === null) return null;
  if (first === 0) return input.isDone ? EMPTY : null;
  const kind = headerKind(first);
  const partial = kind && readPartial(input, first, kind.sizeBits);
  if (kind === null || partial === null) return null;
  const bitmap = kind.branch ? readBitmap(input, kind.value !== 'none') : 0;
  if (bitmap === null) return null;
  const value = kind.value === 'none' ? null : readValue(input, kind.value);
  if (value === null && kind.value !== 'none') return null;
  const children = readChildren(input, bitmap);
  if (children === null) return null;
  return input.isDone ? { isEmpty: false, partial, value, children } : null;
}
