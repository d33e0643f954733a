import type { JournalRecord } from '../../domain/journal.js';
import type { Wording } from '../../domain/roundQuality.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';

/** What the teacher said in a round in these words; null where no record holds it. */
export function saidIn(records: readonly JournalRecord[], wording: Wording): TeacherRefs | null {
  for (const record of records)
    if (record.type === 'teacher-said' && (record.refs.wording ?? 'own') === wording) return record.refs;
  return null;
}
