/** Beyond these numbers of digits a double cannot change, or is always 0 (CPython `float.__round__`). */
const MOST_DIGITS = 323;
const LEAST_DIGITS = -308;

/**
 * Python's `round(value, digits)` for floats: the exact binary value rounded to a decimal, ties to even,
 * then the double nearest to that decimal. Infinities, NaN and the sign of zero stay.
 * @param digits decimals to keep; negative rounds to tens, hundreds ...
 * @throws RangeError when Python raises OverflowError, or when `digits` is no integer
 */
export function round(value: number, digits: number): number {
  if (!Number.isInteger(digits)) throw new RangeError('digits must be an integer');
  if (!Number.isFinite(value) || value === 0 || digits > MOST_DIGITS) return value;
  return farFromTie(value, digits) ?? exactly(value, digits);
}

/** Powers of ten, which are exact, by number of decimals: computing one costs more than all the rest of a rounding. */
const POWERS: readonly number[] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
/** Scaled values under which a product with one of them shows the nearest integer. */
const FAST_SCALED = 2 ** 40;
/** Share of such a product that is well over its error, 2^-53. */
const PRODUCT_ERROR = 2 ** -50;

/**
 * A scaled value that is not within its own rounding error of a tie has one nearest integer, and the quotient of two
 * exact integers is the double nearest to that decimal. Null where that does not tell.
 */
function farFromTie(value: number, digits: number): number | null {
  const scale = POWERS[digits];
  if (scale === undefined) return null;
  const scaled = Math.abs(value) * scale;
  if (!(scaled < FAST_SCALED)) return null;
  const floor = Math.floor(scaled);
  const fromTie = scaled - floor - 0.5;
  if (Math.abs(fromTie) <= scaled * PRODUCT_ERROR) return null;
  const size = (fromTie > 0 ? floor + 1 : floor) / scale;
  return value < 0 ? -size : size;
}

function exactly(value: number, digits: number): number {
  if (digits < LEAST_DIGITS) return value < 0 ? -0 : 0;
  const { mantissa, exponent } = parts(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (digits >= 0) numerator *= 10n ** BigInt(digits);
  else denominator *= 10n ** BigInt(-digits);
  const magnitude = Number(`${halfToEven(numerator, denominator)}e${-digits}`);
  if (magnitude === Infinity) throw new RangeError('rounded value too large to represent');
  return value < 0 ? -magnitude : magnitude;
}

/** |value| = mantissa x 2^exponent, exactly. */
function parts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const fraction = bits & 0xfffffffffffffn;
  const biased = Number((bits >> 52n) & 0x7ffn);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

function halfToEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twiceRest = 2n * (numerator % denominator);
  if (twiceRest > denominator) return quotient + 1n;
  if (twiceRest < denominator) return quotient;
  return quotient + (quotient & 1n);
}
