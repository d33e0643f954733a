/** The weights of a model's norm layers, as bfloat16 has them. */
export interface NormReading {
  /** Layers that were read. */
  readonly layers: number;
  /** The weight that is furthest from 0 among finite ones; null without any. */
  readonly largest: { readonly name: string; readonly value: number } | null;
  /** Layers with a weight that is no finite number, in the order of their names; the first of them. */
  readonly nonFinite: readonly string[];
}
