import type { RawResult } from '../../decide/axes.js';
import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';

/**
 * Axis records in the shape of a raw result, as `decide/axes.ts` reads it. Capability is no part of it: its axis also reads
 * the teacher's own share.
 */
export const benchResults = (records: readonly AxisRecord[]): RawResult =>
  Object.fromEntries(
    records.flatMap(({ axis, n, correct, passFrac, meanTokensCorrect }) =>
      isAbsent(passFrac) || axis === 'capability'
        ? []
        : [[axis, { n, correct, pass_frac: passFrac, mean_gen_tokens_correct: meanTokensCorrect }]],
    ),
  );
