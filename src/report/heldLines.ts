import { evaluatorName } from '../domain/evaluatorName.js';
import { heldCount } from '../domain/heldCount.js';
import { printable } from '../domain/printable.js';
import type { HeldPart, RoundReference, WithoutReference } from '../domain/referenceCheck.js';

/** Differences that are shown of a round. */
const SHOWN = 8;

/** What was held against an evaluator: how much, what differs, what is ours all the same, what was not held. */
export function heldLines(reference: RoundReference): string[] {
  const { parts, ownWords } = reference;
  const all = parts.flatMap((part) => part.differences.map((one) => ({ ...one, of: ofText(part) })));
  const shown = all.slice(0, SHOWN);
  return [
    evaluatorName(reference),
    heldCount(reference),
    ...shown.map(
      ({ of, axis, index, ours, theirs }) =>
        `differs: ${of} ${printable(axis, 40)} ${index ?? 'count'}: ours ${printable(ours, 100)}, theirs ${printable(theirs, 100)}`,
    ),
    ...(reference.differ > shown.length
      ? [`and ${reference.differ - shown.length} more, in the replay`]
      : []),
    ...listed('in our own words all the same', ownWords),
    ...listed(
      'not held against it',
      parts.flatMap(({ unchecked }) => unchecked),
    ),
  ];
}

const ofText = ({ of }: HeldPart): string =>
  typeof of === 'number' ? `u${of}` : of === 'teacher' ? 'the teacher' : 'draws';

/** Every axis once, by reason. */
function listed(title: string, list: readonly WithoutReference[]): string[] {
  const by = new Map<string, Set<string>>();
  for (const { axis, why } of list) by.set(why, (by.get(why) ?? new Set()).add(axis));
  return [...by].map(
    ([why, axes]) =>
      `${title}: ${[...axes].map((axis) => printable(axis, 40)).join(', ')}: ${printable(why, 200)}`,
  );
}
