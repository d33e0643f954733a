import type { PyRandom } from '../../python/random.js';
import { inCaseOf } from './synonyms.js';

/** Keys beside each letter on a QWERTY keyboard. */
const BESIDE: Readonly<Record<string, string>> = {
  q: 'wa',
  w: 'qes',
  e: 'wrd',
  r: 'etf',
  t: 'ryg',
  y: 'tuh',
  u: 'yij',
  i: 'uok',
  o: 'ipl',
  p: 'ol',
  a: 'qsz',
  s: 'awdx',
  d: 'sefc',
  f: 'drgv',
  g: 'fthb',
  h: 'gyjn',
  j: 'hukm',
  k: 'jil',
  l: 'kop',
  z: 'asx',
  x: 'zsdc',
  c: 'xdfv',
  v: 'cfgb',
  b: 'vghn',
  n: 'bhjm',
  m: 'njk',
};
const TYPO_RATE = 0.025;
const CASE_RATE = 0.04;
const SPACE_RATE = 0.1;
const NEWLINE_RATE = 0.15;

const MISSPELLED: readonly (readonly [string, string])[] = [
  ['the', 'teh'],
  ['and', 'adn'],
  ['number', 'numbre'],
  ['which', 'wich'],
  ['their', 'thier'],
  ['with', 'wiht'],
  ['what', 'waht'],
  ['answer', 'anwser'],
  ['from', 'form'],
];

const eachLetter = (text: string, one: (letter: string) => string): string => text.replace(/[A-Za-z]/g, one);

/** Strikes a neighbouring key in a few letters; one draw for each ASCII letter. */
export const lightTypos = (text: string, r: PyRandom): string =>
  eachLetter(text, (letter) =>
    r.random() < TYPO_RATE
      ? inCaseOf(letter, r.choice([...(BESIDE[letter.toLowerCase()] as string)]))
      : letter,
  );

/** Flips the case of a few letters; one draw for each ASCII letter. */
export const caseJitter = (text: string, r: PyRandom): string =>
  eachLetter(text, (letter) => {
    if (r.random() >= CASE_RATE) return letter;
    return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  });

/** Widens a few spaces and doubles a few line ends; one draw for each. */
export const extraWhitespace = (text: string, r: PyRandom): string =>
  text.replace(/[ \n]/g, (one) => {
    if (one === '\n') return r.random() < NEWLINE_RATE ? '\n\n' : one;
    return r.random() < SPACE_RATE ? ' '.repeat(r.randint(2, 3)) : one;
  });

/** Writes some common words wrongly, in their own case; nothing is drawn. */
export const commonMisspellings = (text: string): string =>
  MISSPELLED.reduce(
    (result, [right, wrong]) =>
      result.replace(new RegExp(`\\b${right}\\b`, 'gi'), (found) => inCaseOf(found, wrong)),
    text,
  );
