/**
 * Axes of the composite from one model's raw result, each 0 to 1 or null (absent). Comparisons follow Python's `min`
 * and `max`, for which a NaN on the right never wins (rule: composite axes, docs/methodology.md).
 */

export type RawResult = Readonly<Record<string, unknown>>;

/** What relative axes are held against. */
export interface AxisAnchors {
  /** King's mean KL of this round; null = the king has none. */
  readonly kingKl: number | null;
  /** Lowest positive mean reverse KL of the round; null = none. */
  readonly lowestRkl: number | null;
}

const MIN_ITEMS: Readonly<Record<string, number>> = {
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

/** Tokens of a right answer at which a bench's density is full. */
const DENSITY_TARGETS: Readonly<Record<string, number>> = {
  math_bench: 400,
  code_bench: 300,
  reasoning_bench: 150,
  ifeval_bench: 250,
  aime_bench: 800,
  mbpp_bench: 250,
  tool_use_bench: 300,
  long_context_bench: 30,
  robustness_bench: 400,
};

const PROBE_MIN: Readonly<Record<string, number>> = { judge_probe: 4, chat_turns_probe: 2 };

/** First version of the composite schema that takes credit from silent models, and the one of the eras audited. */
export const SILENCE_VERSION = 29;
/** Mean lengths under which a silent model loses on-policy and degeneracy credit. */
const SILENCE = { rolloutTokens: 16, totalTokens: 128, generationTokens: 12 } as const;
const SHORTEST_RATIO = 0.08;
const ANCHOR_WITHOUT_ROUND = 0.1;
const SELF_BLEU_SLACK = 0.9;

const least = (a: number, b: number): number => (b < a ? b : a);
const most = (a: number, b: number): number => (b > a ? b : a);
const clamp = (value: number): number => most(0, least(1, value));

function part(result: RawResult, name: string): RawResult | null {
  const value = Object.hasOwn(result, name) ? result[name] : null;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawResult) : null;
}

function number(record: RawResult, name: string): number | null {
  const value = Object.hasOwn(record, name) ? record[name] : null;
  return typeof value === 'number' ? value : null;
}

function klAxis(result: RawResult, { kingKl }: AxisAnchors): number | null {
  const own = number(result, 'kl_global_avg');
  if (kingKl === null || own === null || kingKl <= 0 || own <= 0) return null;
  return least(1, kingKl / own);
}

function onPolicyAxis(result: RawResult, { lowestRkl }: AxisAnchors, silence: boolean): number | null {
  const probe = part(result, 'on_policy_rkl');
  const mean = probe === null ? null : number(probe, 'mean_rkl');
  if (probe === null || mean === null) return null;
  const anchor = lowestRkl !== null && lowestRkl > 0 ? lowestRkl : ANCHOR_WITHOUT_ROUND;
  const base = mean <= 0 ? 1 : least(1, anchor / mean);
  if (!silence) return clamp(base);
  let factor = 1;
  const length = number(probe, 'mean_gen_len');
  if (length !== null) factor = least(factor, length / SILENCE.rolloutTokens);
  const tokens = number(probe, 'tokens');
  if (tokens !== null) factor = least(factor, tokens / SILENCE.totalTokens);
  return clamp(base * most(0, factor));
}

function capabilityAxis(result: RawResult): number | null {
  const probe = part(result, 'capability');
  const own = probe === null ? null : number(probe, 'pass_frac');
  if (probe === null || own === null) return null;
  const teacher = number(probe, 'teacher_pass_frac');
  if (teacher === null || teacher <= 0) return clamp(own);
  return clamp(0.5 * own + 0.5 * least(1, own / most(teacher, 0.5)));
}

function lengthAxis(result: RawResult, silence: boolean): number | null {
  const axis = part(result, 'length_axis');
  if (axis === null) return null;
  const penalty = number(axis, 'penalty');
  const ratio = silence ? number(axis, 'ratio') : null;
  const long = penalty === null ? null : clamp(penalty);
  const short = ratio === null ? null : clamp(ratio / SHORTEST_RATIO);
  if (long === null || short === null) return long ?? short;
  return least(long, short);
}

function degeneracyAxis(result: RawResult, silence: boolean): number | null {
  const probe = part(result, 'think_probe');
  const tested = probe === null ? null : number(probe, 'prompts_tested');
  if (probe === null || tested === null || tested <= 0) return null;
  const terminated = (number(probe, 'prompts_terminated') ?? 0) / tested;
  const degenerate = (number(probe, 'prompts_degenerate') ?? 0) / tested;
  const excess = most(
    0,
    (number(probe, 'self_bleu_across_prompts') ?? 0) - (number(probe, 'teacher_self_bleu') ?? 0),
  );
  const variety = least(1, most(0, SELF_BLEU_SLACK - excess) / SELF_BLEU_SLACK);
  const base = 0.4 * terminated + 0.4 * most(0, 1 - degenerate) + 0.2 * variety;
  const length = silence ? number(probe, 'mean_gen_tokens') : null;
  return clamp(base * (length === null ? 1 : least(1, length / SILENCE.generationTokens)));
}

function probeAxis(result: RawResult, name: string): number | null {
  const probe = part(result, name);
  const valid = probe === null ? null : number(probe, 'n_valid');
  if (probe === null || probe.error || valid === null || valid < (PROBE_MIN[name] ?? 0)) return null;
  const value = number(probe, 'normalized');
  return value === null ? null : clamp(value);
}

function benchAxis(result: RawResult, name: string): number | null {
  const bench = part(result, name);
  if (bench === null || bench.error || (number(bench, 'n') ?? 0) < (MIN_ITEMS[name] ?? 4)) return null;
  const value = number(bench, 'pass_frac');
  return value === null ? null : clamp(value);
}

/** Mean over benches of share right times brevity; a bench with nothing right counts 0, one without lengths not at all. */
function densityAxis(result: RawResult): number | null {
  let sum = 0;
  let count = 0;
  for (const [name, target] of Object.entries(DENSITY_TARGETS)) {
    const bench = part(result, name);
    const n = bench === null ? null : number(bench, 'n');
    const correct = bench === null ? null : number(bench, 'correct');
    if (bench === null || bench.error || n === null || n < (MIN_ITEMS[name] ?? 1) || correct === null)
      continue;
    if (correct <= 0) {
      count += 1;
      continue;
    }
    const tokens = number(bench, 'mean_gen_tokens_correct');
    if (tokens === null || tokens <= 0) continue;
    sum += (correct / n) * least(1, target / tokens);
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

/** One axis by its name, as a version of the composite schema computes it; unknown names are absent. */
export function axisValue(
  name: string,
  result: RawResult,
  anchors: AxisAnchors,
  version = SILENCE_VERSION,
): number | null {
  const silence = version >= SILENCE_VERSION;
  if (name === 'kl') return klAxis(result, anchors);
  if (name === 'on_policy_rkl') return onPolicyAxis(result, anchors, silence);
  if (name === 'capability') return capabilityAxis(result);
  if (name === 'length') return lengthAxis(result, silence);
  if (name === 'degeneracy') return degeneracyAxis(result, silence);
  if (name === 'reasoning_density') return densityAxis(result);
  if (Object.hasOwn(PROBE_MIN, name)) return probeAxis(result, name);
  return Object.hasOwn(MIN_ITEMS, name) ? benchAxis(result, name) : null;
}

/** Names of every axis that a record reports, also those without weight. */
export const AXIS_NAMES: readonly string[] = [
  'on_policy_rkl',
  'kl',
  'capability',
  'length',
  'degeneracy',
  'judge_probe',
  'chat_turns_probe',
  ...Object.keys(MIN_ITEMS),
  'reasoning_density',
];
