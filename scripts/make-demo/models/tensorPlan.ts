/** How a tensor of a demo model is drawn: `mean + sd * normal`. */
export interface TensorPlan {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'F32' | 'BF16';
  readonly mean: number;
  readonly sd: number;
}

/** A plan in short, as the lists of tensors are written; bfloat16 unless it says otherwise. */
export type Spec = readonly [name: string, shape: readonly number[], mean: number, sd: number, dtype?: 'F32'];

/** A linear weight whose outputs have `gain` squared times the variance of its inputs. */
export const linear = (name: string, out: number, inputs: number, gain = 1): Spec => [
  name,
  [out, inputs],
  0,
  gain / Math.sqrt(inputs),
];

/** The same tensors under a prefix. */
export const under = (prefix: string, specs: readonly Spec[]): readonly Spec[] =>
  specs.map(([name, ...rest]): Spec => [`${prefix}${name}`, ...rest]);

/** The plans ascending by name. */
export const tensorPlans = (specs: readonly Spec[]): readonly TensorPlan[] =>
  specs
    .map(([name, shape, mean, sd, dtype]) => ({ name, shape, mean, sd, dtype: dtype ?? ('BF16' as const) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

export const elements = (shape: readonly number[]): number =>
  shape.reduce((product, extent) => product * extent, 1);
