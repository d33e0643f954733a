/**
 * Largest |a - b| of two [T, width] arrays of one size, and its first place. A number that only one of them has (the
 * other holds NaN or another infinity) is beyond all others, and its difference null.
 */
export function largestDifference(
  a: Float32Array,
  b: Float32Array,
  width: number,
): { difference: number | null; token: number; channel: number } {
  let largest = -1;
  let place = 0;
  for (let i = 0; i < a.length && largest < Number.POSITIVE_INFINITY; i += 1) {
    const distance = Object.is(a[i], b[i]) ? 0 : Math.abs((a[i] as number) - (b[i] as number));
    const found = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
    if (found <= largest) continue;
    largest = found;
    place = i;
  }
  return {
    difference: Number.isFinite(largest) ? Math.max(0, largest) : null,
    token: Math.floor(place / width),
    channel: place % width,
  };
}
