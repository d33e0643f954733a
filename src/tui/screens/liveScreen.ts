import type { JournalView } from '../../domain/journal.js';
import { liveRoom } from '../present/layout.js';
import { fitLine, type Line, span } from '../present/line.js';
import { liveBody } from '../present/liveBody.js';
import { logEntries, logLine, logWords } from '../present/logLines.js';
import { clean, rule } from '../present/look.js';
import { count } from '../present/numbers.js';
import { timeText } from '../present/timeText.js';
import type { AppState } from '../state/app.js';
import { lookOf, type World } from '../state/world.js';
import { filled, plainView, type ScreenView, scrolled } from './screenView.js';

/** Whose replay it is and whether it runs. */
export const liveStatus = (view: JournalView, world: World): string => {
  if (view.sealed) return 'SEALED';
  if (world.data.running !== view.path) return 'NOT SEALED';
  return world.data.paused ? 'PAUSED here' : 'RUNNING here';
};

const written = (view: JournalView, all: boolean): string =>
  all || view.stages.length === 0 ? 'nothing was written yet' : 'nothing of this stage and level was written';

/** Lines of the log that fit, the newest last: without a choice of the person it stays at its end. */
const logBody = (state: AppState, view: JournalView, world: World, room: number) => {
  const look = lookOf(world);
  const { stage, level } = state.live;
  const entries = logEntries(view, { roundId: null, stage, level });
  const most = Math.max(0, entries.length - room);
  const at = Math.max(0, Math.min(state.cursor['live.log'] ?? most, most));
  const shown = entries.slice(at, at + room).map((entry) => logLine(entry, look, world.timeZone));
  return {
    shown:
      entries.length === 0
        ? [[span(written(view, level === 'debug' && stage === null), 'text.secondary')] as Line]
        : shown,
    at,
    length: most + 1,
    more: `log, ${logWords(state.live)}: ${entries.length === 0 ? 0 : at + 1}-${at + shown.length} of ${count(entries.length)}`,
  };
};

/** Progress of a replay, read from its journal alone, and how to go on with it. */
export const liveScreen = (state: AppState, world: World, view: JournalView): ScreenView => {
  const look = lookOf(world);
  const room = liveRoom(look.height);
  const lines = (): Line[] => liveBody(view, state.live.replay === view.path ? state.live.seen : [], look);
  const part = state.live.log
    ? logBody(state, view, world, room)
    : scrolled(lines(), room, state.cursor.live);
  const resume = world.resumeCommand(view);
  const foot: Line[] = view.sealed
    ? [[span('Finished. Every number is on disk.')], [span(' ')]]
    : [
        [span('Safe to stop: every finished prompt is on disk.')],
        fitLine(
          [span('Resume:  ', 'text.secondary'), span(clean(resume, look, 200), 'text.heading')],
          look.width,
        ),
      ];
  const begun = view.times?.get(view.start);
  const started = begun === undefined ? '' : `started ${timeText(begun, world.timeZone)}   `;
  const elsewhere = liveStatus(view, world) === 'NOT SEALED' ? 'running elsewhere, or stopped   ' : '';
  return plainView(
    [...filled(part.shown, room), rule(look, part.more), ...foot],
    ['progress', view.id, '--json'],
    {
      aside: `${elsewhere}${started}journal ${count(view.bytes)} bytes`,
      at: part.at,
      length: part.length,
      page: Math.floor(room / 2),
      value: { text: resume, what: 'the resume command' },
      row: { id: view.id, path: view.path, sealed: view.sealed, spec: view.start.spec },
    },
  );
};
