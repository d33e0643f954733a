import type { JournalView, PlanRecord } from '../../domain/journal.js';

type Which = Pick<PlanRecord['passes'][number], 'uid' | 'capture' | 'form'>;

/**
 * Sequences of a pass that a journal holds, counted from the first; those of the teacher lie in the work folder beside it.
 */
export function donePrompts(
  view: JournalView | null,
  roundId: number,
  { uid, capture, form }: Which,
): number {
  if (view === null) return 0;
  if (uid === null)
    return view.teacher
      .filter((record) => record.roundId === roundId && record.capture === capture)
      .reduce((most, { from, count }) => Math.max(most, from + count), 0);
  const reached = new Map<string, number>();
  for (const record of view.scores)
    if (
      record.roundId === roundId &&
      record.uid === uid &&
      record.capture === capture &&
      record.form === form
    )
      reached.set(record.mode, Math.max(reached.get(record.mode) ?? 0, record.from + record.kl.length));
  return reached.size === 0 ? 0 : Math.min(...reached.values());
}
