import type { NumberCheck, RecomputedRow } from '../../domain/recompute.js';
import type { Cause } from '../../domain/verdict.js';

/** A value as the files spell it. */
export type Shown = NumberCheck['recomputed'];

/** Published and computed numbers side by side, with those that differ in the order of the computation. */
export type ComparedNumbers = Pick<RecomputedRow, 'recomputed' | 'published' | 'differences' | 'notComputed'>;

/** Room for the arithmetic of the comparison itself, beside the rounding that a check allows. */
const SLACK = 1e-12;

/** JSON has no NaN and no infinity: a validator writes a null for them. A negative zero is a zero. */
const plain = (value: Shown): Shown => {
  if (typeof value !== 'number') return value;
  if (!Number.isFinite(value)) return null;
  return value === 0 ? 0 : value;
};

/** Numbers of one row or round as they are computed, each held against the published one at once. */
export class NumberSheet implements ComparedNumbers {
  readonly recomputed: Record<string, Shown> = {};
  readonly published: Record<string, Shown> = {};
  readonly differences: NumberCheck[] = [];
  /** One sentence each: the number and what is missing. */
  readonly notComputed: string[] = [];

  /**
   * Notes one number. It agrees when it is equal where the rule rounds, or within the rounding of the inputs where the
   * files hold these only rounded; a value that the files do not hold (undefined) agrees with every one.
   * @param name in the files with its place: `t_test.lcb`
   * @param cause what is at fault when it differs
   * @param within largest difference that the rounding of the inputs explains; null = the values must be equal
   */
  add(
    name: string,
    recomputed: Shown,
    published: Shown | undefined,
    cause: Cause,
    within: number | null = null,
  ): void {
    const ours = plain(recomputed);
    this.recomputed[name] = ours;
    if (published === undefined) return;
    const theirs = plain(published);
    this.published[name] = theirs;
    const agrees =
      within === null || typeof ours !== 'number' || typeof theirs !== 'number'
        ? ours === theirs
        : Math.abs(ours - theirs) <= within + SLACK;
    if (!agrees) this.differences.push({ name, recomputed: ours, published: theirs, cause });
  }
}
