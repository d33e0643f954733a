import { asciiOnly } from '../../domain/printable.js';
import { crumbLine, headerLine } from '../present/header.js';
import { hintLine } from '../present/hints.js';
import { MIN_SIZE, type Size, tooSmall } from '../present/layout.js';
import { fitLine, type Line, span } from '../present/line.js';
import { clean, type Look, rule } from '../present/look.js';
import { zonesText } from '../present/startColumns.js';
import type { AppState } from '../state/app.js';
import { factsOf } from '../state/facts.js';
import { currentRow, currentView, lookOf, screenOf, type World, zonesOf } from '../state/world.js';
import { crumbsOf } from './crumbs.js';
import { helpScreen, TITLES } from './helpScreen.js';
import { withPalette } from './paletteLines.js';
import { filled } from './screenView.js';
import { viewScreen } from './viewScreen.js';

/** What a window under the minimum shows. Nothing is lost: the state comes back with the room. */
const smallLines = (size: Size, quitting: boolean): Line[] =>
  [
    [span(`This window is ${size.columns} x ${size.rows}.`, 'text.heading')],
    [
      span(
        `recrown needs ${MIN_SIZE.columns} x ${MIN_SIZE.rows}.  ${quitting ? 'A replay runs: q again stops it.' : 'q quits.'}`,
      ),
    ],
    [span('Without a window:  recrown show ROUND')],
  ]
    .slice(0, Math.max(1, size.rows - 1))
    .map((line) => fitLine(line, size.columns));

/** Last row: an answer to the last key, the filter that is being typed, or the hints. */
const lastLine = (state: AppState, world: World, look: Look): Line => {
  const hints = hintLine(world.keys, factsOf(state, world), look);
  if (state.message !== null) return [span(clean(state.message, look, 600), 'notice')];
  if (state.quitting)
    return [span('The replay started here stops and can be resumed. Quit?  ', 'notice'), ...hints];
  if (state.filtering) {
    const typed = look.charset === 'ascii' ? asciiOnly(state.rounds.filter) : state.rounds.filter;
    return [span(`/ ${typed}_   `, 'text.heading'), ...hints];
  }
  return hints;
};

/**
 * A whole frame: source of the data, place, a rule, the screen, the hints. Never wider than the window, and one row lower
 * than it, because a frame as high as the window scrolls it.
 */
export const frameLines = (state: AppState, world: World): Line[] => {
  if (tooSmall(world.size)) return smallLines(world.size, state.quitting);
  const look = lookOf(world);
  const view = viewScreen(state, world);
  const journal = currentView(state, world);
  const eraId = currentRow(state, world)?.result?.eraId ?? journal?.results.at(-1)?.eraId ?? null;
  const helping = state.help !== null;
  const crumbs: Line = helping
    ? [span(`${TITLES[screenOf(state)]} > help`, 'text.heading')]
    : crumbsOf(state, world);
  const shown = helping ? helpScreen(state, world) : view.body;
  const body = !helping && state.palette !== null ? withPalette(shown, state, world) : shown;
  const zones = zonesText(world.timeZone, screenOf(state) === 'rounds' ? zonesOf(world) : []);
  return [
    headerLine(journal, eraId, world.header, look, zones),
    crumbLine(crumbs, helping ? '' : view.aside, look),
    rule(look),
    ...filled(body, look.height),
    lastLine(state, world, look),
  ].map((line) => fitLine(line, look.width));
};
