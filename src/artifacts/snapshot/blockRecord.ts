import type { BlockRecord, SnapshotBlockEntry } from '../../domain/snapshot.js';
import { damaged } from './damaged.js';

const MAX_ITEMS = 200_000;
const MAX_KEY_CHARACTERS = 2 + 2 * 512;
const FIELDS = 'hash,header,number,storage';
const FIELDS_BETWEEN = `between,${FIELDS}`;

const isHex = (text: unknown): text is string =>
  typeof text === 'string' && text.length % 2 === 0 && /^0x[0-9a-f]*$/.test(text);

/** Text of a block record as the snapshot stores it: canonical JSON and a newline. */
export const blockRecordText = (record: BlockRecord): string => {
  const { between, hash, header, number, storage } = record;
  return `${JSON.stringify({ ...(between === undefined ? {} : { between }), hash, header, number, storage })}\n`;
};

/**
 * Reads a block record and checks its shape: number and hash of the index entry, hex, keys strictly ascending.
 * The header itself is checked by `checkBlock`.
 * @throws SnapshotDamagedError
 */
export function parseBlockRecord(dir: string, text: string, entry: SnapshotBlockEntry): BlockRecord {
  const file = `objects/${entry.record.sha256} (block ${entry.number})`;
  const refuse = (why: string, cause?: unknown) => damaged(dir, file, why, cause);
  let value: Partial<BlockRecord>;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse('the block record is not JSON', cause);
  }
  const fields = typeof value === 'object' && value !== null ? Object.keys(value).sort().join() : '';
  if (fields !== FIELDS && fields !== FIELDS_BETWEEN)
    throw refuse(`a block record has the fields ${FIELDS}, and between where values stand in other blocks`);
  const record = value as BlockRecord;
  if (record.number !== entry.number || record.hash !== entry.hash)
    throw refuse('number or hash of the block record is not that of the index');
  if (!isHex(record.header)) throw refuse('the header is not hex');
  const broken = checkBetween(record) ?? checkStorage(record.storage);
  if (broken !== null) throw refuse(broken);
  if (blockRecordText(record) !== text) throw refuse('the block record is not in canonical form');
  return record;
}

function checkBetween({ between, number }: BlockRecord): string | null {
  if (between === undefined) return null;
  const blocks: readonly unknown[] = Array.isArray(between) && between.length === 2 ? between : [];
  const sound = blocks.every((block) => Number.isSafeInteger(block) && block !== number);
  const [before = number, after = number] = sound ? (blocks as number[]) : [];
  return before < number && number < after ? null : 'between does not name a block before and one after';
}

function checkStorage(storage: unknown): string | null {
  if (!Array.isArray(storage) || storage.length > MAX_ITEMS)
    return `storage is not a list of at most ${MAX_ITEMS} pairs`;
  let previous = '';
  for (const [at, pair] of storage.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2) return `storage entry ${at} is not a pair`;
    const [key, value] = pair as [unknown, unknown];
    if (!isHex(key) || key.length < 4 || key.length > MAX_KEY_CHARACTERS)
      return `the key of storage entry ${at} is not hex of 1 to 512 bytes`;
    if (value !== null && !isHex(value)) return `the value of storage entry ${at} is neither hex nor null`;
    if (key <= previous) return `storage entry ${at} is out of order, or repeats a key`;
    previous = key;
  }
  return null;
}
