import type { TensorData } from '../../../src/model/safetensors/writeSafetensors.js';
import type { Seeded } from '../seeded.js';
import { elements, type TensorPlan } from './tensorPlan.js';

export type Checkpoint = Readonly<Record<string, TensorData>>;

/** Every tensor drawn from the seed. */
export function drawCheckpoint(plans: readonly TensorPlan[], seeded: Seeded): Checkpoint {
  return Object.fromEntries(
    plans.map(({ name, shape, dtype, mean, sd }) => {
      const draw = seeded.fork(name);
      const data = Float32Array.from({ length: elements(shape) }, () => mean + sd * draw.gauss());
      return [name, { dtype, shape, data }];
    }),
  );
}

/** Tensors that a student takes over unchanged: the router's balance, which no fine-tune of the demo trains. */
const FROZEN = /all_moe|max_vio|router|A_log|lm_head/;

/** A copy of a checkpoint whose weights moved by `share` of each tensor's spread. */
export function withNoise(
  from: Checkpoint,
  plans: readonly TensorPlan[],
  share: number,
  seeded: Seeded,
): Checkpoint {
  const spread = new Map(plans.map((plan) => [plan.name, plan.sd]));
  return Object.fromEntries(
    Object.entries(from).map(([name, tensor]) => {
      if (FROZEN.test(name)) return [name, tensor];
      const draw = seeded.fork(name);
      const step = share * (spread.get(name) ?? 0);
      return [name, { ...tensor, data: tensor.data.map((value) => value + step * draw.gauss()) }];
    }),
  );
}

/** The same checkpoint with other values in one tensor. */
export const withTensor = (from: Checkpoint, name: string, data: Float32Array): Checkpoint => ({
  ...from,
  [name]: { ...(from[name] as TensorData), data },
});
