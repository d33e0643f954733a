import { printable } from '../../domain/printable.js';
import type { ReferenceCheck, WithoutReference } from '../../domain/referenceCheck.js';

const SHOWN = 10;
const VALUE = 120;

/** What came of holding recrown against an evaluator, as a person reads it. */
export function referenceLines(check: ReferenceCheck): string[] {
  const { commit, files, checked, differences, unchecked, ownWords } = check;
  const value = (one: unknown): string => printable(JSON.stringify(one), VALUE);
  const without = ({ axis, why }: WithoutReference): string => `  ${axis}: ${printable(why, VALUE)}`;
  return [
    `Evaluator at ${commit ?? 'a commit that was not told'}: ${checked} draws and grades held against it, ${differences.length} differ`,
    ...files.map(({ path, sha256 }) => `  ${path} sha256 ${sha256}`),
    ...differences
      .slice(0, SHOWN)
      .map(
        ({ axis, index, ours, theirs }) =>
          `  ${axis} ${index ?? 'count'}: ours ${value(ours)}, theirs ${value(theirs)}`,
      ),
    ...(differences.length > SHOWN ? [`  and ${differences.length - SHOWN} more, with --json`] : []),
    ...(ownWords.length > 0 ? ['In our own words all the same:', ...ownWords.map(without)] : []),
    ...(unchecked.length > 0 ? ['Not held against it:', ...unchecked.map(without)] : []),
  ];
}
