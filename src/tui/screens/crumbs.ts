import type { RoundRow } from '../../report/roundRow.js';
import { ROUND_TABS } from '../keyCommand.js';
import { type Line, lineCells, span } from '../present/line.js';
import { clean, type Look } from '../present/look.js';
import { verdictSpan } from '../present/roundsTable.js';
import { type AppState, type Place, placeOf, rowAt, viewAt } from '../state/app.js';
import { lookOf, type World } from '../state/world.js';
import { TITLES } from './helpScreen.js';
import { liveStatus } from './liveScreen.js';

const nameOf = (place: Place, before: Place | undefined, world: World, look: Look): string => {
  if (place.screen === 'round') return `#${rowAt(world.data, place)?.roundId ?? '?'}`;
  if (place.screen === 'weights') {
    const under = before?.screen === 'round' && before.key === place.key;
    return under ? 'Weights' : `#${rowAt(world.data, place)?.roundId ?? '?'} > Weights`;
  }
  if (place.screen === 'compare' && place.key !== null) return `Compare ${clean(place.key, look, 60)}`;
  return TITLES[place.screen];
};

/** The tabs of a round: with all words, or numbers alone but for the one that is shown. */
const tabs = (state: AppState, words: boolean): Line =>
  ROUND_TABS.flatMap((tab, at): Line => {
    const label = `${at + 1} ${tab.charAt(0).toUpperCase()}${tab.slice(1)}`;
    if (state.round.tab === tab) return [span(`  [${label}]`, 'text.selected')];
    return [span(words ? `   ${label}` : ` ${at + 1}`, 'text.secondary')];
  });

const tail = (state: AppState, world: World, row: RoundRow | null, words: boolean): Line => {
  const look = lookOf(world);
  const place = placeOf(state);
  if (place.screen === 'round' && row !== null)
    return [span(' '), verdictSpan(row, look), ...tabs(state, words)];
  if (place.screen !== 'live') return [];
  const view = viewAt(world.data, place);
  if (view === null) return [];
  const rounds = view.start.spec.rounds;
  const range = rounds.length === 0 ? '' : `#${rounds[0]}${rounds.length > 1 ? `-#${rounds.at(-1)}` : ''}`;
  return [
    span(` ${clean(view.id, look, 24)} `, 'text.heading'),
    span(`${range}  `),
    span(liveStatus(view, world), 'notice'),
  ];
};

/** Where we are and how we came here: the whole way, or its end where the window is narrow. */
export const crumbsOf = (state: AppState, world: World): Line => {
  const look = lookOf(world);
  const names = state.stack.map((place, at) => nameOf(place, state.stack[at - 1], world, look));
  const row = rowAt(world.data, placeOf(state));
  const head = (from: number): Line => {
    const way = names.slice(from, -1).map((name) => `${name} > `);
    return [span(`${from > 0 ? '.. > ' : ''}${way.join('')}`), span(names.at(-1) ?? '', 'text.heading')];
  };
  const last = names.length - 1;
  const forms = [true, false].flatMap((words) =>
    names.map((_, from) => [...head(from), ...tail(state, world, row, words)]),
  );
  const shortest: Line = [span(names[last] ?? '', 'text.heading'), ...tail(state, world, row, false)];
  return forms.find((form) => lineCells(form) <= look.width) ?? shortest;
};
