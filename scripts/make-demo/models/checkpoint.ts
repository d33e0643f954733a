import type { TensorData } from '../../../src/model/safetensors/writeSafetensors.js';
import type { Seeded } from '../seeded.js';
import { type TensorPlan, tensorPlans } from './tensorPlan.js';

export type Checkpoint = Readonly<Record<string, TensorData>>;

const size = (plan: TensorPlan): number => plan.shape.reduce((product, extent) => product * extent, 1);

/** The teacher: every tensor drawn from the seed. */
export function drawTeacher(seeded: Seeded): Checkpoint {
  return Object.fromEntries(
    tensorPlans().map((plan) => {
      const draw = seeded.fork(plan.name);
      const data = Float32Array.from({ length: size(plan) }, () => plan.mean + plan.sd * draw.gauss());
      return [plan.name, { dtype: plan.dtype, shape: plan.shape, data }];
    }),
  );
}

/** Tensors that a student takes over unchanged: the router's balance, which no fine-tune of the demo trains. */
const FROZEN = /all_moe|max_vio|router|A_log|lm_head/;

/** A copy of a checkpoint whose weights moved by `share` of each tensor's spread. */
export function withNoise(from: Checkpoint, share: number, seeded: Seeded): Checkpoint {
  const spread = new Map(tensorPlans().map((plan) => [plan.name, plan.sd]));
  return Object.fromEntries(
    Object.entries(from).map(([name, tensor]) => {
      if (FROZEN.test(name)) return [name, tensor];
      const draw = seeded.fork(name);
      const step = share * (spread.get(name) ?? 0);
      return [name, { ...tensor, data: tensor.data.map((value) => value + step * draw.gauss()) }];
    }),
  );
}

/** The same checkpoint with another head, [vocabulary, d_model]. */
export const withHead = (from: Checkpoint, head: Float32Array): Checkpoint => ({
  ...from,
  'lm_head.weight': { ...(from['lm_head.weight'] as TensorData), data: head },
});
