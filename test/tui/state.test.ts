import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppState } from '../../src/tui/state/app.js';
import { initialState, placeOf } from '../../src/tui/state/app.js';
import { openAt } from '../../src/tui/state/openAt.js';
import { press, pressUnseen } from '../../src/tui/state/press.js';
import { selectedRound, shownRounds } from '../../src/tui/state/rounds.js';
import { ORDERS } from '../../src/tui/state/sortRounds.js';
import { currentRow, type World } from '../../src/tui/state/world.js';
import { FULL_HOTKEY, HOSTILE } from './sample.js';
import { pressAll, screensOf, VIEWS, worldOf } from './world.js';

const shownIds = (state: AppState, world: World): number[] =>
  shownRounds(world.data.rows, state.rounds).map((row) => row.roundId);
const filtered = (text: string, world = worldOf()): number[] =>
  shownIds(pressAll(initialState('dark'), ['/', ...text, 'enter'], world), world);

test('esc goes back and never quits, however often', () => {
  const world = worldOf();
  for (const state of Object.values(screensOf(world))) {
    let now = state;
    for (let i = 0; i < 20; i += 1) {
      const pressed = press(now, 'esc', world);
      assert.deepEqual(pressed.effects, []);
      now = pressed.state;
    }
    assert.deepEqual(placeOf(now), { screen: 'rounds', key: null });
    assert.equal(now.rounds.filter, '');
  }
});

test('the filter looks in all columns, in one, and excludes', () => {
  assert.deepEqual(filtered('verdict:wrong'), [9002]);
  assert.deepEqual(filtered('!wrong'), [9006, 9005, 9004, 9003, 9001]);
  assert.deepEqual(filtered('king:u240'), [9003]);
  assert.deepEqual(filtered('king:u18'), [], 'a UID is found as a whole');
  assert.deepEqual(filtered('king:u181 era:p11 !inputs'), [9005, 9004, 9001]);
  assert.deepEqual(filtered('conditional'), [9004, 9003]);
  assert.deepEqual(filtered('block:6481440'), [9002]);
  assert.deepEqual(filtered('lab131'), [9005, 9003, 9002, 9001]);
  assert.deepEqual(filtered('nowhere'), []);
});

test('rounds are found by the day and the hour at which they began', () => {
  const days = { 9001: '2026-06-09T23:59:48Z', 9002: '2026-06-10T00:00:00Z', 9003: '2026-06-11T20:48:00Z' };
  const views = VIEWS.map((view) => ({
    ...view,
    results: view.results.map((one) => {
      const seedTime = days[one.roundId as keyof typeof days];
      return seedTime === undefined ? one : { ...one, seedTime };
    }),
  }));
  const world = worldOf({}, views);
  assert.deepEqual(filtered('start:2026-06', world), [9003, 9002, 9001]);
  assert.deepEqual(filtered('start:2026-06-11t20', world), [9003]);
  assert.deepEqual(filtered('2026-06-10..2026-06-11', world), [9003, 9002]);
  assert.deepEqual(filtered('!2026-06-10..2026-06-11', world), [9006, 9005, 9004, 9001]);
});

test('the selected round stays selected under every order and filter that shows it', () => {
  const world = worldOf();
  let state = pressAll(initialState('dark'), ['j', 'j', 'j', 'j'], world);
  assert.equal(currentRow(state, world)?.roundId, 9002);
  for (let i = 0; i < ORDERS.length; i += 1) {
    state = pressAll(state, ['s'], world);
    assert.equal(currentRow(state, world)?.roundId, 9002, state.rounds.order);
  }
  state = pressAll(state, ['f'], world);
  assert.deepEqual(shownIds(state, world), [9002]);
  assert.equal(currentRow(pressAll(state, ['f'], world), world)?.roundId, 9002);
  assert.deepEqual(shownIds(pressAll(state, ['f', 'm'], world), world), [9005, 9004, 9002, 9001]);
});

test('orders: worst first begins with the wrong crown', () => {
  const world = worldOf();
  const state = pressAll(initialState('dark'), ['s', 's'], world);
  assert.equal(state.rounds.order, 'worst first');
  assert.equal(shownIds(state, world)[0], 9002);
});

test('challengers come best bound first, and brackets go to the next round by number', () => {
  const world = worldOf();
  const round = pressAll(initialState('dark'), ['j', 'j', 'j', 'j', 'enter'], world);
  assert.equal(currentRow(round, world)?.roundId, 9002);
  assert.equal(pressAll(round, ['l', 'l', 'l', 'l'], world).round.challenger, 2);
  assert.equal(currentRow(pressAll(round, [']'], world), world)?.roundId, 9003);
  assert.equal(currentRow(pressAll(round, ['['], world), world)?.roundId, 9001);
  const first = press(pressAll(round, ['['], world), '[', world).state;
  assert.match(first.message ?? '', /first round/);
  assert.equal(
    selectedRound(shownRounds(world.data.rows, first.rounds), first.rounds)?.roundId,
    9001,
    'the list follows',
  );
});

test('copy gives the full value behind the cell', () => {
  const world = worldOf();
  const { rounds, weights, live } = screensOf(world);
  const copied = (state: AppState): unknown => press(state, 'y', world).effects;
  assert.deepEqual(copied(rounds), [{ type: 'copy', text: '9003', what: 'the round' }]);
  assert.deepEqual(copied(weights), [{ type: 'copy', text: FULL_HOTKEY, what: 'the hotkey of u0' }]);
  assert.deepEqual(copied(live), [
    { type: 'copy', text: 'recrown audit 9005..9006 --resume ab12cd', what: 'the resume command' },
  ]);
  const hostile = pressAll(initialState('dark'), ['j', 'j', 'enter'], world);
  const [effect] = press(hostile, 'y', world).effects;
  assert.ok(
    effect?.type === 'copy' && !effect.text.includes('\u001b') && effect.text !== HOSTILE,
    'nothing that a shell or terminal obeys',
  );
});

test('quitting asks only while a replay started here runs', () => {
  const world = worldOf();
  const { rounds } = screensOf(world);
  assert.deepEqual(press(rounds, 'q', world).effects, [{ type: 'quit', code: 0 }]);
  const running = worldOf({ data: { ...world.data, running: '/r/ab12cd' } });
  const asked = press(rounds, 'q', running);
  assert.deepEqual(asked.effects, []);
  assert.equal(asked.state.quitting, true);
  assert.equal(press(asked.state, 'n', running).state.quitting, false);
  assert.deepEqual(press(asked.state, 'y', running).effects, [{ type: 'quit', code: 0 }]);
  assert.deepEqual(press(asked.state, 'ctrl-c', running).effects, [{ type: 'quit', code: 130 }]);
});

test('in a window that is too small only quitting works, also from under help', () => {
  const world = worldOf();
  const { help, filter } = screensOf(world);
  assert.deepEqual(pressUnseen(help, 'q', world), { state: help, effects: [{ type: 'quit', code: 0 }] });
  assert.deepEqual(pressUnseen(filter, 'ctrl-c', world).effects, [{ type: 'quit', code: 130 }]);
  assert.deepEqual(pressUnseen(filter, 'j', world), { state: filter, effects: [] });
});

test('a replay needs a source that can; otherwise the key says so', () => {
  const { rounds } = screensOf(worldOf());
  assert.deepEqual(press(rounds, 'r', worldOf()).effects, [{ type: 'replay', rounds: [9003] }]);
  const reading = worldOf({ can: { ...worldOf().can, replay: false } });
  assert.deepEqual(press(rounds, 'r', reading).effects, []);
  assert.match(press(rounds, 'r', reading).state.message ?? '', /only reads/);
});

test('opens at what was named', () => {
  const world = worldOf();
  const at = (what: string) => openAt(what, world, 'dark');
  assert.equal(currentRow(at('9002'), world)?.roundId, 9002);
  assert.equal(placeOf(at('#9002')).screen, 'round');
  assert.equal(currentRow(at('6481441'), world)?.roundId, 9002, 'a block belongs to its round');
  assert.equal(currentRow(at('6482159'), world)?.roundId, 9002);
  assert.equal(placeOf(at('ab12cd')).screen, 'live');
  assert.deepEqual(shownIds(at('7c1f09'), world), [9004, 9003, 9002, 9001]);
  assert.deepEqual(shownIds(at('u131'), world), [9005, 9003, 9002, 9001]);
  assert.equal(placeOf(at('live')).screen, 'live');
  assert.equal(placeOf(at('rounds')).screen, 'rounds');
  assert.match(at('weights').message ?? '', /no round/, 'the newest round has no result yet');
  assert.match(at('zzz').message ?? '', /nothing here matches zzz/);
  assert.match(openAt('9001', worldOf({}, []), 'dark').message ?? '', /nothing/);
});

test('an empty source has no key that breaks', () => {
  const world = worldOf({}, []);
  for (const key of ['j', 'G', 'enter', 'w', 's', 'f', 'm', '[', ']', 'y', 'r', 'p', 'T', 'esc'])
    assert.equal(placeOf(press(initialState('dark'), key, world).state).screen, 'rounds');
});
