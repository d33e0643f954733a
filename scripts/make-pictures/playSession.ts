import { dirname } from 'node:path';
import type { JournalView } from '../../src/domain/journal.js';
import { UsageError } from '../../src/errors/input.js';
import { promptTexts } from '../../src/replay/texts/promptTexts.js';
import { ask } from '../../src/tui/ask.js';
import type { Source } from '../../src/tui/data.js';
import { initialData } from '../../src/tui/initialData.js';
import { KEYS } from '../../src/tui/keys.js';
import type { Line } from '../../src/tui/present/line.js';
import { resumeCommand } from '../../src/tui/resumeCommand.js';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { type AppState, initialState, questionOf } from '../../src/tui/state/app.js';
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
  data: initialData({ views: [view], problems: [] }),
  size: WINDOW,
  charset: 'unicode',
  color: true,
  header: { subnet: 'SN24 quasar', offline: true },
  can: { replay: true, compare: true, probe: true, export: true, pause: true },
  keys: KEYS,
  timeZone: 'UTC',
  localZone: null,
  resumeCommand,
  commandLine: (words) => ['recrown', ...words].join(' '),
});

/**
 * The frames that `recrown open` shows while keys are pressed, one per step, when what a screen asks for is answered. No
 * terminal and no clock: the same replay and snapshot give the same frames.
 * @param snapshot folder of the replay's snapshot
 * @throws UsageError when a frame does not show what its step says
 */
export async function playSession(
  view: JournalView,
  snapshot: string,
  steps: readonly Step[],
): Promise<Frame[]> {
  let world = worldOf(view);
  let state: AppState = initialState('dark');
  const frames: Frame[] = [];
  for (const { keys, caption, shows } of steps) {
    for (const key of keys) state = press(state, key, world).state;
    const question = questionOf(state);
    if (question !== null) {
      const answer = await ask(sourceOf(view, snapshot), question, world.data);
      world = { ...world, data: { ...world.data, asked: { ...world.data.asked, [question]: answer } } };
    }
    const lines = frameLines(state, world);
    const text = lines.map((line) => line.map((span) => span.text).join('')).join('\n');
    if (!shows.test(text))
      throw new UsageError({
        what: `the screen after ${keys.join(' ')} does not show ${shows}`,
        why: 'the demo, the screens or the keys changed',
        remedy: 'Choose other steps in scripts/make-pictures/sessionPicture.ts.',
      });
    frames.push({ lines, keys, caption });
  }
  return frames;
}

const sourceOf = (view: JournalView, snapshot: string): Source => ({
  list: async () => [],
  read: async () => view,
  follow: () => undefined,
  promptTexts: (replay, result) =>
    promptTexts(replay, result, { cwd: '.', snapshot, snapshots: dirname(snapshot) }),
});
