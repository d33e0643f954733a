import type { JournalRecord, JournalView } from '../domain/journal.js';

/** Records of a journal by kind. */
export type JournalLists = Required<
  Pick<
    JournalView,
    'results' | 'scores' | 'plans' | 'stages' | 'teacher' | 'texts' | 'axes' | 'inputs' | 'probes'
  >
>;

const NONE: JournalLists = {
  results: [],
  scores: [],
  plans: [],
  stages: [],
  teacher: [],
  texts: [],
  axes: [],
  inputs: [],
  probes: [],
};

/**
 * Adds records to lists. A list that none is added to stays the same one, so that what was sorted out of it still holds.
 * @param before lists of the records before these; without it, these are the first
 */
export function journalLists(fresh: readonly JournalRecord[], before: JournalLists = NONE): JournalLists {
  const joined = <Item>(known: readonly Item[], added: readonly Item[]): readonly Item[] =>
    added.length === 0 ? known : [...known, ...added];
  return {
    results: joined(
      before.results,
      only(fresh, 'round').map((record) => record.result),
    ),
    scores: joined(before.scores, only(fresh, 'scores')),
    plans: joined(before.plans, only(fresh, 'plan')),
    stages: joined(before.stages, only(fresh, 'stage')),
    teacher: joined(before.teacher, only(fresh, 'teacher')),
    texts: joined(before.texts, only(fresh, 'texts')),
    axes: joined(before.axes, only(fresh, 'axis')),
    inputs: joined(before.inputs, only(fresh, 'inputs')),
    probes: joined(before.probes, only(fresh, 'probe')),
  };
}

function only<T extends JournalRecord['type']>(
  records: readonly JournalRecord[],
  type: T,
): Extract<JournalRecord, { type: T }>[] {
  return records.filter((record): record is Extract<JournalRecord, { type: T }> => record.type === type);
}
