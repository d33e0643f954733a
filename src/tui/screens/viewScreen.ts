import { fitLine, span } from '../present/line.js';
import { type AppState, placeOf, rowAt, viewAt } from '../state/app.js';
import { lookOf, type World } from '../state/world.js';
import { compareScreen } from './compareScreen.js';
import { doctorScreen } from './doctorScreen.js';
import { erasScreen } from './erasScreen.js';
import { liveScreen } from './liveScreen.js';
import { reignsScreen } from './reignsScreen.js';
import { roundScreen } from './round/roundScreen.js';
import { roundsScreen } from './roundsScreen.js';
import { plainView, type ScreenView } from './screenView.js';
import { weightsScreen } from './weightsScreen.js';

const sentence = (text: string, world: World): ScreenView =>
  plainView([fitLine([span(text)], lookOf(world).width)], ['crowns', '--json']);

const view = (state: AppState, world: World): ScreenView => {
  const place = placeOf(state);
  switch (place.screen) {
    case 'rounds':
      return roundsScreen(state, world);
    case 'eras':
      return erasScreen(state, world);
    case 'reigns':
      return reignsScreen(state, world);
    case 'compare':
      return compareScreen(state, world);
    case 'doctor':
      return doctorScreen(state, world);
    case 'live': {
      const journal = viewAt(world.data, place);
      if (journal !== null) return liveScreen(state, world, journal);
      return sentence('Waiting for the first line of the journal.', world);
    }
    case 'round':
    case 'weights': {
      const row = rowAt(world.data, place);
      if (row === null) return sentence('This round is not in the replays any more.', world);
      return place.screen === 'round' ? roundScreen(state, world, row) : weightsScreen(state, world, row);
    }
  }
};

interface Drawn {
  readonly state: AppState;
  readonly world: World;
  readonly view: ScreenView;
}

/** The last two: the palette asks for the screen under it beside its own. */
let drawn: readonly Drawn[] = [];

const sameWorld = (a: World, b: World): boolean =>
  a.data === b.data &&
  a.size.columns === b.size.columns &&
  a.size.rows === b.size.rows &&
  a.charset === b.charset &&
  a.keys === b.keys &&
  a.timeZone === b.timeZone &&
  a.localZone === b.localZone &&
  a.commandLine === b.commandLine;

/** The screen of a state; computed once, though keys, hints and frame all ask for it. */
export const viewScreen = (state: AppState, world: World): ScreenView => {
  const known = drawn.find((one) => one.state === state && sameWorld(one.world, world));
  if (known !== undefined) return known.view;
  const next = { state, world, view: view(state, world) };
  drawn = [next, ...drawn.slice(0, 1)];
  return next.view;
};
