import { TEACHER_REPO } from '../repositories.js';
import type { PlayedRound, TeacherText } from '../rounds.js';
import { isoOf, seedBlockOf } from '../timeline.js';
import { type Evaluated, PROBE_REASON } from './evaluation.js';
import { COMPOSITE_VERSION } from './roundRecord.js';

type Json = Readonly<Record<string, unknown>>;

/** A file as a validator wrote it, and when it was captured. */
export interface PublishedFile {
  readonly name: string;
  readonly capturedAt: string;
  readonly text: string;
}

/** JSON as Python writes it: infinite numbers as the literal `Infinity`, which strict parsers refuse. */
export const pythonJson = (value: unknown): string =>
  `${JSON.stringify(value, (_, one) => (one === Infinity ? '\u0000Infinity' : one), 1).replaceAll('"\\u0000Infinity"', 'Infinity')}\n`;

/** `eval_data.json`: the teacher's text for every scored prompt. */
export function evalData(round: PlayedRound, text: TeacherText, newTokens: number): string {
  const data = text.continuations.map(({ ids, promptTokens, text: continuation }, at) => ({
    prompt: round.prompts[text.drawIndex[at] ?? 0]?.text ?? '',
    continuation,
    prompt_tokens: promptTokens,
    continuation_tokens: ids.length - promptTokens,
  }));
  return pythonJson({
    teacher: TEACHER_REPO,
    max_new_tokens: newTokens,
    block_seed: seedBlockOf(round.roundId),
    n_prompts: data.length,
    data,
  });
}

/** `last_eval.json`: the raw results, keyed by repository. */
export function lastEval(round: PlayedRound, seen: readonly Evaluated[], newTokens: number): string {
  const total = round.first.drawIndex.length;
  const students = seen.map((one): [string, Json] => [one.miner.repo, student(one, total)]);
  return pythonJson({
    teacher: TEACHER_REPO,
    max_new_tokens: newTokens,
    block_seed: seedBlockOf(round.roundId),
    n_prompts: total,
    n_prompts_filtered: round.prompts.length - total,
    min_completion_tokens: 10,
    students: Object.fromEntries(students),
    timings: { vllm_startup: 61.4, vllm_generation: 210.9, teacher_hf_load: 0 },
  });
}

function student(one: Evaluated, total: number): Json {
  if (one.kl === null)
    return { ...one.raw, status: 'anti_finetune', reason: PROBE_REASON, kl_global_avg: Infinity };
  return {
    ...one.raw,
    status: 'scored',
    kl_global_avg: one.kl.globalAvg,
    kl_per_prompt: one.kl.perPrompt,
    prompts_scored: one.kl.perPrompt.length,
    prompts_total: total,
    effective_total: total,
    early_stopped: false,
    early_stop_reason: null,
  };
}

/** A stored record of `composite_scores.json`. */
export const storedComposite = (
  one: Evaluated,
  revision: string,
  commitBlock: number,
  roundId: number,
): Json => ({
  worst: one.composite?.worst ?? null,
  weighted: one.composite?.weighted ?? null,
  axes: one.composite?.axes ?? {},
  n_axes: Object.values(one.composite?.axes ?? {}).filter((value) => value !== null).length,
  present_count: one.composite?.presentCount ?? 0,
  broken_axes: [],
  version: COMPOSITE_VERSION,
  model: one.miner.repo,
  revision,
  block: commitBlock,
  ts: isoOf(seedBlockOf(roundId) + 602),
});
