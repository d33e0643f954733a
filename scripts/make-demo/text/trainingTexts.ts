import type { Seeded } from '../seeded.js';
import { document } from './documents.js';

const TEXTS = 1_000;
/** The teacher learns from them where texts end: most of its own are long enough to be scored, some are not. */
const SENTENCES = [1, 8] as const;

/** The texts from which the tokenizer, the teacher's table of followers and the students' heads are made. */
export function trainingTexts(seeded: Seeded): readonly string[] {
  const draw = seeded.fork('training');
  return Array.from({ length: TEXTS }, () => document(draw, draw.int(...SENTENCES)));
}
