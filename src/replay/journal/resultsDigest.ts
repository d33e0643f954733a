import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical.js';
import type { JournalRecord } from '../../domain/journal.js';

/**
 * sha256 over the result records (teacher, scores, round) in their order, one canonical JSON a line.
 * Equal for two runs of the same inputs under the same engine fingerprint, with any number of threads.
 */
export function resultsDigest(records: readonly JournalRecord[]): string {
  const hash = createHash('sha256');
  for (const record of records)
    if (record.type === 'teacher' || record.type === 'scores' || record.type === 'round')
      hash.update(`${canonicalJson(record)}\n`);
  return hash.digest('hex');
}
