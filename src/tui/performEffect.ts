import { copyThroughTerminal } from './clipboard.js';
import { reasonOf } from './loadData.js';
import { type AppState, openPlace } from './state/app.js';
import type { Effect } from './state/press.js';
import type { Replays } from './useReplays.js';

/** What an effect may touch outside of the state. */
export interface Outside {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly replays: Pick<Replays, 'start'>;
  readonly stdout: { write(text: string): unknown };
  readonly redraw: () => void;
  readonly onQuit: (code: number) => void;
  readonly current: () => AppState;
  readonly put: (state: AppState) => void;
}

const startReplay = (roundId: number, { replays, current, put }: Outside): void => {
  put({ ...current(), message: `starting a replay of #${roundId}` });
  replays.start(roundId).then(
    (path) => put(openPlace({ ...current(), message: null }, { screen: 'live', key: path })),
    (error: unknown) => put({ ...current(), message: `replay this round: ${reasonOf(error)}` }),
  );
};

/** Does what a key asked for outside of the state, and says in the last row what came of it. */
export const performEffect = (effect: Effect, outside: Outside): void => {
  const { env, stdout, redraw, onQuit, current, put } = outside;
  if (effect.type === 'quit') onQuit(effect.code);
  else if (effect.type === 'redraw') redraw();
  else if (effect.type === 'replay') startReplay(effect.roundId, outside);
  else {
    const copy = copyThroughTerminal(effect.text, env);
    if (copy !== null) stdout.write(copy.sequence);
    const message =
      copy === null ? 'too long to copy through the terminal' : `copied ${effect.what}: ${copy.said}`;
    put({ ...current(), message });
  }
};
