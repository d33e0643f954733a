import { printable } from '../../domain/printable.js';
import type { HeldOf, HeldPart, ReferenceCheck } from '../../domain/referenceCheck.js';

/** Differences that a replay keeps of one part, and characters of each side. */
const KEPT = 32;
const LONGEST = 200;

const textOf = (value: unknown): string => printable(JSON.stringify(value) ?? 'null', LONGEST);

/** What came of a check, as a replay keeps it: all differences counted by axis, the first of them with both sides. */
export function heldPart(
  of: HeldOf,
  { checked, differences, unchecked }: Pick<ReferenceCheck, 'checked' | 'differences' | 'unchecked'>,
): HeldPart {
  const differ: Record<string, number> = {};
  for (const { axis } of differences) differ[axis] = (differ[axis] ?? 0) + 1;
  return {
    of,
    checked,
    differ,
    differences: differences.slice(0, KEPT).map((one) => ({
      ...one,
      ours: textOf(one.ours),
      theirs: textOf(one.theirs),
    })),
    unchecked: unchecked.map(({ axis, why }) => ({ axis, why: printable(why, LONGEST) })),
  };
}
