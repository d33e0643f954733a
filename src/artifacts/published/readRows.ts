import type { PublishedRow, PublishedTTest } from '../../domain/published.js';
import type { PublishedValue } from './publishedValue.js';

/** Axes of a composite: 0 to 1, null = absent. Empty when there is no composite. */
export const readAxes = (axes: PublishedValue): Readonly<Record<string, number | null>> =>
  Object.fromEntries(axes.entries().map(([axis, value]) => [axis, value.number()]));

/** Names in a list of texts. */
export const readNames = (list: PublishedValue): readonly string[] =>
  list.items().map((name) => name.required(name.text()));

/**
 * Reads the rows of a published round.
 * @param students `students` of `last_eval.json`, by model; joined by `model`. A null value when it was not captured
 */
export function readRows(record: PublishedValue, students: PublishedValue): readonly PublishedRow[] {
  return record
    .get('results')
    .items()
    .map((row) => readRow(row, students));
}

/** What stands for a UID in the row of the reference model. */
const REFERENCE_UID = -1;

function readRow(row: PublishedValue, students: PublishedValue): PublishedRow {
  const required = <T>(key: string, read: (value: PublishedValue) => T | null): T => {
    const value = row.get(key);
    return value.required(read(value));
  };
  const model = required('model', (value) => value.text());
  const composite = row.get('composite');
  // The reference model has no slot.
  const isReference = row.get('uid').value === REFERENCE_UID || row.get('is_reference').flag();
  return {
    uid: row.get('uid').value === REFERENCE_UID ? REFERENCE_UID : required('uid', (value) => value.uid()),
    model,
    kl: row.get('kl').number(),
    committedAt: row.get('commit_block').count(),
    isKing: row.get('is_king').flag(),
    isReference,
    disqualified: row.get('disqualified').flag(),
    dqReason: row.get('dq_reason').text(),
    promptsScored: row.get('prompts_scored').count(),
    promptsTotal: row.get('prompts_total').count(),
    tTest: readTTest(row.get('t_test')),
    axes: readAxes(composite.get('axes')),
    brokenAxes: readNames(composite.get('broken_axes')),
    worst: composite.get('worst').number(),
    weighted: composite.get('weighted').number(),
    presentCount: composite.get('present_count').count(),
    compositeVersion: composite.get('version').count(),
    klPerPrompt: readVector(students.get(model).get('kl_per_prompt')),
  };
}

function readTTest(test: PublishedValue): PublishedTTest | null {
  if (test.isNull) return null;
  const n = test.get('n');
  return {
    p: test.get('p').number(),
    t: test.get('t').number(),
    n: n.required(n.count()),
    meanDelta: test.get('mean_delta').number(),
    se: test.get('se').number(),
    lcb: test.get('lcb').number(),
  };
}

const readVector = (vector: PublishedValue): readonly (number | null)[] | null =>
  vector.isNull ? null : vector.items().map((value) => value.number());
