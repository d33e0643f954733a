import { printable } from '../../domain/printable.js';
import { type AppState, initialState } from './app.js';
import { goTo, resolveTarget } from './target.js';
import type { World } from './world.js';

/** Why a word of the command line leads nowhere. */
const nowhere = (what: string): string => {
  if (what === 'live') return 'no replay to follow';
  if (what === 'weights') return 'no round with weights: the newest one is not replayed';
  return `nothing here matches ${printable(what, 80)}`;
};

/** Where the program opens: at what was named on the command line, or at the rounds with a sentence that it was not found. */
export const openAt = (initial: string | undefined, world: World, theme: AppState['theme']): AppState => {
  const start = initialState(theme);
  const what = (initial ?? '').trim();
  if (what === '') return start;
  const target = resolveTarget(what, world);
  return target === null ? { ...start, message: nowhere(what) } : goTo(start, target, world);
};
