import type { ArchiveHeader } from '../../domain/archive.js';
import type { BlockHash } from '../../domain/block.js';
import { encodeHeader } from '../../domain/blockHeader.js';
import { readHash32, readHex } from './answers.js';
import { fault, type Outcome } from './wire/fault.js';
import { isRecord } from './wire/jsonRpc.js';

/** Most digest entries of a header; this chain writes two or three. */
const MOST_LOGS = 256;

/** Nodes write the number as hex; chopsticks may write a JSON number. */
const readNumber = (value: unknown): number | null => {
  const number = typeof value === 'string' && /^0x[0-9a-f]{1,8}$/i.test(value) ? Number(value) : value;
  return Number.isInteger(number) && (number as number) >= 0 && (number as number) < 2 ** 32
    ? (number as number)
    : null;
};

/**
 * Checks a chain_getHeader answer: its SCALE bytes (parent hash, compact number, state root, extrinsics root, digest,
 * whose entries come encoded already) must hash with blake2-256 to the hash that was asked for.
 */
export function checkHeader(result: unknown, hash: BlockHash): Outcome<ArchiveHeader> {
  if (result === null) return fault('blockUnknown', 'the node has no header of this hash');
  if (!isRecord(result)) return fault('badAnswer', 'the header is not an object');
  const parentHash = readHash32(result.parentHash);
  const stateRoot = readHash32(result.stateRoot);
  const extrinsicsRoot = readHash32(result.extrinsicsRoot);
  const number = readNumber(result.number);
  const logs = isRecord(result.digest) ? result.digest.logs : undefined;
  if (parentHash === null || stateRoot === null || extrinsicsRoot === null || number === null)
    return fault('badAnswer', 'the header lacks its parent, its number or a root');
  if (!Array.isArray(logs) || logs.length > MOST_LOGS)
    return fault('badAnswer', `the header has no digest of at most ${MOST_LOGS} entries`);
  const items = logs.map(readHex).filter((item) => item !== null);
  if (items.length !== logs.length) return fault('badAnswer', 'a digest entry of the header is not hex');
  const { header: scale, hash: found } = encodeHeader(
    { parentHash, number, stateRoot, extrinsicsRoot },
    items,
  );
  if (found !== hash) return fault('lie', `the header hashes to ${found} and not to ${hash}`);
  return { value: { hash, number, parentHash, stateRoot, scale } };
}
