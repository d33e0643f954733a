import type { ClipboardWay } from '../domain/screenSettings.js';
import { copyThroughTerminal } from './clipboard.js';
import type { ExportFormat, Source } from './data.js';
import { exportOf } from './exportOf.js';
import { reasonOf } from './loadData.js';
import { type AppState, openPlace } from './state/app.js';
import type { Effect } from './state/effect.js';
import type { Replays } from './useReplays.js';

/** What an effect may touch outside of the state. */
export interface Outside {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly replays: Pick<Replays, 'start' | 'stop' | 'hold' | 'detach' | 'ask' | 'latest'>;
  readonly stdout: { write(text: string): unknown };
  readonly clipboard: ClipboardWay;
  /** A tool of this machine; false when there is none. */
  readonly copyNatively: (text: string) => boolean;
  /** Why the pager could not be run, or null. */
  readonly page: (text: string) => string | null;
  readonly suspend: () => void;
  readonly redraw: () => void;
  readonly writeReport: Source['writeReport'];
  readonly onQuit: (code: number) => void;
  readonly current: () => AppState;
  readonly put: (state: AppState) => void;
}

const say = ({ current, put }: Outside, message: string | null): void => put({ ...current(), message });

const startReplay = (rounds: readonly number[], outside: Outside): void => {
  const { replays, current, put } = outside;
  const what = rounds.length === 1 ? `#${rounds[0]}` : `#${rounds[0]} to #${rounds.at(-1)}`;
  say(outside, `starting a replay of ${what}`);
  replays.start(rounds).then(
    (path) => put(openPlace({ ...current(), message: null }, { screen: 'live', key: path })),
    (error: unknown) => say(outside, `replay: ${reasonOf(error)}`),
  );
};

/** Through the terminal unless another way was chosen: a tool of this machine may copy on the wrong one. */
const copied = (text: string, { env, stdout, clipboard, copyNatively }: Outside): string => {
  if (clipboard === 'off') return 'not copied: the clipboard is off (clipboard in recrown.toml)';
  if (clipboard === 'native')
    return copyNatively(text)
      ? `${[...text].length} characters (this machine)`
      : 'no tool of this machine copies';
  const copy = copyThroughTerminal(text, env);
  if (copy === null) return 'too long to copy through the terminal';
  stdout.write(copy.sequence);
  return copy.said;
};

const copy = (text: string, what: string, outside: Outside): void => {
  const said = copied(text, outside);
  const again = outside.current().copied === null ? '' : '; again: the command that prints it as JSON';
  say(outside, /^\d/.test(said) ? `copied ${what}: ${said}${again}` : said);
};

const exportRounds = (keys: readonly string[], format: ExportFormat, outside: Outside): void => {
  const { views, rounds } = exportOf(keys, outside.replays.latest());
  say(outside, 'writing the report');
  outside.writeReport?.(views, rounds, format).then(
    (path) => say(outside, `wrote ${path}`),
    (error: unknown) => say(outside, `export: ${reasonOf(error)}`),
  );
};

/** Does what a key asked for outside of the state, and says in the last row what came of it. */
export const performEffect = (effect: Effect, outside: Outside): void => {
  const { replays, redraw } = outside;
  if (effect.type === 'quit') outside.onQuit(effect.code);
  else if (effect.type === 'redraw') redraw();
  else if (effect.type === 'replay') startReplay(effect.rounds, outside);
  else if (effect.type === 'copy') copy(effect.text, effect.what, outside);
  else if (effect.type === 'export') exportRounds(effect.rounds, effect.format, outside);
  else if (effect.type === 'ask') replays.ask(effect.question);
  else if (effect.type === 'stop') {
    replays.stop();
    say(outside, 'stopping after the prompt in work');
  } else if (effect.type === 'detach') {
    replays.detach();
    say(outside, 'detached: it goes on without this screen, and is followed by its journal');
  } else if (effect.type === 'hold') {
    replays.hold(effect.held);
    say(outside, effect.held ? 'paused: the key again goes on' : 'going on');
  } else if (effect.type === 'page') {
    const problem = outside.page(effect.text);
    redraw();
    say(outside, problem);
  } else {
    outside.suspend();
    redraw();
  }
};
