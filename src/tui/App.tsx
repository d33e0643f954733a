import { useInput, useStdout } from 'ink';
import { useEffect, useRef, useState } from 'react';
import type { JournalView } from '../domain/journal.js';
import type { OpenTuiOptions } from './data.js';
import type { Loaded } from './loadData.js';
import { performEffect } from './performEffect.js';
import { type Size, tooSmall } from './present/layout.js';
import { measuredWork } from './present/liveBody.js';
import { stagesOf } from './present/progress.js';
import { readKeys } from './readKeys.js';
import { resumeCommand } from './resumeCommand.js';
import { Help } from './screens/Help.js';
import { Live } from './screens/Live.js';
import { Round } from './screens/Round.js';
import { Rounds } from './screens/Rounds.js';
import { TooSmall } from './screens/TooSmall.js';
import { Waiting } from './screens/Waiting.js';
import { Weights } from './screens/Weights.js';
import { type AppData, type AppState, placeOf, rowAt, unfinished, viewAt } from './state/app.js';
import { observeLive } from './state/live.js';
import { type Effect, openAt, press, pressUnseen } from './state/press.js';
import type { World } from './state/world.js';
import { useReplays } from './useReplays.js';
import { ThemeContext } from './widgets/Lines.js';

export interface AppProps {
  readonly options: OpenTuiOptions;
  readonly loaded: Loaded;
  readonly ascii: boolean;
  readonly size: Size;
  readonly onQuit: (code: number) => void;
}

const CLEAR = '\u001b[2J\u001b[H';

const worldFrom = (options: OpenTuiOptions, ascii: boolean, size: Size, data: AppData): World => ({
  data,
  size,
  charset: ascii ? 'ascii' : 'unicode',
  color: options.color,
  header: options.header,
  canReplay: options.source.startAudit !== undefined,
  resumeCommand: (view) => options.source.resumeCommand?.(view) ?? resumeCommand(view),
});

/** Which screen is shown, and what keys do outside of the state. */
export function App({ options, loaded, ascii, size, onQuit }: AppProps) {
  const { stdout, write } = useStdout();
  const worldOf = (data: AppData): World => worldFrom(options, ascii, size, data);
  const stateRef = useRef<AppState | null>(null);
  const [, setShown] = useState<AppState | null>(null);
  const put = (next: AppState): void => {
    stateRef.current = next;
    setShown(next);
  };
  const current = (): AppState => stateRef.current as AppState;
  const followed = (data: AppData): string | null => {
    const place = stateRef.current === null ? null : placeOf(stateRef.current);
    if (place?.screen !== 'live' || place.key === null) return unfinished(data)?.path ?? data.running;
    return place.key in data.moved ? null : place.key;
  };
  const seen = (view: JournalView): void => {
    const { done } = measuredWork(stagesOf(view));
    put({
      ...current(),
      live: observeLive(current().live, view.path, { at: performance.now() / 1000, done }),
    });
  };
  const ended = (reason: string | null): void =>
    put({ ...current(), message: reason === null ? 'the replay ended' : `the replay failed: ${reason}` });
  const replays = useReplays(options.source, loaded, followed, seen, ended);
  if (stateRef.current === null)
    stateRef.current = openAt(options.initial, worldOf(replays.data), options.color ? 'dark' : 'none');

  const perform = (effect: Effect): void =>
    performEffect(effect, {
      env: options.env,
      replays,
      stdout,
      redraw: () => write(CLEAR),
      onQuit,
      current,
      put,
    });
  useInput((input, key) => {
    for (const name of readKeys(input, key)) {
      const world = worldOf(replays.latest());
      const pressed = tooSmall(size) ? pressUnseen(current(), name, world) : press(current(), name, world);
      put(pressed.state);
      for (const effect of pressed.effects) perform(effect);
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a resized window still shows of the old frame is wiped once per size
  useEffect(() => {
    write(CLEAR);
  }, [size.columns, size.rows]);

  const state = current();
  const world = worldOf(replays.data);
  return (
    <ThemeContext.Provider value={state.theme}>
      <Screen state={state} world={world} />
    </ThemeContext.Provider>
  );
}

function Screen({ state, world }: { readonly state: AppState; readonly world: World }) {
  const place = placeOf(state);
  if (tooSmall(world.size)) return <TooSmall size={world.size} quitting={state.quitting} />;
  if (state.help !== null) return <Help state={state} world={world} />;
  if (place.screen === 'rounds') return <Rounds state={state} world={world} />;
  if (place.screen === 'live') {
    const view = viewAt(world.data, place);
    if (view !== null) return <Live state={state} world={world} view={view} />;
    return <Waiting state={state} world={world} text="Waiting for the first line of the journal." />;
  }
  const row = rowAt(world.data, place);
  if (row === null)
    return <Waiting state={state} world={world} text="This round is not in the replays any more." />;
  return place.screen === 'round' ? (
    <Round state={state} world={world} row={row} />
  ) : (
    <Weights state={state} world={world} row={row} />
  );
}
