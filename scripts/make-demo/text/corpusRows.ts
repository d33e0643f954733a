import type { Plan } from '../plan.js';
import type { Seeded } from '../seeded.js';
import { document } from './documents.js';

/** Of so many rows one breaks off inside a word; then its last token and the teacher's first may be one. */
const INSIDE = 10;
/** Of so many rows one ends where it ended, and one spells its accents apart. */
const WHOLE = 12;
/** Characters that a text has at least. */
const LEAST = 16;

/**
 * The rows of one corpus shard: texts that break off in their last sentence, some with NUL characters between words (the
 * formatter drops them), some rows empty or null (the draw skips them).
 */
export function corpusRows(plan: Plan, shard: number, seeded: Seeded): readonly (string | null)[] {
  const draw = seeded.fork(`corpus/${shard}`);
  const { rows, sentences } = plan.text;
  const blank = Math.min(16, Math.floor((rows - 300) / 2));
  const kinds = draw.shuffle(
    Array.from({ length: rows }, (_, at) => (at < blank ? 'blank' : at < blank + 12 ? 'nul' : 'plain')),
  );
  return kinds.map((kind, at) => {
    if (kind === 'blank') return at % 3 === 0 ? null : '';
    const whole = document(draw, draw.int(...sentences));
    const text = at % WHOLE === 0 ? whole : brokenOff(whole, at % INSIDE === 1, draw);
    return kind === 'nul' ? text.replaceAll(' ', ' \0') : at % WHOLE === 2 ? text.normalize('NFD') : text;
  });
}

/** The text up to the end of a word of its last sentence, or up to a place inside one. */
function brokenOff(text: string, insideWord: boolean, draw: Seeded): string {
  const from = Math.max(text.lastIndexOf('. ') + 2, text.lastIndexOf('\n') + 2, LEAST);
  const inside = Array.from({ length: text.length - from }, (_, at) => from + at);
  const isWord = (at: number): boolean => /\p{L}/u.test(text[at] ?? '');
  const places = inside.filter((at) => isWord(at - 1) && isWord(at) === insideWord);
  return text.slice(0, places[draw.int(0, places.length - 1)] ?? text.length);
}
