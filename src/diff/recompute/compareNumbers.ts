import type { RecomputedRow } from '../../domain/recompute.js';
import type { ComputedNumber, ComputedNumbers, Shown } from './computedNumber.js';

export type ComparedNumbers = Pick<RecomputedRow, 'recomputed' | 'published' | 'differences' | 'notComputed'>;

/** JSON has no NaN and no infinity: a validator writes a null for them. A negative zero is a zero. */
const plain = (value: Shown): Shown => {
  if (typeof value !== 'number') return value;
  if (!Number.isFinite(value)) return null;
  return value === 0 ? 0 : value;
};

/** Room for the arithmetic of the comparison itself, beside the rounding that a check allows. */
const SLACK = 1e-12;

/**
 * Whether a published value is what the rule gives: equal where the rule rounds, within the rounding of the inputs where
 * the files hold these only rounded. A value that the files do not hold agrees with every one.
 */
export function agrees({ recomputed, published, within }: ComputedNumber): boolean {
  if (published === undefined) return true;
  const [ours, theirs] = [plain(recomputed), plain(published)];
  if (within === undefined || typeof ours !== 'number' || typeof theirs !== 'number') return ours === theirs;
  return Math.abs(ours - theirs) <= within + SLACK;
}

/** Published and computed numbers side by side, with those that differ in the order of the computation. */
export function compareNumbers({ numbers, notComputed }: ComputedNumbers): ComparedNumbers {
  const known = numbers.filter((one) => one.published !== undefined);
  return {
    recomputed: Object.fromEntries(numbers.map((one) => [one.name, plain(one.recomputed)])),
    published: Object.fromEntries(known.map((one) => [one.name, plain(one.published as Shown)])),
    differences: numbers
      .filter((one) => !agrees(one))
      .map(({ name, recomputed, published, cause }) => ({
        name,
        recomputed: plain(recomputed),
        published: plain(published as Shown),
        cause,
      })),
    notComputed,
  };
}
