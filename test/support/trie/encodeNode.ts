// The node encoding of Substrate's state trie, written from the format alone: it shares no code with the reader of
// proofs that it is used to test.

/** One node: hex digits of its partial key, its value or the hash of it, and each child as it stands in its parent. */
export interface NodeParts {
  readonly partial: string;
  readonly value: { readonly bytes: Uint8Array } | { readonly hash: Uint8Array } | null;
  /** 16, or none for a leaf: the hash of the child, or the whole child when that is below 32 bytes. */
  readonly children: readonly (Uint8Array | undefined)[];
}

/** First byte(s): the kind in the high bits, then how many hex digits follow. */
function head(kind: number, kindBits: number, digits: number): Buffer {
  const room = 0xff >> kindBits;
  if (digits < room) return Buffer.from([kind | digits]);
  const out = [kind | room];
  let rest = digits - room;
  for (; rest >= 255; rest -= 255) out.push(255);
  return Buffer.from([...out, rest]);
}

function compact(length: number): Buffer {
  const out = Buffer.alloc(length < 64 ? 1 : length < 16384 ? 2 : 4);
  if (length < 64) out.writeUInt8(length << 2);
  else if (length < 16384) out.writeUInt16LE((length << 2) | 1);
  else out.writeUInt32LE(length * 4 + 2);
  return out;
}

const sized = (bytes: Uint8Array): Buffer => Buffer.concat([compact(bytes.length), bytes]);

/** Bytes of a node. */
export function encodeNode({ partial, value, children }: NodeParts): Buffer {
  const isBranch = children.length > 0;
  const parts: Buffer[] = [];
  if (value === null) parts.push(head(0x80, 2, partial.length));
  else if ('bytes' in value) parts.push(head(isBranch ? 0xc0 : 0x40, 2, partial.length));
  else parts.push(isBranch ? head(0x10, 4, partial.length) : head(0x20, 3, partial.length));
  parts.push(Buffer.from(partial.length % 2 === 1 ? `0${partial}` : partial, 'hex'));
  if (isBranch) {
    const bitmap = Buffer.alloc(2);
    bitmap.writeUInt16LE(children.reduce((bits, child, i) => (child ? bits | (1 << i) : bits), 0));
    parts.push(bitmap);
  }
  if (value !== null) parts.push('bytes' in value ? sized(value.bytes) : Buffer.from(value.hash));
  for (const child of children) if (child) parts.push(sized(child));
  return Buffer.concat(parts);
}
