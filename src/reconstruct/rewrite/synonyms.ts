import type { PyRandom } from '../../python/random.js';

/** A phrase with what may stand in its place. */
export type Synonym = readonly [phrase: string, alternatives: readonly string[]];

/** Word characters of Python's regular expressions on text. */
const WORD = '[\\p{L}\\p{N}_]';

const pattern = (phrase: string): RegExp => new RegExp(`(?<!${WORD})${phrase}(?!${WORD})`, 'giu');

/**
 * Replaces every occurrence of one drawn phrase by one drawn alternative, in the case of what it replaces.
 *
 * @param table phrases in the order of the rule; those that stand in the text as whole words are the candidates
 * @returns the text as it is, with nothing drawn, when no phrase stands in it
 */
export function replaceSynonym(text: string, table: readonly Synonym[], r: PyRandom): string {
  const candidates = table.filter(([phrase]) => pattern(phrase).test(text));
  if (candidates.length === 0) return text;
  const [phrase, alternatives] = r.choice(candidates);
  const other = r.choice(alternatives);
  return text.replace(pattern(phrase), (found) => inCaseOf(found, other));
}

/** A text in the case of another: all capitals, or a first capital, or as it is. */
export function inCaseOf(found: string, other: string): string {
  if (found === found.toUpperCase() && found !== found.toLowerCase()) return other.toUpperCase();
  const first = found.slice(0, 1);
  return first !== first.toLowerCase() ? other.slice(0, 1).toUpperCase() + other.slice(1) : other;
}
