import type { CommandId, KeyCommand, ScreenName } from '../keyCommand.js';
import { commandsOf } from '../keys.js';

/** The help over a screen. Everything that is typed is searched for. */
export interface HelpState {
  readonly search: string;
  readonly selected: CommandId | null;
}

export const initialHelp: HelpState = { search: '', selected: null };

/** Actions of the screen under the help that match the search in key, label or tooltip; one whose key was typed comes first. */
export const shownCommands = (screen: ScreenName, state: HelpState): readonly KeyCommand[] => {
  const words = state.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = commandsOf(screen)
    .filter((command) => command.id !== 'help.open')
    .filter((command) => {
      const text = `${command.label} ${command.tooltip}`.toLowerCase();
      return words.every(
        (word) => text.includes(word) || command.keys.some((key) => key.toLowerCase() === word),
      );
    });
  const isKey = (command: KeyCommand): boolean => command.keys.includes(state.search);
  return [...found.filter(isKey), ...found.filter((command) => !isKey(command))];
};

export const selectedCommand = (shown: readonly KeyCommand[], state: HelpState): KeyCommand | null =>
  shown.find((command) => command.id === state.selected) ?? shown[0] ?? null;

export const reduceHelp = (state: HelpState, command: CommandId, screen: ScreenName): HelpState => {
  const shown = shownCommands(screen, state);
  const current = selectedCommand(shown, state);
  const at = current === null ? 0 : shown.indexOf(current);
  const step = command === 'help.down' ? 1 : command === 'help.up' ? -1 : 0;
  return { ...state, selected: shown[Math.max(0, Math.min(shown.length - 1, at + step))]?.id ?? null };
};
