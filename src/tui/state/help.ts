import type { CommandId, KeyCommand, ScreenName } from '../keyCommand.js';
import { commandsOf } from '../keys.js';

/** The help over a screen. Everything that is typed is searched for. */
export interface HelpState {
  readonly search: string;
  readonly selected: CommandId | null;
}

export const initialHelp: HelpState = { search: '', selected: null };

/** Words of a search, in small letters. */
export const wordsOf = (search: string): string[] =>
  search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** Whether label, tooltip or keys of a command have every word. */
export const matchesWords = (command: KeyCommand, words: readonly string[]): boolean => {
  const text = `${command.label} ${command.tooltip}`.toLowerCase();
  return words.every((word) => text.includes(word) || command.keys.some((key) => key.toLowerCase() === word));
};

/** Actions of the screen under the help that match the search in key, label or tooltip; one whose key was typed comes first. */
export const shownCommands = (
  keys: readonly KeyCommand[],
  screen: ScreenName,
  state: HelpState,
): readonly KeyCommand[] => {
  const words = wordsOf(state.search);
  const found = commandsOf(keys, screen).filter(
    (command) => command.id !== 'help.open' && matchesWords(command, words),
  );
  const isKey = (command: KeyCommand): boolean => command.keys.includes(state.search);
  return [...found.filter(isKey), ...found.filter((command) => !isKey(command))];
};

export const selectedCommand = (shown: readonly KeyCommand[], state: HelpState): KeyCommand | null =>
  shown.find((command) => command.id === state.selected) ?? shown[0] ?? null;

export const reduceHelp = (
  keys: readonly KeyCommand[],
  state: HelpState,
  command: CommandId,
  screen: ScreenName,
): HelpState => {
  const shown = shownCommands(keys, screen, state);
  const current = selectedCommand(shown, state);
  const at = current === null ? 0 : shown.indexOf(current);
  const step = command === 'help.down' ? 1 : command === 'help.up' ? -1 : 0;
  return { ...state, selected: shown[Math.max(0, Math.min(shown.length - 1, at + step))]?.id ?? null };
};
