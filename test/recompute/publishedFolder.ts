import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A made-up validator's files, as plain values that a test may change before they are written. */
// biome-ignore lint/suspicious/noExplicitAny: a test changes any place of a document
export type Json = Record<string, any>;
export interface State {
  readonly latest: Json;
  readonly lastEval: Json;
  readonly composites: Json;
}

export const SEED = 8_382_960;
const PAIRS = 120;
const [KING, WINNER, LOSER] = [167, 181, 12];
const TEACHER = 'Qwen/Qwen3.5-4B';

/** Correct rounding of the binary value; none of the values here is a tie. */
const to = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0;

/** Numbers from 0 to 1 of a small generator: the same in every run. */
function* noise(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

/** Upper tail of the normal distribution by Simpson's rule: no code of ours. */
function upperTail(t: number): number {
  if (t < 0) return 1 - upperTail(-t);
  const [steps, end] = [20_000, 12];
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const h = (end - t) / steps;
  if (h <= 0) return 0;
  let sum = density(t) + density(end);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 0 ? 2 : 4) * density(t + i * h);
  return (sum * h) / 3;
}

/** KL per prompt: prompts differ much, models little. */
function lists(): Record<number, number[]> {
  const prompts = noise(1);
  const own = noise(7);
  const made: Record<number, number[]> = { [KING]: [], [WINNER]: [], [LOSER]: [] };
  for (let i = 0; i < PAIRS; i++) {
    const base = 1 + 2 * (prompts.next().value as number);
    for (const [uid, shift] of [
      [KING, 0],
      [WINNER, -0.06],
      [LOSER, 0.02],
    ] as const)
      made[uid]?.push(to(base + shift + 0.1 * (own.next().value as number), 6));
  }
  return made;
}

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

function tTest(king: readonly number[], own: readonly number[]): Json {
  const deltas = king.map((one, i) => one - (own[i] as number));
  const m = mean(deltas);
  const squares = deltas.reduce((sum, one) => sum + (one - m) ** 2, 0);
  const se = Math.sqrt(squares / (deltas.length - 1)) / Math.sqrt(deltas.length);
  return {
    p: to(upperTail(m / se), 6),
    t: to(m / se, 3),
    n: deltas.length,
    mean_delta: to(m, 6),
    se: to(se, 6),
    lcb: to(m - 1.96 * se, 6),
  };
}

const graded = (scores: readonly number[]): Json => {
  const m = mean(scores);
  return {
    n: scores.length,
    n_valid: scores.length,
    mean_score: to(m, 3),
    normalized: to((m - 1) / 4, 4),
    per_prompt: scores.map((score) => ({ prompt: 'p', raw: String(score), score })),
  };
};

/** What a model solved: tokens are at the targets of the density axis, so that it is the mean of the shares. */
interface Skill {
  readonly rkl: number;
  readonly capability: number;
  readonly math: number;
  readonly code: number;
  readonly reasoning: number;
  readonly judge: readonly number[];
}
const SKILLS: Record<number, Skill> = {
  [KING]: { rkl: 0.25, capability: 20, math: 3, code: 1, reasoning: 4, judge: [1, 2, 3, 2] },
  [WINNER]: { rkl: 0.2, capability: 22, math: 3, code: 2, reasoning: 4, judge: [2, 2, 3, 2] },
  [LOSER]: { rkl: 0.4, capability: 18, math: 2, code: 1, reasoning: 3, judge: [1, 2, 2, 2] },
};
const TEACHER_PASS = 0.75;

const rawOf = (skill: Skill, list: readonly number[]): Json => {
  const bench = (correct: number, n: number, tokens: number) => ({
    n,
    correct,
    pass_frac: to(correct / n, 3),
    items: [],
    mean_gen_tokens_correct: tokens,
  });
  return {
    status: 'scored',
    kl_global_avg: to(mean(list), 6),
    kl_per_prompt: list,
    prompts_scored: PAIRS,
    prompts_total: PAIRS,
    early_stopped: false,
    on_policy_rkl: { mean_rkl: skill.rkl, mean_gen_len: 64, tokens: 768 },
    capability: {
      n: 36,
      correct: skill.capability,
      pass_frac: to(skill.capability / 36, 3),
      teacher_pass_frac: TEACHER_PASS,
    },
    length_axis: { ratio: 1, penalty: 0.97 },
    judge_probe: graded(skill.judge),
    math_bench: bench(skill.math, 12, 400),
    code_bench: bench(skill.code, 8, 300),
    reasoning_bench: bench(skill.reasoning, 10, 150),
  };
};

const WEIGHTS = { on_policy_rkl: 0.35, kl: 0.15, capability: 0.25, length: 0.1, judge_probe: 0.15, math_bench: 0.14, code_bench: 0.14, reasoning_bench: 0.1, reasoning_density: 0.05 }; // biome-ignore format: a table
type Axis = keyof typeof WEIGHTS;
type Weights = Readonly<Record<Axis, number>>;
const ABSENT_AXES = ['degeneracy', 'chat_turns_probe', 'ifeval_bench', 'aime_bench', 'mbpp_bench', 'tool_use_bench', 'long_context_bench', 'robustness_bench', 'knowledge_bench', 'arc_bench', 'truthful_bench', 'procedural_bench', 'self_consistency_bench', 'noise_resistance_bench']; // biome-ignore format: a list

function compositeOf(raw: Json, king: Json, weights: Weights): { composite: Json; quality: number } {
  const share = (name: string) => raw[name].correct / raw[name].n;
  const p = raw.capability.pass_frac;
  const exact: Record<Axis, number> = {
    on_policy_rkl: Math.min(1, 0.2 / raw.on_policy_rkl.mean_rkl),
    kl: Math.min(1, king.kl_global_avg / raw.kl_global_avg),
    capability: 0.5 * p + 0.5 * Math.min(1, p / TEACHER_PASS),
    length: 0.97,
    judge_probe: raw.judge_probe.normalized,
    math_bench: raw.math_bench.pass_frac,
    code_bench: raw.code_bench.pass_frac,
    reasoning_bench: raw.reasoning_bench.pass_frac,
    reasoning_density: (share('math_bench') + share('code_bench') + share('reasoning_bench')) / 3,
  };
  const names = Object.keys(exact) as Axis[];
  const weighted = (values: Record<Axis, number>, among: readonly Axis[]) =>
    among.reduce((sum, one) => sum + weights[one] * values[one], 0) /
    among.reduce((sum, one) => sum + weights[one], 0);
  const axes = Object.fromEntries(names.map((name) => [name, to(exact[name], 4)])) as Record<Axis, number>;
  return {
    quality: weighted(
      axes,
      names.filter((name) => name !== 'kl' && name !== 'on_policy_rkl'),
    ),
    composite: {
      version: 29,
      axes: { ...axes, ...Object.fromEntries(ABSENT_AXES.map((name) => [name, null])) },
      worst: to(Math.min(...Object.values(exact)), 4),
      weighted: to(weighted(exact, names), 4),
      present_count: names.length,
      broken_axes: [],
      judge_in_composite: true,
      bench_in_composite: true,
      axis_spread: 0.3,
      bench_vs_rel_gap: -0.4,
    },
  };
}

/**
 * A consistent round in which UID 181 takes the crown from UID 167 and UID 12 loses its duel: every number follows from
 * the raw results by arithmetic of this file alone.
 */
export function consistentState(
  own: {
    /** Weights that the operator set. */
    readonly weights?: Partial<Weights>;
    /** What the challenger that wins its duel solved otherwise. */
    readonly winner?: Partial<Skill>;
  } = {},
): State {
  const weights = { ...WEIGHTS, ...own.weights };
  const skillOf = (uid: number) => ({ ...(SKILLS[uid] as Skill), ...(uid === WINNER ? own.winner : {}) });
  const kls = lists();
  const raws = Object.fromEntries(Object.entries(kls).map(([uid, list]) => [uid, rawOf(skillOf(Number(uid)), list)])) as Record<number, Json>; // biome-ignore format: one row
  const king = raws[KING] as Json;
  const composites = Object.fromEntries([KING, WINNER, LOSER].map((uid) => [uid, compositeOf(raws[uid] as Json, king, weights)])) as Record<number, { composite: Json; quality: number }>; // biome-ignore format: one row
  const modelOf = (uid: number) => `owner-${uid}/model`;
  const row = (uid: number, commitBlock: number): Json => ({
    uid,
    model: modelOf(uid),
    kl: raws[uid]?.kl_global_avg,
    commit_block: commitBlock,
    is_king: uid === KING,
    vs_king: '',
    prompts_scored: PAIRS,
    prompts_total: PAIRS,
    paired_prompts: PAIRS,
    dethrone_eligible: true,
    early_stopped: false,
    composite: composites[uid]?.composite,
    ...(uid === KING ? {} : { t_test: tTest(kls[KING] as number[], kls[uid] as number[]) }),
  });
  const [ours, theirs] = [composites[WINNER]?.quality as number, composites[KING]?.quality as number];
  const winner = {
    ...row(WINNER, SEED - 349),
    selection_gate: {
      challenger_quality: to(ours, 6),
      incumbent_quality: to(theirs, 6),
      margin: 0.03,
      absolute_floor: 0.06,
      relative_axes_excluded: ['kl', 'on_policy_rkl'],
      threshold: to(0.97 * theirs, 6),
      reason: 'paired_kl_and_quality_winner',
    },
  };
  return {
    latest: {
      block: SEED,
      block_hash: `0x9f3a51c2${'0'.repeat(56)}`,
      shard_idx: 0x9f3a51c2 % 6542,
      king_uid: WINNER,
      king_model: modelOf(WINNER),
      prev_king_uid: KING,
      king_kl: raws[WINNER]?.kl_global_avg,
      king_h2h_kl: raws[WINNER]?.kl_global_avg,
      epsilon: 0.03,
      epsilon_threshold: to(0.97 * king.kl_global_avg, 6),
      n_prompts: 300,
      results: [winner, row(KING, SEED - 41_050), row(LOSER, SEED - 900)],
      king_changed: true,
      new_king_uid: WINNER,
      king_retained_reason: null,
      type: 'h2h',
      n_students: 3,
      king_prompts_completed: PAIRS,
      _invalid_for_leaderboard: false,
      _min_prompts_for_leaderboard: PAIRS,
      _requested_min_prompts_for_leaderboard: 150,
    },
    lastEval: {
      teacher: TEACHER,
      block_seed: SEED,
      n_prompts: PAIRS,
      students: {
        ...Object.fromEntries([KING, WINNER, LOSER].map((uid) => [modelOf(uid), raws[uid]])),
        [TEACHER]: {
          status: 'teacher_sanity',
          capability: { pass_frac: TEACHER_PASS, teacher_pass_frac: TEACHER_PASS },
        },
      },
    },
    composites: {
      [KING]: {
        ...composites[KING]?.composite,
        model: modelOf(KING),
        revision: 'a',
        block: SEED - 41_050,
        n_axes: 9,
      },
      5: {
        model: 'old/one',
        worst: 0.2,
        weighted: 0.3,
        axes: { capability: 0.3 },
        n_axes: 1,
        _bootstrapped: true,
      },
    },
  };
}

/** UID 181 wins its duel and solves less mathematics: with a heavy weight on that the king keeps the crown. */
export function keptByWeights(weights: Partial<Weights>): State {
  const state = consistentState({ weights, winner: { math: 0 } });
  const { kl_global_avg: kl } = state.lastEval.students[`owner-${KING}/model`];
  Object.assign(state.latest.results[0].selection_gate, { reason: 'quality_regression' });
  Object.assign(state.latest, { king_changed: false, new_king_uid: null, king_uid: 167, king_kl: kl, king_h2h_kl: kl }); // biome-ignore format: one row
  return state;
}

export const filesOf = (state: State): Record<string, string> => ({
  'h2h_latest.json': JSON.stringify(state.latest),
  'h2h_history.json': JSON.stringify([
    { block: SEED - 720, king_uid: KING, prev_king_uid: KING, king_changed: false, results: [] },
    state.latest,
  ]),
  'last_eval.json': JSON.stringify(state.lastEval),
  'composite_scores.json': JSON.stringify(state.composites),
  'disqualified.json': '{}',
  'evaluated_uids.json': '[12, 167, 181]',
});

/** Writes files into a folder of their own, and removes it after the test's part. */
export async function withFiles<T>(
  files: Record<string, string>,
  use: (dir: string) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'recrown-state-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
