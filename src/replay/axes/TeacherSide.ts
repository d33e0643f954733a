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
export const absentTeacher = (missing: Absent): TeacherSide => ({
  refs: { schema: 1, seed: '', capability: missing, chatLengths: missing, think: missing },
  decoder: missing,
});

/** The teacher of the axes where its numbers come from a server, or were recorded. */
export const NO_LOCAL_TEACHER: Absent = {
  absent: 'missing',
  why: "The teacher's model is not here: a server marks nothing and gives no probabilities of the tokens that a model prefers, and recorded numbers are those of the duel.",
};
