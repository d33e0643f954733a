// Keys that a person chose: they replace, show everywhere, and conflict loudly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyBinding } from '../../src/domain/screenSettings.js';
import { ConfigError } from '../../src/errors/input.js';
import { applyBindings } from '../../src/tui/applyBindings.js';
import { commandFor, KEYS } from '../../src/tui/keys.js';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { initialState } from '../../src/tui/state/app.js';
import { press } from '../../src/tui/state/press.js';
import { currentRow } from '../../src/tui/state/world.js';
import { pressAll, worldOf } from './world.js';

const bind = (command: string, ...keys: string[]): KeyBinding => ({
  command,
  keys,
  origin: 'recrown.toml:7',
});

const refused = (...bindings: KeyBinding[]): ConfigError => {
  try {
    applyBindings(KEYS, bindings);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.exitCode, 78);
    assert.match(error.message, /recrown\.toml:7/);
    return error;
  }
  throw new Error('nothing was refused');
};

test('chosen keys replace all keys of their action, in keys, hints, help and palette', () => {
  const keys = applyBindings(KEYS, [
    bind('move.down', 'J', 'down'),
    bind('weights.open', 'ctrl-w'),
    bind('sort.next'),
  ]);
  const world = worldOf({ keys, size: { columns: 200, rows: 40 } });
  const state = initialState('dark');
  assert.equal(currentRow(press(state, 'J', world).state, world)?.roundId, 9005);
  assert.equal(commandFor(keys, 'rounds', 'j'), undefined, 'the old key is gone');
  assert.equal(commandFor(keys, 'rounds', 's'), undefined, 'an action may have no key');
  const text = (pressed: readonly string[]): string =>
    frameLines(pressAll(state, pressed, world), world)
      .map((line) => line.map((part) => part.text).join(''))
      .join('\n');
  assert.match(text(['J']), /J\/k move/);
  assert.match(text(['J']), /ctrl-w weights/);
  assert.doesNotMatch(text(['J']), / sort {2}/);
  assert.match(text(['?', ...'weights']), /ctrl-w +weights of the round/);
  assert.match(text(['J', ':', ...'weights of']), /weights of the round .*ctrl-w/);
});

test('two actions may swap their keys', () => {
  const keys = applyBindings(KEYS, [bind('show.moved', 'f'), bind('show.findings', 'm')]);
  assert.equal(commandFor(keys, 'rounds', 'f')?.id, 'show.moved');
});

test('what cannot be bound is refused with its place, its reason and a way out', () => {
  assert.match(refused(bind('quit', 'j')).why ?? '', /on "rounds" it is quit \(quit\) and move\.down/);
  assert.match(refused(bind('move.dwn', 'j')).remedy ?? '', /did you mean move\.down/);
  assert.match(refused(bind('quit', 'ctrl-s')).message, /cannot be bound/);
  assert.match(refused(bind('quit', 'ctrl-c')).message, /cannot be bound/);
  assert.match(refused(bind('quit', 'f12')).message, /f12 is no key/);
  assert.match(refused(bind('quit', '\u001b[A')).message, /\\x1b\[A is no key/);
  assert.match(refused(bind('interrupt', 'q')).message, /keeps its key/);
  assert.match(refused(bind('quit', 'Q'), bind('quit', 'X')).message, /bound twice/);
  assert.deepEqual(applyBindings(KEYS, []), KEYS);
});
