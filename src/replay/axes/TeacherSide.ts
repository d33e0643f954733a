import type { Absent } from '../../domain/absent.js';
import type { Decoder } from '../../domain/decoder.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';

/** The teacher of a round as the axes need it. */
export interface TeacherSide {
  /** What it said itself: made once a round by `askTeacher`, or kept from then. */
  readonly refs: TeacherRefs;
  /** Marks answers and, where it has `score`, reads continuations; Absent where it cannot be asked. */
  readonly decoder: Decoder | Absent;
}

/** A teacher that cannot be asked. */
export function absentTeacher(why: string): TeacherSide {
  const missing: Absent = { absent: 'missing', why };
  return {
    refs: { schema: 1, seed: '', capability: missing, chatLengths: missing, think: missing },
    decoder: missing,
  };
}

/** A teacher on a server, or known by recorded numbers. */
export const SERVER_TEACHER = absentTeacher(
  'A server gives only its own most probable tokens, and recorded numbers only those of the duel: neither answers, marks nor reads other ids. A local model of the teacher is needed.',
);
