import type { Random } from './random.js';
import type { Anchors, Raw } from './truth/composite.js';

/** One model's raw result with its neighbours on the lines of each axis. */
export interface RawCase {
  readonly raw: Raw;
  readonly anchors: Anchors;
  readonly version: 28 | 29;
  readonly broken: readonly string[];
}

const BENCHES: Readonly<Record<string, number>> = {
  math_bench: 4,
  code_bench: 2,
  reasoning_bench: 4,
  ifeval_bench: 4,
  aime_bench: 3,
  mbpp_bench: 3,
  tool_use_bench: 3,
  long_context_bench: 2,
  robustness_bench: 2,
  knowledge_bench: 4,
  arc_bench: 4,
  truthful_bench: 3,
  procedural_bench: 4,
  self_consistency_bench: 3,
  noise_resistance_bench: 2,
};

/** A raw result in which any part may be missing, or lie on the line from which it counts. */
export function rawCase(random: Random): RawCase {
  const maybe = <T>(value: T): T | null => (random.chance(0.12) ? null : value);
  const raw: Record<string, Record<string, unknown> | number | null> = {
    kl_global_avg: maybe(random.pick([0, -1, 0.5, 1.25, 2, 3])),
    on_policy_rkl: maybe({
      mean_rkl: maybe(random.pick([-0.1, 0, -0, 0.05, 0.1, 0.3, 0.7])),
      mean_gen_len: maybe(random.pick([-1, 0, 8, 16, 40])),
      tokens: maybe(random.pick([0, 64, 128, 900])),
    }),
    capability: maybe({
      pass_frac: maybe(random.pick([0, 0.25, 0.4722, 0.6, 1])),
      teacher_pass_frac: maybe(random.pick([0, -0.5, 0.4, 0.5, 0.8])),
    }),
    length_axis: maybe({
      penalty: maybe(random.pick([-0.2, 0, 0.3, 1, 1.5])),
      ratio: maybe(random.pick([0, 0.02, 0.08, 0.5, -1])),
    }),
    think_probe: maybe({
      prompts_tested: maybe(random.pick([0, 1, 16])),
      prompts_terminated: maybe(random.pick([0, 1])),
      prompts_degenerate: maybe(random.pick([0, 1, 20])),
      self_bleu_across_prompts: maybe(random.pick([0.05, 0.4, 0.99, 2])),
      teacher_self_bleu: maybe(random.pick([0.05, 0.2])),
      mean_gen_tokens: maybe(random.pick([0, 6, 12, 80])),
    }),
    judge_probe: maybe({
      n_valid: maybe(random.pick([3, 4, 16])),
      normalized: maybe(random.pick([-0.1, 0, 0.3125, 0.75, 1.2])),
      ...(random.chance(0.1) ? { error: 'x' } : {}),
    }),
    chat_turns_probe: maybe({
      n_valid: maybe(random.pick([1, 2, 6])),
      normalized: maybe(random.pick([0, 0.2917, 1])),
    }),
  };
  for (const [name, least] of Object.entries(BENCHES)) {
    const n = random.pick([0, least - 1, least, least + 1, 16]);
    const correct = random.int(0, Math.max(0, n));
    raw[name] = maybe({
      n: maybe(n),
      correct: maybe(correct),
      pass_frac: maybe(n > 0 ? correct / n : random.pick([-0.5, 0, 1.5])),
      mean_gen_tokens_correct: maybe(random.pick([0, -3, 20, 150, 400, 1000])),
      ...(random.chance(0.06) ? { error: 'bench failed' } : {}),
    });
  }
  const present = Object.keys(raw);
  return {
    raw,
    anchors: {
      kingKl: maybe(random.pick([0, -1, 0.9, 1.25, 2])),
      lowestRkl: maybe(random.pick([0, 0.05, 0.1, 0.3])),
    },
    version: random.pick([28, 29]),
    broken: random.shuffled(present).slice(0, random.pick([0, 0, 1, 3])),
  };
}
