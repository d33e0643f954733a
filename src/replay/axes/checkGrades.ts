import type { AxisRecord, ItemRecord } from '../../domain/axisRecord.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import type { ReferenceCheck, ReferenceDifference, WithoutReference } from '../../domain/referenceCheck.js';
import { askReference } from '../../evaluate/reference/askReference.js';
import type { Reference } from '../../evaluate/reference/openReference.js';
import { graded } from '../../evaluate/reference/referenceAnswer.js';
import { isPattern } from './askCapability.js';
import type { ReferenceQuestions } from './referenceQuestions.js';

type Grade = readonly [pred: string | null, ok: boolean];

/** What recrown says of these answers is a word of its own, no prediction. */
const VERDICT_ONLY = ['ifeval_bench', 'long_context_bench'];
const PROGRAMS = ['code_bench', 'mbpp_bench'];
/** The evaluator's records cut long predictions. */
const CUT = 40;

/**
 * Holds the grades of a model's answers against those of the evaluator, item by item (rule: reference wording,
 * docs/methodology.md).
 *
 * @param against questions that the model was asked, with the draws already held against each other
 * @returns `against.check` with the grades in it
 * @throws EvaluatorError when the evaluator cannot be asked
 */
export async function checkGrades(
  reference: Reference,
  { questions, check }: ReferenceQuestions,
  { block, counts }: { readonly block: bigint; readonly counts: ItemCounts },
  records: readonly AxisRecord[],
): Promise<ReferenceCheck> {
  const own = new Map(check.ownWords.map(({ axis, why }) => [axis, why]));
  const reasons = records.map((record): WithoutReference | null => {
    const { axis } = record;
    const asked = questions.prompts[axis]?.length ?? 0;
    const why = own.get(axis) ?? helperOf(axis, reference) ?? leftOut(record, asked);
    return why === null ? null : { axis, why };
  });
  const checkable = records.filter((record, i) => reasons[i] === null && record.items.length > 0);
  const axes = Object.fromEntries(
    checkable
      .filter(({ axis }) => axis !== 'capability')
      .map(({ axis, items }) => [axis, items.map(({ answer }) => answer)]),
  );
  const items = checkable.find(({ axis }) => axis === 'capability')?.items ?? [];
  const indices = items.flatMap((_, i) => {
    const item = questions.items.capability.drawn[i];
    return item === undefined || isPattern(item) ? [] : [i];
  });
  const capability = indices.map((i) => [i, items[i]?.answer ?? ''] as const);
  const nothing = Object.keys(axes).length === 0 && capability.length === 0;
  const theirs = nothing
    ? { axes: {}, capability: [], faults: [] }
    : await askReference(reference, { block, counts, task: 'grade', axes, capability }, graded);
  const faults = new Map(theirs.faults);
  const differences = checkable.flatMap(({ axis, items: ours }) => {
    const fault = faults.get(axis);
    if (fault !== undefined)
      return [{ axis, index: null, ours: `${ours.length} grades`, theirs: `its probe fails: ${fault}` }];
    return axis === 'capability'
      ? indices.flatMap((index, i) => differing(axis, index, ours[index], theirs.capability[i]))
      : ours.flatMap((one, i) => differing(axis, i, one, theirs.axes[axis]?.[i]));
  });
  const patterns = items.length - indices.length;
  return {
    ...check,
    agrees: check.agrees && differences.length === 0,
    checked: check.checked + Object.values(axes).reduce((sum, list) => sum + list.length, indices.length),
    differences: [...check.differences, ...differences],
    unchecked: [
      ...check.unchecked,
      ...reasons.filter((one) => one !== null),
      ...(patterns > 0
        ? [{ axis: 'capability', why: `${patterns} items have a pattern, graded by the evaluator alone` }]
        : []),
    ],
  };
}

/** Why the evaluator's grader of an axis is not run; null when it is. */
function helperOf(axis: string, { texts }: Reference): string | null {
  if (PROGRAMS.includes(axis))
    return texts['humaneval_sandbox.py'] === undefined
      ? 'the checkout has no scripts/humaneval_sandbox.py; our grader stands alone'
      : 'its grader starts processes, which nothing in the sandbox can; our grader stands alone';
  return axis === 'ifeval_bench' && texts['ifeval_vendor.py'] === undefined
    ? 'the checkout has no scripts/ifeval_vendor.py; our grader stands alone'
    : null;
}

const leftOut = ({ items, n }: AxisRecord, asked: number): string | null =>
  items.length === asked || n === 0 ? null : `${asked - items.length} answers could not be decoded`;

function differing(
  axis: string,
  index: number,
  ours: ItemRecord | undefined,
  theirs: Grade | undefined,
): ReferenceDifference[] {
  const mine: Grade = [ours?.pred ?? null, ours?.ok ?? false];
  const isEqual =
    theirs !== undefined &&
    mine[1] === theirs[1] &&
    (VERDICT_ONLY.includes(axis) || isSame(mine[0] ?? '', theirs[0]));
  if (isEqual) return [];
  const told = (one: Grade | undefined) => (one === undefined ? null : { pred: one[0], ok: one[1] });
  return [{ axis, index, ours: told(mine), theirs: told(theirs) }];
}

const isSame = (ours: string, theirs: string | null): boolean =>
  theirs === null || theirs === ours || (theirs.length >= CUT && ours.startsWith(theirs));
