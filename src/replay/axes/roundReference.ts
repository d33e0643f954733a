import type { HeldPart, RoundReference } from '../../domain/referenceCheck.js';
import type { RoundWords } from './RoundWords.js';

const countOf = ({ differ }: HeldPart): number => Object.values(differ).reduce((sum, n) => sum + n, 0);

/** The evaluator beside a round, with all that was held against it; null where the round is in our own words. */
export function roundReference({ reference }: RoundWords, parts: readonly HeldPart[]): RoundReference | null {
  if (reference === null) return null;
  return {
    ...reference.identity,
    checked: parts.reduce((sum, { checked }) => sum + checked, 0),
    differ: parts.reduce((sum, part) => sum + countOf(part), 0),
    parts,
    ownWords: reference.ownWords,
  };
}

/** Axes of which a grade differs from the evaluator's, each with a sentence: they count as not computed. */
export function disputedAxes(parts: readonly HeldPart[]): ReadonlyMap<string, string> {
  const axes = [...new Set(parts.flatMap(({ differ }) => Object.keys(differ)))];
  return new Map(
    axes.map((axis) => {
      const count = parts.reduce((sum, { differ }) => sum + (differ[axis] ?? 0), 0);
      const [first] = parts.flatMap(({ of, differences }) =>
        differences.filter((one) => one.axis === axis).map((one) => ({ of, ...one })),
      );
      const where =
        first === undefined
          ? ''
          : `, the first of ${first.of === 'teacher' ? 'the teacher' : `UID ${first.of}`}${first.index === null ? '' : ` on item ${first.index}`}: ours ${first.ours}, theirs ${first.theirs}`;
      return [axis, `${count} of its grades differ from the evaluator's${where}.`];
    }),
  );
}
