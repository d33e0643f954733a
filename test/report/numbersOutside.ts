import { allOf, parseXml, VOID } from './parseXml.js';

/** Phrases with a number that is part of a name. */
const NAMES = /95% (?:interval|confidence)|float64/g;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;

/** Numbers of a document, and words with digits of its texts. */
function collect(value: unknown, numbers: number[], texts: string[]): void {
  if (typeof value === 'number') numbers.push(value);
  else if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      texts.push(key);
      collect(inner, numbers, texts);
    }
}

const wordsOf = (text: string): string[] =>
  text
    .split(/[\s()[\]"':;@]+/)
    .map((word) => word.replace(/^[.,]+|[.,]+$/g, ''))
    .filter((word) => /\d/.test(word));

/**
 * Words with digits on a page that a JSON document does not bear out: a number must be one of its numbers to the digits
 * shown (or a hundredth with %), or stand in one of its texts; any other word must stand there as it is.
 */
export function numbersOutside(page: string, json: string): string[] {
  const numbers: number[] = [];
  const texts: string[] = [];
  collect(JSON.parse(json), numbers, texts);
  const known = new Set(texts.flatMap(wordsOf));
  const all = texts.join('\n');
  const shown = allOf(parseXml(page, VOID))
    .filter(({ name }) => !['style', 'title', 'desc'].includes(name))
    .flatMap(({ text }) => wordsOf(text.replace(NAMES, '')));
  const bears = (word: string): boolean => {
    const plain = word.replace(/,(?=\d{3}\b)/g, '').replace(/%$/, '');
    if (!NUMBER.test(plain)) return all.includes(word) || bearsUid(word);
    if (known.has(plain) || known.has(word)) return true;
    const [, decimals = ''] = /\.(\d+)/.exec(plain) ?? [];
    const size = Math.abs(Number(plain));
    const scale = word.endsWith('%') ? 100 : 1;
    return numbers.some((number) => {
      const value = Math.abs(number) * scale;
      if (plain.includes('e')) return Number(value.toExponential(decimals.length)) === size;
      return Number(value.toFixed(decimals.length)) === size;
    });
  };
  const bearsUid = (word: string): boolean => {
    const uid = /^u(\d+)$/.exec(word)?.[1];
    return uid !== undefined && numbers.includes(Number(uid));
  };
  return [...new Set(shown.filter((word) => !bears(word)))];
}
