import type { RoundRow } from '../../../report/roundRow.js';
import { claimBody } from '../../present/claimBody.js';
import { fitLine, type Line, span } from '../../present/line.js';
import { logEntries, logLine, logWords } from '../../present/logLines.js';
import { clean } from '../../present/look.js';
import type { AppState } from '../../state/app.js';
import { lookOf, type World } from '../../state/world.js';
import { roundCommand } from '../commands.js';
import { plainView, type ScreenView, scrolled } from '../screenView.js';
import { challengerOf } from './challengerOf.js';
import { duelTab } from './duelTab.js';
import { inputsTab } from './inputsTab.js';
import { promptsTab } from './promptsTab.js';
import { qualityTab } from './qualityTab.js';

/** A text of a tab that fills the window and scrolls. */
const text = (lines: readonly Line[], state: AppState, world: World): Partial<ScreenView> => {
  const { height } = lookOf(world);
  const { shown, at, length, more } = scrolled(lines, height, state.cursor[`round.${state.round.tab}`]);
  return { body: shown, at, length, page: Math.floor(height / 2), aside: more };
};

/** One round: why the crown is right or wrong, with every number that decided. */
export const roundScreen = (state: AppState, world: World, row: RoundRow): ScreenView => {
  const look = lookOf(world);
  const { result, replay } = row;
  const command = roundCommand(replay, row.roundId);
  const round = { text: String(row.roundId), what: 'the round' };
  if (result === null)
    return plainView([fitLine([span('no replay has finished this round')], look.width)], command, {
      value: round,
    });
  const { challenger } = challengerOf(state, result);
  const of = challenger ?? result.king;
  const common: Partial<ScreenView> = {
    row: challenger ?? result,
    value:
      of === null
        ? round
        : {
            text: clean(`${of.repo}@${of.revision}`, { ...look, charset: 'unicode' }, 4000),
            what: `the revision of u${of.uid}`,
          },
  };
  switch (state.round.tab) {
    case 'duel': {
      const inCount = result.contenders.filter((one) => one.in).length;
      const aside = `${inCount} of ${result.contenders.length} contenders in`;
      return plainView([], command, { ...common, aside, ...duelTab(state, world, row, result) });
    }
    case 'prompts':
      return plainView(
        [],
        replay.sealed ? ['pairs', String(row.roundId), '--replay', replay.id, '--json'] : command,
        {
          ...common,
          ...promptsTab(state, world, row, result),
        },
      );
    case 'quality':
      return plainView([], command, { ...common, ...qualityTab(state, world, row, result) });
    case 'inputs':
      return plainView([], command, { ...common, ...inputsTab(state, world, row, result) });
    case 'claim':
      return plainView([], command, {
        ...common,
        ...text(claimBody(result, look), state, world),
        row: result,
      });
    case 'log': {
      const entries = logEntries(replay, {
        roundId: row.roundId,
        stage: state.live.stage,
        level: state.live.level,
      });
      const { height } = look;
      const head: Line = [
        span(`${logWords(state.live)}: ${entries.length}`),
        span(
          replay.sealed ? '   no times: a sealed replay holds only what comes out again' : '',
          'text.secondary',
        ),
      ];
      const part = scrolled(
        entries.length === 0
          ? [[span('the replay wrote nothing of this about this round')]]
          : entries.map((entry) => logLine(entry, look, world.timeZone, true)),
        height - 1,
        state.cursor['round.log'],
      );
      return plainView([fitLine(head, look.width), ...part.shown], ['progress', replay.id, '--json'], {
        ...common,
        ...{ at: part.at, length: part.length, page: Math.floor(height / 2), aside: part.more },
        value: { text: replay.id, what: 'the replay' },
        row: entries,
      });
    }
  }
};
