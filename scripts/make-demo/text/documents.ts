import type { Seeded } from '../seeded.js';
import { WORDS } from './words.js';

/** One clause as its words; the first one is not capitalised yet. */
function clause(draw: Seeded): string[] {
  const pick = (from: keyof typeof WORDS): string =>
    WORDS[from][draw.int(0, WORDS[from].length - 1)] as string;
  const thing = (): string[] => {
    const kind = draw.int(0, 9);
    if (kind === 0) return [String(draw.int(2, 40)), pick('many')];
    return [pick('article'), ...(kind < 5 ? [pick('adjective')] : []), pick('noun')];
  };
  const actor = draw.int(0, 2) === 0 ? [pick('name')] : thing();
  const where = draw.int(0, 1) === 0 ? [pick('place'), ...thing()] : [];
  const how = draw.int(0, 3) === 0 ? [pick('adverb')] : [];
  return [...actor, pick('verb'), ...thing(), ...where, ...how];
}

function sentence(draw: Seeded): string {
  const [first = '', ...rest] = clause(draw);
  const words = [first.charAt(0).toUpperCase() + first.slice(1), ...rest];
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
