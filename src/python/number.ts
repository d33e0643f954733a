import { strip } from './text.js';

const WHOLE = /^[+-]?\d+(?:_\d+)*$/;
const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const NAMED = /^([+-]?)(inf|infinity|nan)$/i;
const DIGIT = /\p{Nd}/gu;
const ONE_DIGIT = /^\p{Nd}$/u;

/** Python's `float(text)`; null where Python raises ValueError. */
export function float(text: string): number | null {
  const plain = asciiDigits(strip(text));
  const named = NAMED.exec(plain);
  if (named !== null) {
    if (named[2]?.toLowerCase() === 'nan') return Number.NaN;
    return named[1] === '-' ? -Infinity : Infinity;
  }
  return DECIMAL.test(plain) ? Number(plain.replaceAll('_', '')) : null;
}

/** Digits from which Python 3.11 refuses to read a whole number. */
const MOST_DIGITS = 4300;

/** Python's `int(text)` in base 10; null where Python raises ValueError: no whole number, or more than 4,300 digits. */
export function int(text: string): bigint | null {
  const plain = asciiDigits(strip(text));
  const digits = plain.replace(/[^0-9]/g, '').length;
  return digits <= MOST_DIGITS && WHOLE.test(plain)
    ? BigInt(plain.replaceAll('_', '').replace(/^\+/, ''))
    : null;
}

/** Decimal digits of any script as those of ASCII. Each script has its ten in a row; scripts may follow one another. */
function asciiDigits(text: string): string {
  return text.replace(DIGIT, (digit) => {
    const code = digit.codePointAt(0) as number;
    let before = 0;
    while (ONE_DIGIT.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  });
}
