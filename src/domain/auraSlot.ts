import { decodeHeader } from './blockHeader.js';
import { decodeCompact, encodeCompact } from './compact.js';

/** Kinds of digest entries that carry the name of an engine, and bytes: Consensus, Seal, PreRuntime. */
const OF_ENGINES = [4, 5, 6];
const PRE_RUNTIME = 6;
/** Bytes alone; and no content (the runtime was replaced in this block). */
const OTHER = 0;
const RUNTIME_UPDATED = 8;
const ENGINE = 4;
const AURA = 'aura';
const SLOT = 8;
/** Most digest entries of a header; this chain writes two or three. */
const MOST_LOGS = 256;

/**
 * Encodes the digest entry in which an Aura author names the slot of its block.
 * @returns hex with `0x`, as `encodeHeader` takes it
 */
export function encodeAuraSlot(slot: bigint): `0x${string}` {
  const bytes = Buffer.alloc(SLOT);
  bytes.writeBigUInt64LE(slot);
  const entry = [Buffer.of(PRE_RUNTIME), Buffer.from(AURA, 'latin1'), encodeCompact(SLOT), bytes];
  return `0x${Buffer.concat(entry).toString('hex')}`;
}

/**
 * Reads the Aura slot of a block from the digest of its SCALE header (rule: when a round began, docs/methodology.md).
 * @returns null when the digest is not one, to its last byte, or does not name exactly one slot
 */
export function decodeAuraSlot(header: Uint8Array): bigint | null {
  const digest = digestOf(header);
  const length = digest === null ? null : decodeCompact(digest);
  if (digest === null || length === null || length.value > MOST_LOGS) return null;
  let rest = digest.subarray(length.width);
  let found: bigint | null = null;
  for (let entry = 0; entry < length.value; entry++) {
    const read = readEntry(rest);
    if (read === null) return null;
    rest = rest.subarray(read.width);
    if (read.slot === undefined) continue;
    if (read.slot === null || found !== null) return null;
    found = read.slot;
  }
  return rest.length === 0 ? found : null;
}

/** What follows the fields of a header; null when the bytes cannot be a header. */
function digestOf(header: Uint8Array): Uint8Array | null {
  const fields = decodeHeader(header);
  if (fields === null) return null;
  return header.subarray(3 * 32 + encodeCompact(fields.number).length);
}

interface Entry {
  /** Bytes that the entry takes. */
  readonly width: number;
  /** undefined: not an entry of an Aura author. null: one whose content is no slot. */
  readonly slot?: bigint | null;
}

/** The entry at the start of bytes; null when there is none of a known kind, or it is cut. */
function readEntry(bytes: Uint8Array): Entry | null {
  const kind = bytes[0];
  if (kind === RUNTIME_UPDATED) return { width: 1 };
  const named = OF_ENGINES.includes(kind ?? -1);
  if (!named && kind !== OTHER) return null;
  const from = 1 + (named ? ENGINE : 0);
  const length = decodeCompact(bytes.subarray(from));
  if (length === null) return null;
  const begin = from + length.width;
  const width = begin + length.value;
  if (width > bytes.length) return null;
  if (kind !== PRE_RUNTIME || Buffer.from(bytes.subarray(1, from)).toString('latin1') !== AURA)
    return { width };
  const slot =
    length.value === SLOT
      ? Buffer.from(bytes.buffer, bytes.byteOffset + begin, SLOT).readBigUInt64LE()
      : null;
  return { width, slot };
}
