import type { JournalView } from '../domain/journal.js';
import type { AppData } from './state/app.js';

/**
 * What a report of some rows is made of: the replays, with those that the rows stand for first, so that the report says
 * what the screen says, and the rounds, ascending.
 */
export const exportOf = (
  keys: readonly string[],
  { views, rows }: Pick<AppData, 'views' | 'rows'>,
): { readonly views: readonly JournalView[]; readonly rounds: readonly number[] } => {
  const wanted = new Set(keys);
  const shown = rows.filter((row) => wanted.has(row.key));
  const own = [...new Set(shown.map((row) => row.replay))];
  return {
    views: [...own, ...views.filter((view) => !own.includes(view))],
    rounds: [...new Set(shown.map((row) => row.roundId))],
  };
};
