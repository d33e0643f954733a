import type { JournalView } from '../../domain/journal.js';

/** Words of the command that prints a round as JSON: of a sealed replay the round, of an open one all that it holds. */
export const roundCommand = (view: JournalView, roundId: number): readonly string[] =>
  view.sealed ? ['show', String(roundId), '--replay', view.id, '--json'] : ['progress', view.id, '--json'];
