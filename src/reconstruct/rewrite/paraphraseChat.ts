import { PyRandom } from '../../python/random.js';
import { replaceSynonym, type Synonym } from './synonyms.js';
import { textSeed } from './textSeed.js';

/** Verbs and phrases that change places, in the order of the rule. */
const SYNONYMS: readonly Synonym[] = [
  ['explain', ['describe', 'outline']],
  ['describe', ['explain', 'outline']],
  ['outline', ['explain', 'describe']],
  ['provide', ['give', 'offer']],
  ['give', ['provide', 'offer']],
  ['offer', ['give', 'provide']],
  ['show', ['demonstrate', 'illustrate']],
  ['demonstrate', ['show', 'illustrate']],
  ['illustrate', ['show', 'demonstrate']],
  ['list', ['enumerate']],
  ['enumerate', ['list']],
  ['briefly', ['concisely']],
  ['concisely', ['briefly']],
  ['suggest', ['recommend']],
  ['recommend', ['suggest']],
  ['sketch', ['walk through']],
  ['should i', ['do i need to']],
  ['do i need to', ['should i']],
];

/** Parts that are left as they are: fenced and quoted text, one-line quotations and braces. An apostrophe opens one. */
const PROTECTED = /(```[\s\S]*?```|`[^`]+`|'[^'\n]+'|"[^"\n]+"|\{[^{}\n]+\})/;

/**
 * A request as the evaluator asks it in a round: in each unprotected part one drawn phrase is replaced. All parts draw
 * from the same seed (rule: rewriting, docs/methodology.md).
 */
export function paraphraseChat(text: string, block: bigint): string {
  const seed = textSeed(text, block);
  return text
    .split(PROTECTED)
    .map((part, i) => (i % 2 === 1 ? part : replaceSynonym(part, SYNONYMS, new PyRandom(seed))))
    .join('');
}
