import { Box } from 'ink';
import type { ReactNode } from 'react';
import { asciiOnly } from '../../domain/printable.js';
import { crumbLine, headerLine } from '../present/header.js';
import { hintLine } from '../present/hints.js';
import { fitLine, type Line, span } from '../present/line.js';
import { type Look, rule } from '../present/look.js';
import type { AppState } from '../state/app.js';
import { currentRow, currentView, factsOf, lookOf, type World } from '../state/world.js';
import { Lines } from './Lines.js';

export interface FrameProps {
  readonly state: AppState;
  readonly world: World;
  /** Where we are. */
  readonly crumbs: Line;
  /** What is shown there, at the right; dropped when narrow. */
  readonly aside: string;
  readonly children: ReactNode;
}

/** Last row: an answer to the last key, the filter that is being typed, or the hints. */
const lastLine = (state: AppState, world: World, look: Look): Line => {
  const hints = hintLine(factsOf(state, world), look);
  if (state.message !== null) return fitLine([span(state.message, 'notice')], look.width);
  if (state.quitting)
    return fitLine(
      [span('The replay started here stops and can be resumed. Quit?  ', 'notice'), ...hints],
      look.width,
    );
  if (state.filtering) {
    const typed = look.charset === 'ascii' ? asciiOnly(state.rounds.filter) : state.rounds.filter;
    return fitLine([span(`/ ${typed}_   `, 'text.heading'), ...hints], look.width);
  }
  return hints;
};

/** What every screen has: source of the data, place, hints. The body gets `bodyHeight` rows between them. */
export function Frame({ state, world, crumbs, aside, children }: FrameProps) {
  const look = lookOf(world);
  const row = currentRow(state, world);
  const view = currentView(state, world);
  const eraId = row?.result?.eraId ?? view?.results.at(-1)?.eraId ?? null;
  return (
    <Box flexDirection="column" width={look.width} height={look.height + 4} overflow="hidden">
      <Lines
        lines={[headerLine(view, eraId, world.header, look), crumbLine(crumbs, aside, look), rule(look)]}
      />
      <Box flexDirection="column" height={look.height} overflow="hidden">
        {children}
      </Box>
      <Lines lines={[lastLine(state, world, look)]} />
    </Box>
  );
}
