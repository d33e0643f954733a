import type { RoundResult } from '../../../domain/verdict.js';
import type { RoundRow } from '../../../report/roundRow.js';
import { identityLines } from '../../present/identity.js';
import { roundRoom } from '../../present/layout.js';
import { type Line, span } from '../../present/line.js';
import { rule } from '../../present/look.js';
import { roundBody } from '../../present/roundBody.js';
import { engineLine, verdictLines } from '../../present/verdictLines.js';
import type { AppState } from '../../state/app.js';
import { lookOf, type World } from '../../state/world.js';
import { filled, type ScreenView, scrolled } from '../screenView.js';
import { challengerOf } from './challengerOf.js';

/** The duel: who, the scrolled evidence, the verdict that never scrolls, the engine. */
export const duelTab = (
  state: AppState,
  world: World,
  row: RoundRow,
  result: RoundResult,
): Pick<ScreenView, 'body' | 'at' | 'length' | 'page'> => {
  const look = lookOf(world);
  const { challenger, place } = challengerOf(state, result);
  const room = roundRoom(look.height);
  const lines = roundBody(row.replay, result, place.at, look);
  const { shown, at, length, more } = scrolled(lines, room, state.cursor['round.duel']);
  const body: Line[] = [
    ...identityLines(result, challenger, place, look, world.timeZone),
    ...filled(shown, room),
    rule(look, more),
    ...verdictLines(result, look),
    engineLine(row.replay, result, look),
  ];
  return {
    body: body.map((line) => (line.length === 0 ? [span(' ')] : line)),
    at,
    length,
    page: Math.floor(room / 2),
  };
};
