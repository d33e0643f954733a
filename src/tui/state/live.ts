import { STAGES, type Stage } from '../../domain/journal.js';
import type { CommandId } from '../keyCommand.js';
import { type Observation, observe } from '../present/timeLeft.js';

export interface LiveState {
  /** Work seen while watching; of one replay alone. */
  readonly seen: readonly Observation[];
  readonly replay: string | null;
  /** The log is shown in place of the progress; of one stage, or of all. */
  readonly log: boolean;
  readonly stage: Stage | null;
}

export const initialLive: LiveState = { seen: [], replay: null, log: false, stage: null };

/** Notes how much work a replay has done. Another replay starts from nothing. */
export const observeLive = (state: LiveState, replay: string, observation: Observation): LiveState =>
  state.replay === replay
    ? { ...state, seen: observe(state.seen, observation) }
    : { ...state, replay, seen: [observation] };

export const reduceLive = (state: LiveState, command: CommandId): LiveState => {
  if (command === 'live.log') return { ...state, log: !state.log };
  if (command !== 'live.stage') return state;
  const at = state.stage === null ? -1 : STAGES.indexOf(state.stage);
  return { ...state, log: true, stage: STAGES[at + 1] ?? null };
};
