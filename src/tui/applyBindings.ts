import { printable } from '../domain/printable.js';
import type { KeyBinding } from '../domain/screenSettings.js';
import { ConfigError } from '../errors/input.js';
import type { KeyCommand } from './keyCommand.js';

const NAMED = new Set([
  ...['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end'],
  ...['enter', 'esc', 'tab', 'backspace', 'space'],
]);
/** Ctrl keys that a terminal keeps for itself, or sends as another key. */
const RESERVED = /^ctrl-[sqjmih]$/;
const CONTROL = /^ctrl-[a-z]$/;
/** The way out never moves. */
const FIXED = ['interrupt'];

const fault = (binding: KeyBinding, what: string, why: string, remedy: string): ConfigError =>
  new ConfigError({ what: `${printable(binding.origin, 80)}: ${what}`, why, remedy });

/** Edits that lead from one id to another: what a typing error is measured by. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
};

const nearest = (id: string, keys: readonly KeyCommand[]): string =>
  keys.reduce((best, { id: one }) => (distance(id, one) < distance(id, best) ? one : best), 'quit');

const checkKey = (binding: KeyBinding, key: string): void => {
  const known = NAMED.has(key) || CONTROL.test(key) || (/^[\x21-\x7e]$/.test(key) && key.length === 1);
  const shown = printable(key, 40);
  if (RESERVED.test(key) || key === 'ctrl-c')
    throw fault(
      binding,
      `the key ${shown} cannot be bound`,
      'terminals keep it, or send it as another key',
      'choose a letter, or another ctrl key',
    );
  if (!known)
    throw fault(
      binding,
      `${shown} is no key`,
      `known are single characters, ctrl-a to ctrl-z, and ${[...NAMED].join(', ')}`,
      'write for example "j", "ctrl-d" or "space"',
    );
};

/**
 * The table of keys with those that a person chose: they replace all keys of their action, so that no old one stays.
 * @throws ConfigError for an unknown action, an unknown or reserved key, an action that is given twice, or a key that would
 * mean two things in one place
 */
export function applyBindings(
  keys: readonly KeyCommand[],
  bindings: readonly KeyBinding[],
): readonly KeyCommand[] {
  const chosen = new Map<string, KeyBinding>();
  for (const binding of bindings) {
    const id = printable(binding.command, 80);
    if (!keys.some((one) => one.id === binding.command))
      throw fault(
        binding,
        `no action is called ${id}`,
        'docs/keys.md lists the actions',
        `did you mean ${nearest(binding.command, keys)}?`,
      );
    if (FIXED.includes(binding.command))
      throw fault(
        binding,
        `${id} keeps its key`,
        'a program must always be left by ctrl-c',
        'remove the line',
      );
    if (chosen.has(binding.command))
      throw fault(binding, `${id} is bound twice`, 'one line binds one action', 'remove one of the lines');
    for (const key of binding.keys) checkKey(binding, key);
    chosen.set(binding.command, binding);
  }
  const bound = keys.map((command): KeyCommand => {
    const own = chosen.get(command.id);
    return own === undefined ? command : { ...command, keys: [...new Set(own.keys)] };
  });
  for (const [id, binding] of chosen) {
    const own = bound.find((command) => command.id === id);
    for (const key of own?.keys ?? []) {
      const other = bound.find(
        (one) =>
          one.id !== id && one.keys.includes(key) && one.places.some((place) => own?.places.includes(place)),
      );
      if (other === undefined) continue;
      const place = other.places.find((one) => own?.places.includes(one));
      throw fault(
        binding,
        `${printable(key, 40)} would mean two things`,
        `on "${place}" it is ${id} (${own?.label}) and ${other.id} (${other.label})`,
        `choose another key, or bind ${other.id} to another one too`,
      );
    }
  }
  return bound;
}
