import { type CommandId, ROUND_TABS, type RoundTab } from '../keyCommand.js';

/** Orders of the prompts; each is followed by its reverse. */
const PROMPT_ORDERS = [
  'largest difference first',
  'smallest difference first',
  'challenger better first',
  'king better first',
  'by index',
  'by index, last first',
] as const;
export type PromptOrder = (typeof PROMPT_ORDERS)[number];

export interface RoundState {
  readonly tab: RoundTab;
  /** Index of the challenger, best lower bound first. */
  readonly challenger: number;
  readonly order: PromptOrder;
}

export const initialRound: RoundState = { tab: 'duel', challenger: 0, order: 'largest difference first' };

/** @param challengers of the round */
export const reduceRound = (state: RoundState, command: CommandId, challengers: number): RoundState => {
  if (command === 'tab.next')
    return { ...state, tab: ROUND_TABS[(ROUND_TABS.indexOf(state.tab) + 1) % ROUND_TABS.length] ?? 'duel' };
  if (command.startsWith('tab.')) return { ...state, tab: command.slice('tab.'.length) as RoundTab };
  switch (command) {
    case 'challenger.next':
      return { ...state, challenger: Math.max(0, Math.min(challengers - 1, state.challenger + 1)) };
    case 'challenger.previous':
      return { ...state, challenger: Math.max(0, state.challenger - 1) };
    case 'sort.next': {
      const at = PROMPT_ORDERS.indexOf(state.order);
      return { ...state, order: PROMPT_ORDERS[(at + 1) % PROMPT_ORDERS.length] ?? 'by index' };
    }
    default:
      return state;
  }
};
