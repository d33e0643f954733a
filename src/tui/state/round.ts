import type { CommandId } from '../keyCommand.js';
import { moveIndex } from './list.js';

type RoundTab = 'duel' | 'contenders';

export interface RoundState {
  readonly tab: RoundTab;
  /** Index of the challenger, best lower bound first. */
  readonly challenger: number;
  /** First line of the duel tab that is shown. */
  readonly scroll: number;
  /** Index of the selected contender. */
  readonly contender: number;
}

export const initialRound: RoundState = { tab: 'duel', challenger: 0, scroll: 0, contender: 0 };

export interface RoundBounds {
  readonly challengers: number;
  readonly contenders: number;
  /** Largest first line of the duel tab. */
  readonly maxScroll: number;
  readonly page: number;
}

export const reduceRound = (state: RoundState, command: CommandId, bounds: RoundBounds): RoundState => {
  switch (command) {
    case 'tab.next':
      return { ...state, tab: state.tab === 'duel' ? 'contenders' : 'duel' };
    case 'tab.duel':
      return { ...state, tab: 'duel' };
    case 'tab.contenders':
      return { ...state, tab: 'contenders' };
    case 'challenger.next':
      return { ...state, challenger: Math.min(bounds.challengers - 1, state.challenger + 1), scroll: 0 };
    case 'challenger.previous':
      return { ...state, challenger: Math.max(0, state.challenger - 1), scroll: 0 };
    default:
      return state.tab === 'duel'
        ? {
            ...state,
            scroll: moveIndex(
              command,
              Math.min(state.scroll, bounds.maxScroll),
              bounds.maxScroll + 1,
              bounds.page,
            ),
          }
        : { ...state, contender: moveIndex(command, state.contender, bounds.contenders, bounds.page) };
  }
};
