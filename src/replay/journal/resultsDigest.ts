import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical.js';
import type { JournalRecord } from '../../domain/journal.js';

const RESULTS: readonly JournalRecord['type'][] = [
  'texts',
  'teacher',
  'scores',
  'teacher-said',
  'axis',
  'probe',
  'reference',
  'inputs',
  'round',
];

/**
 * sha256 over the result records (texts, teacher, scores, teacher-said, axis, probe, reference, inputs, round) in their order, one canonical JSON a line.
 * Equal for two runs of the same inputs under the same engine fingerprint, with any number of threads.
 */
export function resultsDigest(records: readonly JournalRecord[]): string {
  const hash = createHash('sha256');
  for (const record of records) if (RESULTS.includes(record.type)) hash.update(`${canonicalJson(record)}\n`);
  return hash.digest('hex');
}
