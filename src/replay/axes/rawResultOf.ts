import type { RawResult } from '../../decide/axes.js';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { JudgeProbe } from '../../domain/probeRecord.js';
import type { EvaluatedAxes } from './evaluateAxes.js';

/** The axes of a model under the names of the evaluator's result file, as `axisValue` reads them; what is absent has no key. */
export function rawResultOf({ records, probes }: Pick<EvaluatedAxes, 'records' | 'probes'>): RawResult {
  const { chat, length, judge, chatTurns, onPolicy, think, capabilityTeacher } = probes;
  return {
    ...Object.fromEntries(records.flatMap((record) => bench(record))),
    ...given('capability', capabilityRecord(records), ({ n, correct, passFrac }) => ({
      ...{ n, correct, pass_frac: passFrac },
      ...(isAbsent(capabilityTeacher) ? {} : { teacher_pass_frac: capabilityTeacher }),
    })),
    ...given('chat_probe', chat, (one) => ({
      ...{ pass: one.pass, reason: one.reason ?? '', prompts_tested: one.tested },
      ...{ prompts_terminated: one.terminated, prompts_non_empty: one.nonEmpty },
      mean_gen_tokens: one.meanTokens,
    })),
    ...given('length_axis', length, (one) => ({
      ...{ student_mean_gen: one.studentMean, teacher_mean_gen: one.teacherMean },
      ...{ ratio: one.ratio, penalty: one.penalty, source: one.source },
      ...{ too_short_penalty: one.tooShort, too_long_penalty: one.tooLong },
    })),
    ...given('think_probe', think, (one) => ({
      ...{ prompts_tested: one.tested, prompts_terminated: one.terminated },
      ...{ prompts_degenerate: one.degenerate, self_bleu_across_prompts: one.selfBleu },
      ...{ teacher_self_bleu: one.teacherSelfBleu, mean_gen_tokens: one.meanTokens },
    })),
    ...given('judge_probe', judge, marks),
    ...given('chat_turns_probe', chatTurns, marks),
    ...given('on_policy_rkl', onPolicy, (one) => ({
      ...{ n_rollouts: one.rollouts, tokens: one.tokens, mean_gen_len: one.meanLength },
      ...{ mean_rkl: one.meanRkl, mean_fkl: one.meanFkl, mean_skl: one.meanSkl },
      mean_sampled_gap: one.meanSampledGap,
    })),
  };
}

const capabilityRecord = (records: readonly AxisRecord[]): AxisRecord | undefined =>
  records.find(({ axis }) => axis === 'capability');

function given<T extends object>(
  name: string,
  part: T | Absent | undefined,
  shape: (part: T) => RawResult,
): RawResult {
  return part === undefined || isAbsent(part) ? {} : { [name]: shape(part) };
}

function bench({
  axis,
  n,
  correct,
  passFrac,
  meanTokens,
  meanTokensCorrect,
}: AxisRecord): [string, RawResult][] {
  if (axis === 'capability' || isAbsent(passFrac)) return [];
  return [
    [
      axis,
      {
        ...{ n, correct, pass_frac: passFrac, error: null },
        ...{ mean_gen_tokens: meanTokens, mean_gen_tokens_correct: meanTokensCorrect },
      },
    ],
  ];
}

const marks = (one: JudgeProbe): RawResult => ({
  ...{ n: one.n, n_valid: one.nValid, mean_score: one.meanScore, normalized: one.normalized },
});
