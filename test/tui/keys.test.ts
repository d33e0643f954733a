import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Key } from 'ink';
import { type KeyPlace, SCREEN_NAMES } from '../../src/tui/keyCommand.js';
import { commandsOf, disabledReason, hintOf, KEYS } from '../../src/tui/keys.js';
import { renderKeysDoc } from '../../src/tui/keysDoc.js';
import { hintLine } from '../../src/tui/present/hints.js';
import { cells, lineCells } from '../../src/tui/present/line.js';
import { readKeys } from '../../src/tui/readKeys.js';
import { placeOf } from '../../src/tui/state/app.js';
import { factsOf } from '../../src/tui/state/facts.js';
import { press } from '../../src/tui/state/press.js';
import { pressAll, screensOf, worldOf } from './world.js';

const PLACES: readonly KeyPlace[] = [...SCREEN_NAMES, 'filter', 'help', 'palette', 'quit'];

test('no key means two things in one place', () => {
  for (const place of PLACES) {
    const keys = commandsOf(KEYS, place).flatMap((command) => command.keys);
    assert.deepEqual(keys, [...new Set(keys)], place);
  }
  assert.equal(KEYS.length, new Set(KEYS.map((command) => command.id)).size);
});

test('no key needs alt, a function key, or one that terminals keep for themselves', () => {
  for (const key of KEYS.flatMap((command) => command.keys))
    assert.ok(!/^(alt|meta|f\d)|^ctrl-[sqjmih]$/.test(key), key);
});

test('docs/keys.md is made from the table', () => {
  const page = readFileSync(join(process.env.RECROWN_ROOT ?? '.', 'docs/keys.md'), 'utf8');
  assert.equal(page, renderKeysDoc());
});

test('every key that a screen lists does something there, or says why not', () => {
  const world = worldOf();
  for (const [name, state] of Object.entries(screensOf(world))) {
    const facts = factsOf(state, world);
    for (const command of commandsOf(KEYS, facts.place)) {
      for (const key of command.keys) {
        // Where moving is at its end already, the other way must move: start at the other end.
        const up = command.id === 'move.up' || command.id === 'move.first' || command.id === 'move.pageUp';
        const down = name === 'liveLog' && command.id.startsWith('move.');
        const from = up ? pressAll(state, ['G'], world) : down ? pressAll(state, ['g'], world) : state;
        const { state: after, effects } = press(from, key, world);
        const changed =
          JSON.stringify(after) !== JSON.stringify({ ...from, message: null }) || effects.length > 0;
        assert.ok(changed, `${name}: ${key} (${command.label}) does nothing`);
        if (disabledReason(command, factsOf(from, world)) !== null)
          assert.match(after.message ?? '', /: ./, `${name}: ${key}`);
      }
    }
  }
});

test('a letter without a binding changes nothing', () => {
  const world = worldOf();
  for (const state of Object.values(screensOf(world))) {
    const place = factsOf(state, world).place;
    if (!SCREEN_NAMES.some((screen) => screen === place)) continue;
    const bound = new Set(commandsOf(KEYS, place).flatMap((command) => command.keys));
    for (const key of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
      .split('')
      .filter((one) => !bound.has(one)))
      assert.deepEqual(press(state, key, world), { state: { ...state, message: null }, effects: [] }, key);
  }
});

test('hints come from the table, are dropped whole, and always leave the way to help', () => {
  const world = worldOf();
  for (const state of Object.values(screensOf(world))) {
    const facts = factsOf(state, world);
    const known = new Set(commandsOf(KEYS, facts.place).map((command) => hintOf(command, KEYS)));
    for (const width of [120, 100, 80, 60, 30]) {
      const line = hintLine(KEYS, facts, { charset: 'ascii', width, height: 20 });
      assert.ok(lineCells(line) <= width);
      const hints = (line[0]?.text ?? '').split('  ');
      for (const hint of hints) assert.ok(known.has(hint), `"${hint}" is not a hint of ${facts.place}`);
      if (SCREEN_NAMES.some((screen) => screen === facts.place))
        assert.ok(hints.includes('? help'), `${facts.place} ${width}`);
    }
  }
  assert.equal(cells('模型'), 4);
});

const key = (over: Partial<Key> = {}): Key =>
  ({
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
    home: false,
    end: false,
    return: false,
    escape: false,
    ctrl: false,
    shift: false,
    tab: false,
    backspace: false,
    delete: false,
    meta: false,
    super: false,
    hyper: false,
    capsLock: false,
    numLock: false,
    ...over,
  }) as Key;

test('keys typed fast arrive together and all count', () => {
  assert.deepEqual(readKeys('jjj', key()), ['j', 'j', 'j']);
  assert.deepEqual(readKeys('jj\r', key()), ['j', 'j', 'enter']);
  assert.deepEqual(readKeys('w\u0004?', key()), ['w', 'ctrl-d', '?']);
  assert.deepEqual(readKeys('', key({ escape: true, meta: true })), ['esc'], 'escape carries meta');
  assert.deepEqual(readKeys('y', key({ meta: true })), ['esc', 'y'], 'escape and a key right behind it');
  assert.deepEqual(readKeys('[201~', key()), [], 'the end of a paste is no key');
  assert.deepEqual(readKeys('[[', key()), ['[', '[']);
  assert.deepEqual(readKeys('c', key({ ctrl: true })), ['ctrl-c']);
  assert.deepEqual(readKeys('', key({ downArrow: true })), ['down']);
});

test('help runs the action that it shows', () => {
  const world = worldOf();
  const { rounds } = screensOf(world);
  const after = pressAll(rounds, ['?', ...'weights', 'enter'], world);
  assert.equal(after.help, null);
  assert.equal(placeOf(after).screen, 'weights');
  const found = pressAll(rounds, ['?', 'w', 'enter'], world);
  assert.equal(placeOf(found).screen, 'weights', 'an action is found by its key too');
});
