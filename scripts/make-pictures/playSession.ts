import type { JournalView } from '../../src/domain/journal.js';
import { UsageError } from '../../src/errors/input.js';
import { collectRounds } from '../../src/report/roundRow.js';
import { KEYS } from '../../src/tui/keys.js';
import type { Line } from '../../src/tui/present/line.js';
import { resumeCommand } from '../../src/tui/resumeCommand.js';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { type AppState, initialState } from '../../src/tui/state/app.js';
import { press } from '../../src/tui/state/press.js';
import type { World } from '../../src/tui/state/world.js';

/** Keys that are pressed after one another, what a person learns from the screen after them, and how it is known. */
export interface Step {
  readonly keys: readonly string[];
  readonly caption: string;
  readonly shows: RegExp;
}

export interface Frame {
  readonly lines: readonly Line[];
  readonly keys: readonly string[];
  readonly caption: string;
}

/** The window of the pictures, in cells. */
export const WINDOW = { columns: 100, rows: 30 } as const;

/** What `recrown open` stands on when it is opened over this one replay. */
const worldOf = (view: JournalView): World => ({
  data: {
    views: [view],
    rows: collectRounds([view]),
    problems: [],
    running: null,
    paused: false,
    moved: {},
    asked: {},
  },
  size: WINDOW,
  charset: 'unicode',
  color: true,
  header: { subnet: 'SN24 quasar', offline: true },
  can: { replay: true, compare: true, probe: true, export: true, pause: true },
  keys: KEYS,
  timeZone: 'UTC',
  resumeCommand,
  commandLine: (words) => ['recrown', ...words].join(' '),
});

/**
 * The frames that `recrown open` shows while keys are pressed, one per step. No terminal and no clock: the same replay
 * gives the same frames.
 * @throws UsageError when a frame does not show what its step says
 */
export function playSession(view: JournalView, steps: readonly Step[]): Frame[] {
  const world = worldOf(view);
  let state: AppState = initialState('dark');
  return steps.map(({ keys, caption, shows }) => {
    for (const key of keys) state = press(state, key, world).state;
    const lines = frameLines(state, world);
    const text = lines.map((line) => line.map((span) => span.text).join('')).join('\n');
    if (!shows.test(text))
      throw new UsageError({
        what: `the screen after ${keys.join(' ')} does not show ${shows}`,
        why: 'the demo, the screens or the keys changed',
        remedy: 'Choose other steps in scripts/make-pictures/sessionPicture.ts.',
      });
    return { lines, keys, caption };
  });
}
