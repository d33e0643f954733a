import { readFileSync } from 'node:fs';
import { sha256Hex } from '../../domain/canonical.js';
import { SnapshotMissingError } from '../../errors/artifact.js';

/**
 * sha256 of a sealed replay's file: what the index remembers it by.
 * @throws SnapshotMissingError when it cannot be read
 */
export function fileDigest(path: string): string {
  try {
    return sha256Hex(readFileSync(path));
  } catch (cause) {
    throw new SnapshotMissingError({
      what: `replay ${path} cannot be read`,
      why: cause instanceof Error ? cause.message : String(cause),
      remedy: 'give the path of a journal or of a sealed replay',
      cause,
    });
  }
}
