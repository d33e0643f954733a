import type { CommandId } from '../keyCommand.js';
import { type Observation, observe } from '../present/timeLeft.js';
import { moveIndex } from './list.js';

export interface LiveState {
  readonly scroll: number;
  /** Work seen while watching; of one replay alone. */
  readonly seen: readonly Observation[];
  readonly replay: string | null;
}

export const initialLive: LiveState = { scroll: 0, seen: [], replay: null };

/** Notes how much work a replay has done. Another replay starts from nothing. */
export const observeLive = (state: LiveState, replay: string, observation: Observation): LiveState =>
  state.replay === replay
    ? { ...state, seen: observe(state.seen, observation) }
    : { scroll: 0, replay, seen: [observation] };

export const reduceLive = (
  state: LiveState,
  command: CommandId,
  maxScroll: number,
  page: number,
): LiveState => ({
  ...state,
  scroll: moveIndex(command, Math.min(state.scroll, maxScroll), maxScroll + 1, page),
});
