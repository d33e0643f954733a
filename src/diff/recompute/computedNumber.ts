import type { NumberCheck } from '../../domain/recompute.js';
import type { Cause } from '../../domain/verdict.js';

/** A value as the files spell it. */
export type Shown = NumberCheck['recomputed'];

/** One number of the files and what the rule gives on its published inputs. */
export interface ComputedNumber {
  /** Name in the files with its place: `t_test.lcb`. */
  readonly name: string;
  readonly recomputed: Shown;
  /** undefined = the files do not hold it, so that there is nothing to differ from. */
  readonly published: Shown | undefined;
  /** What is at fault when it differs. */
  readonly cause: Cause;
  /** Largest difference that the rounding of the inputs explains; without it the values must be equal. */
  readonly within?: number;
}

/** Numbers of one row or round, in the order of the computation, and what could not be computed. */
export interface ComputedNumbers {
  readonly numbers: readonly ComputedNumber[];
  /** One sentence each: the number and what is missing. */
  readonly notComputed: readonly string[];
}
