import type { SnapshotPublishedEntry } from '../../domain/snapshot.js';
import { PublishedFileError } from '../../errors/artifact.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { parsePythonJson } from './parsePythonJson.js';
import { PublishedValue } from './publishedValue.js';

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads one published file of a snapshot.
 * @throws PublishedFileError when it is larger than 64 MiB, not UTF-8, cut, or not JSON as Python writes it
 */
export async function readPublishedFile(
  snapshot: Snapshot,
  entry: SnapshotPublishedEntry,
): Promise<PublishedValue> {
  const file = `${entry.name} (validator ${entry.validatorUid}, round ${entry.roundId}, ${entry.capturedAt})`;
  const refuse = (why: string, cause?: unknown) =>
    new PublishedFileError({
      what: `the published file ${file} cannot be read`,
      why,
      remedy: 'Record the file again; a round is not judged from a part of it.',
      facts: { file: entry.name, validatorUid: entry.validatorUid, roundId: entry.roundId },
      cause,
    });
  if (entry.file.size > MAX_BYTES) throw refuse(`it is larger than ${MAX_BYTES} bytes`);
  const bytes = await snapshot.readObject(entry.file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return new PublishedValue(file, '', parsePythonJson(text));
  } catch (cause) {
    throw refuse(cause instanceof SyntaxError ? cause.message : 'it is not UTF-8', cause);
  }
}
