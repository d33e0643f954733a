import type { SnapshotPublishedEntry } from '../../domain/snapshot.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { fileRefusal, MAX_FILE_BYTES, parseFile } from './parseFile.js';
import type { PublishedValue } from './publishedValue.js';

/**
 * Reads one published file of a snapshot.
 * @throws PublishedFileError when it is larger than 64 MiB, not UTF-8, cut, or not JSON as Python writes it
 */
export async function readPublishedFile(
  snapshot: Snapshot,
  entry: SnapshotPublishedEntry,
): Promise<PublishedValue> {
  const { name, validatorUid, roundId, capturedAt } = entry;
  const file = `${name} (validator ${validatorUid}, round ${roundId}, ${capturedAt})`;
  const facts = { file: name, validatorUid, roundId };
  if (entry.file.size > MAX_FILE_BYTES)
    throw fileRefusal(file, `it is larger than ${MAX_FILE_BYTES} bytes`, facts);
  return parseFile(await snapshot.readObject(entry.file), file, facts);
}
