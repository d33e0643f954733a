// States and worlds for tests of the reducers, without a terminal.
import type { JournalRecord, JournalView } from '../../src/domain/journal.js';
import { collectRounds } from '../../src/tui/present/roundRow.js';
import { resumeCommand } from '../../src/tui/resumeCommand.js';
import { type AppState, initialState } from '../../src/tui/state/app.js';
import { press } from '../../src/tui/state/press.js';
import type { World } from '../../src/tui/state/world.js';
import { FINISHED, UNFINISHED } from './sample.js';

export const viewOf = (records: readonly JournalRecord[], path: string): JournalView => {
  const of = <T extends JournalRecord['type']>(type: T) =>
    records.filter((record): record is Extract<JournalRecord, { type: T }> => record.type === type);
  const start = of('start')[0];
  if (start === undefined) throw new Error('a sample without start');
  return {
    id: start.id,
    path,
    sealed: of('seal').length > 0,
    start,
    results: of('round').map((record) => record.result),
    scores: of('scores'),
    plans: of('plan'),
    stages: of('stage'),
    teacher: of('teacher'),
    bytes: 1000,
  };
};

export const VIEWS = [viewOf(FINISHED, '/r/7c1f09'), viewOf(UNFINISHED, '/r/ab12cd')];

export const worldOf = (over: Partial<World> = {}, views: readonly JournalView[] = VIEWS): World => ({
  data: { views, rows: collectRounds(views), problems: [], running: null, moved: {} },
  size: { columns: 60, rows: 20 },
  charset: 'ascii',
  color: true,
  header: { subnet: 'SN24 quasar', offline: true },
  canReplay: true,
  resumeCommand,
  ...over,
});

export const pressAll = (state: AppState, keys: readonly string[], world: World): AppState =>
  keys.reduce((now, key) => press(now, key, world).state, state);

/** One state per place, each reached by keys. */
export const screensOf = (
  world: World,
): Record<'rounds' | 'round' | 'contenders' | 'weights' | 'live' | 'filter' | 'help', AppState> => {
  const rounds = pressAll(initialState('dark'), ['j', 'j', 'j'], world);
  const round = pressAll(rounds, ['enter'], world);
  return {
    rounds,
    round: pressAll(round, ['l'], world),
    contenders: pressAll(round, ['2'], world),
    weights: pressAll(rounds, ['w'], world),
    live: pressAll(rounds, ['p'], world),
    filter: pressAll(rounds, ['/', 'u'], world),
    help: pressAll(rounds, ['?', 'down'], world),
  };
};
