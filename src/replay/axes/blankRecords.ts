import type { AxisRecord } from '../../domain/axisRecord.js';
import { axisRecord } from '../../evaluate/axes/axisRecord.js';
import { BENCH_BUDGETS } from '../../evaluate/axes/benches.js';
import type { RoundQuestions } from './RoundQuestions.js';

/** Records of a model that says nothing: with them an evaluator's graders are tried before a model takes its time. */
export const blankRecords = ({ prompts }: RoundQuestions): AxisRecord[] =>
  [...Object.keys(BENCH_BUDGETS), 'capability'].map((axis) =>
    axisRecord(
      axis,
      (prompts[axis] ?? []).map((prompt) => ({
        ...{ source: '', prompt: String(prompt), answer: '', gold: '', pred: '', ok: false },
        ...{ tokens: 0, failed: false },
      })),
    ),
  );
