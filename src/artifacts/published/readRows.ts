import type { PublishedRow, PublishedSelectionGate, PublishedTTest } from '../../domain/published.js';
import type { JsonValue } from './parsePythonJson.js';
import { plainValue } from './plainValue.js';
import type { PublishedValue } from './publishedValue.js';

/** Axes of a composite: 0 to 1, null = absent. Empty when there is no composite. */
export const readAxes = (axes: PublishedValue): Readonly<Record<string, number | null>> =>
  Object.fromEntries(axes.entries().map(([axis, value]) => [axis, value.number()]));

/** Names in a list of texts. */
export const readNames = (list: PublishedValue): readonly string[] =>
  list.items().map((name) => name.required(name.text()));

type RawResult = Readonly<Record<string, unknown>>;

/** Raw results of `last_eval.json` as plain values, by model: also those without a row, and the teacher's. */
export const readResults = (students: PublishedValue): Readonly<Record<string, RawResult>> =>
  Object.fromEntries(
    students
      .entries()
      .flatMap(([model, { value }]) =>
        value instanceof Map ? [[model, plainValue(value as JsonValue) as RawResult] as const] : [],
      ),
  );

/**
 * Reads the rows of a published round.
 * @param students `students` of `last_eval.json`, by model; joined by `model`, so that two UIDs which name one
 * repository share one. A null value when it was not captured
 * @param results the same as plain values
 */
export function readRows(
  record: PublishedValue,
  students: PublishedValue,
  results = readResults(students),
): readonly PublishedRow[] {
  const lists = new Map<string, readonly (number | null)[] | null>();
  const listOf = (model: string): readonly (number | null)[] | null => {
    const known = lists.get(model);
    if (known !== undefined) return known;
    const list = readVector(students.get(model).get('kl_per_prompt'));
    lists.set(model, list);
    return list;
  };
  return record
    .get('results')
    .items()
    .map((row) => readRow(row, listOf, results));
}

/** What stands for a UID in the row of the reference model. */
const REFERENCE_UID = -1;

/** UID of a row; -1 of the reference model, which has no slot. */
export function readRowUid(row: PublishedValue): number {
  const uid = row.get('uid');
  return uid.value === REFERENCE_UID ? REFERENCE_UID : uid.required(uid.uid());
}

function readRow(
  row: PublishedValue,
  listOf: (model: string) => readonly (number | null)[] | null,
  results: Readonly<Record<string, RawResult>>,
): PublishedRow {
  const name = row.get('model');
  const model = name.required(name.text());
  const composite = row.get('composite');
  return {
    uid: readRowUid(row),
    model,
    kl: row.get('kl').number(),
    committedAt: row.get('commit_block').count(),
    isKing: row.get('is_king').flag(),
    isReference: row.get('uid').value === REFERENCE_UID || row.get('is_reference').flag(),
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
    ...optional('pairedPrompts', row.get('paired_prompts').count()),
    ...optional('dethroneEligible', flagOf(row.get('dethrone_eligible'))),
    ...optional('earlyStopped', flagOf(row.get('early_stopped'))),
    ...optional('vsKing', row.get('vs_king').text()),
    ...optional('compositeVeto', wordsOf(row.get('composite_veto'))),
    ...optional('selectionGate', readGate(row.get('selection_gate'))),
    ...optional('axisGroupsOff', groupsOff(composite)),
    ...optional('raw', Object.hasOwn(results, model) ? (results[model] ?? null) : null),
    klPerPrompt: listOf(model),
  };
}

/** A field that is left out when the file does not hold it. */
export const optional = <K extends string, T>(key: K, value: T | null): { readonly [P in K]?: T } =>
  value === null ? {} : ({ [key]: value } as { readonly [P in K]?: T });

/** True or false; null when the file does not say. */
export const flagOf = (place: PublishedValue): boolean | null => (place.isNull ? null : place.flag());

/** A text, or what stands in its place as JSON; null when there is nothing. */
function wordsOf(place: PublishedValue): string | null {
  if (place.isNull) return null;
  return typeof place.value === 'string'
    ? place.value
    : JSON.stringify(plainValue(place.value as JsonValue)).slice(0, MAX_WORDS);
}

const MAX_WORDS = 2000;

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

function readGate(gate: PublishedValue): PublishedSelectionGate | null {
  if (gate.isNull) return null;
  return {
    challengerQuality: gate.get('challenger_quality').number(),
    incumbentQuality: gate.get('incumbent_quality').number(),
    margin: gate.get('margin').number(),
    absoluteFloor: gate.get('absolute_floor').number(),
    threshold: gate.get('threshold').number(),
    reason: gate.get('reason').text(),
  };
}

const readVector = (vector: PublishedValue): readonly (number | null)[] | null =>
  vector.isNull ? null : vector.items().map((value) => value.number());

const GROUP = /_in_composite$/;

/** Groups of axes that the validator says to leave out of its composite (`bench_in_composite: false`); null = none. */
function groupsOff(composite: PublishedValue): readonly string[] | null {
  const off = composite
    .entries()
    .flatMap(([key, value]) => (GROUP.test(key) && value.value === false ? [key] : []));
  return off.length === 0 ? null : off;
}
