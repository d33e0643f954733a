import type { CommandId } from '../keyCommand.js';

/**
 * Moves an index within a list.
 * @param page rows of half a page
 * @returns the index unchanged when the command does not move
 */
export const moveIndex = (command: CommandId, index: number, length: number, page: number): number => {
  const to: Partial<Record<CommandId, number>> = {
    'move.down': index + 1,
    'move.up': index - 1,
    'move.first': 0,
    'move.last': length - 1,
    'move.pageDown': index + Math.max(1, page),
    'move.pageUp': index - Math.max(1, page),
  };
  return Math.max(0, Math.min(length - 1, to[command] ?? index));
};
