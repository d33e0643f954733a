import type { JournalView } from '../domain/journal.js';

/** The command that goes on with an unfinished replay, as the person would type it. */
export const resumeCommand = (view: JournalView): string => {
  const rounds = view.start.spec.rounds;
  const first = rounds[0];
  const last = rounds.at(-1);
  const range = first === undefined ? '' : first === last ? ` ${first}` : ` ${first}..${last}`;
  return `recrown audit${range} --resume ${view.id}`;
};
