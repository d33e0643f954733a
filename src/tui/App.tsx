import { useInput } from 'ink';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { JournalView } from '../domain/journal.js';
import type { Painter } from './createPainter.js';
import type { OpenTuiOptions } from './data.js';
import type { Guard } from './guard.js';
import type { Loaded } from './loadData.js';
import { copyNatively, openPager, suspend } from './outside.js';
import { performEffect } from './performEffect.js';
import { type Size, tooSmall } from './present/layout.js';
import { measuredWork } from './present/liveBody.js';
import { stagesOf } from './present/progress.js';
import { readKeys } from './readKeys.js';
import { rowText } from './rowText.js';
import { frameLines } from './screens/frameLines.js';
import { type AppData, type AppState, placeOf, questionOf, unfinished } from './state/app.js';
import type { Effect } from './state/effect.js';
import { observeLive } from './state/live.js';
import { openAt } from './state/openAt.js';
import { press, pressUnseen } from './state/press.js';
import type { World } from './state/world.js';
import { useReplays } from './useReplays.js';

export interface AppProps {
  readonly options: OpenTuiOptions;
  readonly loaded: Loaded;
  readonly worldFrom: (data: AppData, size: Size) => World;
  readonly size: Size;
  readonly guard: Guard;
  readonly painter: Painter;
}

const firstTheme = ({ color, settings }: OpenTuiOptions): AppState['theme'] => {
  if (!color) return 'none';
  return settings === undefined || settings.theme === 'auto' ? 'dark' : settings.theme;
};

/** Which screen is shown, and what keys do outside of the state. The painter draws it. */
export function App({ options, loaded, worldFrom, size, guard, painter }: AppProps): null {
  const worldOf = (data: AppData): World => worldFrom(data, size);
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
    const live = observeLive(current().live, view.path, { at: performance.now() / 1000, done });
    put({ ...current(), live });
  };
  const ended = (reason: string | null): void =>
    put({ ...current(), message: reason === null ? 'the replay ended' : `the replay failed: ${reason}` });
  const replays = useReplays(options.source, loaded, followed, seen, ended);
  if (stateRef.current === null)
    stateRef.current = openAt(options.initial, worldOf(replays.data), firstTheme(options));

  const perform = (effect: Effect): void =>
    performEffect(effect, {
      env: options.env,
      replays,
      stdout: process.stdout,
      clipboard: options.settings?.clipboard ?? 'auto',
      copyNatively,
      page: (text) => openPager(text, options.env, guard),
      suspend: () => suspend(guard),
      redraw: painter.redraw,
      writeReport: options.source.writeReport,
      onQuit: (code) => guard.end({ code }),
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
  const state = current();
  const question = questionOf(state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a question is asked when its screen is opened, and again when it is asked for
  useEffect(() => {
    if (question !== null && replays.latest().asked[question] === undefined) replays.ask(question);
  }, [question]);
  const rows = frameLines(state, worldOf(replays.data)).map((line) => rowText(line, state.theme));
  useLayoutEffect(() => painter.paint(rows, size));
  return null;
}
