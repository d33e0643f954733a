import type { CommandId, KeyCommand, KeyFacts, KeyPlace } from './keyCommand.js';
import { EVERYWHERE_KEYS } from './keys/everywhere.js';
import { LIVE_KEYS } from './keys/live.js';
import { MOVING } from './keys/moving.js';
import { OVERLAY_KEYS } from './keys/overlays.js';
import { ROUND_KEYS } from './keys/round.js';
import { ROUNDS_KEYS } from './keys/rounds.js';

/** Every key of the program: hints, help, palette and docs/keys.md are made from this table. */
export const KEYS: readonly KeyCommand[] = [
  ...MOVING,
  ...ROUNDS_KEYS,
  ...ROUND_KEYS,
  ...LIVE_KEYS,
  ...EVERYWHERE_KEYS,
  ...OVERLAY_KEYS,
];

/** The command that a key means in a place; at most one. */
export const commandFor = (
  keys: readonly KeyCommand[],
  place: KeyPlace,
  key: string,
): KeyCommand | undefined =>
  keys.find((command) => command.places.includes(place) && command.keys.includes(key));

export const commandsOf = (keys: readonly KeyCommand[], place: KeyPlace): readonly KeyCommand[] =>
  keys.filter((command) => command.places.includes(place));

/** Null when the command can be done now. */
export const disabledReason = (command: KeyCommand, facts: KeyFacts): string | null =>
  command.disabledReason?.(facts) ?? null;

/** The keys of a command as the last row shows them; null when it has none. */
export const hintOf = (command: KeyCommand, keys: readonly KeyCommand[]): string | null => {
  const first = (id: CommandId | undefined): string[] =>
    keys.find((one) => one.id === id)?.keys.slice(0, 1) ?? [];
  const shown = [...first(command.id), ...first(command.pair)];
  return command.hint === undefined || shown.length === 0 ? null : `${shown.join('/')} ${command.hint}`;
};
