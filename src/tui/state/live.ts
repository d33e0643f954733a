import { STAGES, type Stage } from '../../domain/journal.js';
import type { CommandId } from '../keyCommand.js';
import { LOG_LEVELS, type LogLevel } from '../present/logLines.js';
import { type Observation, observe } from '../present/timeLeft.js';

export interface LiveState {
  /** Work seen while watching; of one replay alone. */
  readonly seen: readonly Observation[];
  readonly replay: string | null;
  /** The log is shown in place of the progress; of one stage, or of all. */
  readonly log: boolean;
  readonly stage: Stage | null;
  /** The least level that a log shows. */
  readonly level: LogLevel;
}

export const initialLive: LiveState = { seen: [], replay: null, log: false, stage: null, level: 'debug' };

/** Notes how much work a replay has done. Another replay starts from nothing. */
export const observeLive = (state: LiveState, replay: string, observation: Observation): LiveState =>
  state.replay === replay
    ? { ...state, seen: observe(state.seen, observation) }
    : { ...state, replay, seen: [observation] };

/** @param isLive the keys are of the live screen, where narrowing a log opens it; else of the log of one round */
export const reduceLive = (state: LiveState, command: CommandId, isLive: boolean): LiveState => {
  const log = isLive || state.log;
  switch (command) {
    case 'live.log':
      return { ...state, log: !state.log };
    case 'live.stage': {
      const at = state.stage === null ? -1 : STAGES.indexOf(state.stage);
      return { ...state, log, stage: STAGES[at + 1] ?? null };
    }
    case 'live.level': {
      const at = LOG_LEVELS.indexOf(state.level);
      return { ...state, log, level: LOG_LEVELS[(at + 1) % LOG_LEVELS.length] ?? 'debug' };
    }
    default:
      return state;
  }
};
