const word = new DataView(new ArrayBuffer(4));

/** Bits of a number as bfloat16, rounded to nearest, ties to even; a NaN keeps its top bits. */
export function bfloat16Bits(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  // Half of the dropped part, less one when the kept part is even.
  const rounded = Number.isNaN(value) ? bits : bits + 0x7fff + ((bits >>> 16) & 1);
  return (rounded >>> 16) & 0xffff;
}
