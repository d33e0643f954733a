import { roundTo } from './statistics.js';

/**
 * The composite of one raw result, from the table of axes alone: each axis 0 to 1 or absent. Python's `min` and `max`
 * keep their first argument against a NaN.
 */
export type Raw = Readonly<Record<string, Readonly<Record<string, unknown>> | number | null>>;

export interface Anchors {
  readonly kingKl: number | null;
  readonly lowestRkl: number | null;
}

const ITEMS: readonly (readonly [name: string, least: number, target: number | null])[] = [
  ['math_bench', 4, 400],
  ['code_bench', 2, 300],
  ['reasoning_bench', 4, 150],
  ['ifeval_bench', 4, 250],
  ['aime_bench', 3, 800],
  ['mbpp_bench', 3, 250],
  ['tool_use_bench', 3, 300],
  ['long_context_bench', 2, 30],
  ['robustness_bench', 2, 400],
  ['knowledge_bench', 4, null],
  ['arc_bench', 4, null],
  ['truthful_bench', 3, null],
  ['procedural_bench', 4, null],
  ['self_consistency_bench', 3, null],
  ['noise_resistance_bench', 2, null],
];

const unit = (value: number): number => (value > 1 ? 1 : value > 0 ? value : 0);

export function axesOf(
  raw: Raw,
  { kingKl, lowestRkl }: Anchors,
  version: 28 | 29,
): Record<string, number | null> {
  const part = (name: string): Readonly<Record<string, unknown>> => {
    const found = raw[name];
    return typeof found === 'object' && found !== null ? found : {};
  };
  const num = (name: string, key: string): number | null => {
    const value = part(name)[key];
    return typeof value === 'number' ? value : null;
  };
  const axes: Record<string, number | null> = {};
  const silence = version === 29;

  const own = typeof raw.kl_global_avg === 'number' ? raw.kl_global_avg : null;
  axes.kl = own === null || kingKl === null || own <= 0 || kingKl <= 0 ? null : Math.min(1, kingKl / own);

  const rkl = num('on_policy_rkl', 'mean_rkl');
  if (rkl === null) axes.on_policy_rkl = null;
  else {
    const base = rkl <= 0 ? 1 : Math.min(1, (lowestRkl !== null && lowestRkl > 0 ? lowestRkl : 0.1) / rkl);
    const lengths = [
      (num('on_policy_rkl', 'mean_gen_len') ?? 16) / 16,
      (num('on_policy_rkl', 'tokens') ?? 128) / 128,
    ];
    axes.on_policy_rkl = unit(silence ? base * Math.max(0, Math.min(1, ...lengths)) : base);
  }

  const pass = num('capability', 'pass_frac');
  const teacher = num('capability', 'teacher_pass_frac');
  axes.capability =
    pass === null
      ? null
      : unit(
          teacher === null || teacher <= 0
            ? pass
            : 0.5 * pass + 0.5 * Math.min(1, pass / Math.max(teacher, 0.5)),
        );

  const limits = [
    ...[num('length_axis', 'penalty')].flatMap((one) => (one === null ? [] : [unit(one)])),
    ...[silence ? num('length_axis', 'ratio') : null].flatMap((one) =>
      one === null ? [] : [unit(one / 0.08)],
    ),
  ];
  axes.length = limits.length === 0 ? null : Math.min(...limits);

  const tested = num('think_probe', 'prompts_tested') ?? 0;
  if (tested <= 0) axes.degeneracy = null;
  else {
    const extra = Math.max(
      0,
      (num('think_probe', 'self_bleu_across_prompts') ?? 0) - (num('think_probe', 'teacher_self_bleu') ?? 0),
    );
    const sum =
      0.4 * ((num('think_probe', 'prompts_terminated') ?? 0) / tested) +
      0.4 * Math.max(0, 1 - (num('think_probe', 'prompts_degenerate') ?? 0) / tested) +
      0.2 * Math.min(1, Math.max(0, 0.9 - extra) / 0.9);
    const generated = silence ? num('think_probe', 'mean_gen_tokens') : null;
    axes.degeneracy = unit(sum * (generated === null ? 1 : Math.min(1, generated / 12)));
  }

  for (const [name, least] of [
    ['judge_probe', 4],
    ['chat_turns_probe', 2],
  ] as const) {
    const value = num(name, 'normalized');
    const counts = (num(name, 'n_valid') ?? 0) >= least && !part(name).error;
    axes[name] = counts && value !== null ? unit(value) : null;
  }

  let density = 0;
  let active = 0;
  for (const [name, least, target] of ITEMS) {
    const n = num(name, 'n') ?? 0;
    const whole = n >= least && !part(name).error;
    const share = num(name, 'pass_frac');
    axes[name] = whole && share !== null ? unit(share) : null;
    const correct = num(name, 'correct');
    if (!whole || correct === null || target === null) continue;
    const tokens = num(name, 'mean_gen_tokens_correct');
    if (correct > 0 && (tokens === null || tokens <= 0)) continue;
    active += 1;
    if (correct > 0 && tokens !== null) density += (correct / n) * Math.min(1, target / tokens);
  }
  axes.reasoning_density = active === 0 ? null : density / active;
  return axes;
}

/** Aggregates over the axes with a weight, from the unrounded axes: four decimals, the weighted mean unrounded. */
export function compositeFrom(
  axes: Readonly<Record<string, number | null>>,
  broken: readonly string[],
  weights: Readonly<Record<string, number>>,
): { axes: Record<string, number | null>; worst: number | null; weighted: number | null; count: number } {
  const present = Object.keys(weights).flatMap((name) => {
    const value = axes[name] ?? null;
    return value === null || (weights[name] as number) <= 0
      ? []
      : [{ name, value, weight: weights[name] as number }];
  });
  const whole = present.filter(({ name }) => !broken.includes(name)).map(({ value }) => value);
  const weight = present.reduce((sum, one) => sum + one.weight, 0);
  return {
    axes: Object.fromEntries(
      Object.entries(axes).map(([name, value]) => [name, value === null ? null : roundTo(value, 4)]),
    ),
    worst: whole.length === 0 ? null : roundTo(Math.min(...whole), 4),
    weighted: weight === 0 ? null : present.reduce((sum, one) => sum + one.weight * one.value, 0) / weight,
    count: whole.length,
  };
}

/** Early stop of one student: 1.96 standard errors under its running mean lie above the best mean so far. */
export function stopsEarly(scores: readonly number[], best: number): { lower: number; stop: boolean } {
  const n = scores.length;
  if (n < 2) return { lower: 0, stop: false };
  const mean = scores.reduce((a, b) => a + b, 0) / n;
  const variance = scores.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1);
  const lower = mean - 1.96 * Math.sqrt(variance / n);
  return { lower, stop: lower > best };
}

/** Prompts that the king needs before a round may replace the validator's record. */
export function isCanonical(requested: number, most: number, king: number, hasKl: boolean): boolean {
  if (king === 0) return most > 0;
  const needed = requested < 150 ? 150 : Math.min(150, Math.max(100, most));
  return hasKl && king >= needed;
}
