import { PRINTABLE_RUNS } from './printableRuns.js';

/** Code points at which printable changes to not printable or back, ascending. */
const CHANGES = changes(PRINTABLE_RUNS);

/**
 * Python's `str.isprintable` of one code point, as of CPython 3.11 (Unicode 14.0): false for the categories
 * Cc Cf Cs Co Cn Zl Zp Zs, space excepted; what Unicode added after 14.0 counts as not printable.
 */
export function isPrintable(codePoint: number): boolean {
  if (codePoint < 0x7f) return codePoint >= 0x20;
  let low = 0;
  let high = CHANGES.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((CHANGES[middle] as number) <= codePoint) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

function changes(runs: string): Uint32Array {
  let at = 0;
  return Uint32Array.from(runs.trim().split(/\s+/), (length) => {
    at += Number.parseInt(length, 36);
    return at;
  });
}
