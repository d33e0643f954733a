// States and worlds for tests of the reducers, without a terminal.
import type { JournalRecord, JournalView } from '../../src/domain/journal.js';
import { collectRounds } from '../../src/report/roundRow.js';
import { KEYS } from '../../src/tui/keys.js';
import { resumeCommand } from '../../src/tui/resumeCommand.js';
import { type AppState, initialState } from '../../src/tui/state/app.js';
import { press } from '../../src/tui/state/press.js';
import type { World } from '../../src/tui/state/world.js';
import { COMPARED, DOCTOR } from './answers.js';
import { FINISHED, INPUTS, UNFINISHED } from './sample.js';

const commandLine = (words: readonly string[]): string => ['recrown', ...words].join(' ');

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
    axes: of('axis'),
    inputs: of('inputs'),
    bytes: 1000,
  };
};

export const VIEWS = [viewOf([...FINISHED, ...INPUTS], '/r/7c1f09'), viewOf(UNFINISHED, '/r/ab12cd')];

export const worldOf = (over: Partial<World> = {}, views: readonly JournalView[] = VIEWS): World => ({
  data: {
    views,
    rows: collectRounds(views),
    problems: [],
    running: null,
    paused: false,
    moved: {},
    asked: {
      doctor: { state: 'doctor', document: DOCTOR },
      'compare P10..P11': { state: 'compare', document: COMPARED },
    },
  },
  size: { columns: 60, rows: 20 },
  charset: 'ascii',
  color: true,
  header: { subnet: 'SN24 quasar', offline: true },
  can: { replay: true, compare: true, probe: true, export: true, pause: true },
  keys: KEYS,
  timeZone: 'UTC',
  localZone: null,
  resumeCommand,
  commandLine,
  ...over,
});

export const pressAll = (state: AppState, keys: readonly string[], world: World): AppState =>
  keys.reduce((now, key) => press(now, key, world).state, state);

/** One state per place, each reached by keys. */
export const screensOf = (world: World) => {
  const rounds = pressAll(initialState('dark'), ['j', 'j', 'j'], world);
  const round = pressAll(rounds, ['enter'], world);
  const to = (from: AppState, ...keys: string[]): AppState => pressAll(from, keys, world);
  return {
    rounds,
    round: to(round, 'l'),
    prompts: to(round, 'l', '2'),
    quality: to(round, 'l', '3'),
    inputs: to(round, '4'),
    claim: to(round, '5'),
    log: to(round, '6'),
    weights: to(rounds, 'w'),
    eras: to(rounds, 't'),
    reigns: to(rounds, 'K'),
    pairs: to(rounds, 'c'),
    compare: to(rounds, ':', ...'P10..P11', 'enter'),
    doctor: to(rounds, 'D'),
    live: to(rounds, 'p'),
    liveLog: to(rounds, 'p', 'L'),
    filter: to(rounds, '/', 'u'),
    palette: to(rounds, ':', 'r', 'e', 'down'),
    help: to(rounds, '?', 'down'),
  } as const satisfies Record<string, AppState>;
};
