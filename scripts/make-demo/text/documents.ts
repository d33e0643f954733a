import type { Seeded } from '../seeded.js';
import { REPLIES, WORDS } from './words.js';

/** One clause as its words; the first one is not capitalised yet. */
function clause(draw: Seeded): string[] {
  const pick = (from: keyof typeof WORDS): string =>
    WORDS[from][draw.int(0, WORDS[from].length - 1)] as string;
  const thing = (): string[] => {
    const kind = draw.int(0, 9);
    if (kind === 0) return [numeral(draw), pick('many')];
    return [pick('article'), ...(kind < 5 ? [pick('adjective')] : []), pick('noun')];
  };
  const actor = draw.int(0, 2) === 0 ? [pick('name')] : thing();
  const where = draw.int(0, 1) === 0 ? [pick('place'), ...thing()] : [];
  const how = draw.int(0, 3) === 0 ? [pick('adverb')] : [];
  return [...actor, pick('verb'), ...thing(), ...where, ...how];
}

/**
 * Digits 1 to 5 end a number and the others never do: so a model that knows only which token follows which writes a digit that
 * stands alone where it begins with one of the first.
 */
const numeral = (draw: Seeded): string => `${['', draw.int(6, 9)][draw.int(0, 1)]}${draw.int(1, 5)}`;

function sentence(draw: Seeded): string {
  const [first = '', ...rest] = clause(draw);
  const words = [first.charAt(0).toUpperCase() + first.slice(1), ...rest];
  if (draw.int(0, 11) === 0) words.splice(0, 1, `${REPLIES[draw.int(0, REPLIES.length - 1)]},`, first);
  if (draw.int(0, 3) === 0) {
    words.push(`${words.pop()},`, WORDS.join[draw.int(0, WORDS.join.length - 1)] as string, ...clause(draw));
  }
  const end = draw.int(0, 9);
  return `${words.join(' ')}${end === 0 ? '!' : end === 1 ? '?' : '.'}`;
}

/** A text of the demo's own words: sentences by a small grammar, some after a line end. */
export function document(draw: Seeded, sentences: number): string {
  const parts = [sentence(draw)];
  while (parts.length < sentences) parts.push(draw.int(0, 5) === 0 ? '\n' : ' ', sentence(draw));
  return parts.join('');
}
