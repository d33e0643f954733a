// Palette, marks, ways back and forth, copying: pure.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { viewScreen } from '../../src/tui/screens/viewScreen.js';
import { type AppState, initialState, placeOf } from '../../src/tui/state/app.js';
import { openAt } from '../../src/tui/state/openAt.js';
import { paletteEntries, selectedEntry } from '../../src/tui/state/palette.js';
import { press } from '../../src/tui/state/press.js';
import { markedRounds } from '../../src/tui/state/rounds.js';
import { currentRow } from '../../src/tui/state/world.js';
import { FULL_HOTKEY, round, start } from './sample.js';
import { pressAll, screensOf, viewOf, worldOf } from './world.js';

const world = worldOf();
const first = initialState('dark');
const go = (text: string): AppState => pressAll(first, [':', ...text, 'enter'], world);

test('the palette goes to what is typed', () => {
  const place = (text: string) => placeOf(go(text)).screen;
  assert.equal(currentRow(go('9002'), world)?.roundId, 9002);
  assert.equal(place('9002'), 'round');
  assert.equal(currentRow(go('#9001'), world)?.roundId, 9001);
  assert.equal(currentRow(go('6481500'), world)?.roundId, 9002, 'a block belongs to its round');
  assert.equal(go('9002/prompts').round.tab, 'prompts');
  assert.equal(place('weights/9001'), 'weights');
  assert.equal(place('eras'), 'eras');
  assert.equal(place('P9'), 'eras');
  assert.equal((viewScreen(go('P9'), world).row as { id: string }).id, 'P9');
  assert.equal(place('reigns'), 'reigns');
  assert.equal(placeOf(go('P10..P11')).key, 'P10..P11');
  assert.equal(placeOf(go('7c1f09..ab12cd')).key, '7c1f09..ab12cd');
  assert.equal(place('ab12cd'), 'live');
  assert.equal(go('u131').rounds.filter, 'u131');
  assert.equal(go('5H240').rounds.filter, '5H240', 'a hotkey by its first letters');
  assert.equal(go('9001..9003').rounds.filter, '9001..9003');
});

test('the palette lists every action of the screen, with the reason of one that cannot be done', () => {
  for (const state of Object.values(screensOf(world))) {
    const open = press({ ...state, help: null, palette: null, filtering: false }, ':', world).state;
    const listed = paletteEntries(open, world).flatMap((entry) =>
      entry.kind === 'action' ? [entry.id] : [],
    );
    const bound = world.keys
      .filter((one) => one.places.includes(placeOf(open).screen))
      .map(({ id }) => id)
      .filter((id) => id !== 'palette.open' && id !== 'interrupt');
    assert.deepEqual(listed, bound);
  }
  const state = pressAll(first, [':', ...'replay marked'], world);
  const entry = selectedEntry(state, world);
  assert.ok(entry?.kind === 'action' && entry.reason === 'nothing is marked: space marks');
  const ran = pressAll(state, ['enter'], world);
  assert.match(ran.message ?? '', /replay marked rounds: nothing is marked/);
  assert.notEqual(ran.palette, null, 'it stays open');
  const nothing = pressAll(first, [':', ...'qqqq', 'enter'], world);
  assert.match(nothing.message ?? '', /nothing matches/);
});

test('the palette runs actions, completes, and remembers', () => {
  const sorted = pressAll(first, [':', ...'sort by', 'enter'], world);
  assert.equal(sorted.rounds.order, 'worst first');
  const completed = pressAll(first, [':', ...'reig', 'tab'], world);
  assert.equal(completed.palette?.search, 'reigns');
  const again = pressAll(go('9002'), ['esc', ':'], world);
  const [latest] = paletteEntries(again, world);
  assert.equal(latest?.label, 'go to round 9002');
  assert.deepEqual(pressAll(first, [':', 'x', 'esc'], world).palette, null);
});

test('what the command line names is what the palette names', () => {
  for (const text of [
    '9002',
    '9002/claim',
    'weights/9001',
    'eras',
    'reigns',
    'P9',
    'compare/P10..P11',
    'ab12cd',
    'u131',
    'doctor',
  ]) {
    const [opened, gone] = [openAt(text, world, 'dark'), go(text)];
    assert.deepEqual(placeOf(opened), placeOf(gone), text);
    assert.equal(opened.round.tab, gone.round.tab, text);
    assert.equal(opened.message, null, text);
  }
  for (const text of ['9002/zzz', 'weights/1', 'compare/P10', 'eras/P99', 'reigns/x'])
    assert.match(openAt(text, world, 'dark').message ?? '', /nothing here matches/, text);
});

test('back and forward go the way and come again', () => {
  const there = pressAll(first, ['j', 'j', 'j', 'j', 'enter', 'w', 't'], world);
  assert.deepEqual(
    there.stack.map(({ screen }) => screen),
    ['rounds', 'round', 'weights', 'eras'],
  );
  const back = pressAll(there, ['esc', '<'], world);
  assert.equal(placeOf(back).screen, 'round');
  const forth = pressAll(back, ['>', '>'], world);
  assert.deepEqual(forth.stack, there.stack);
  assert.match(press(forth, '>', world).state.message ?? '', /no screen was left/);
  assert.deepEqual(pressAll(back, ['K'], world).ahead, [], 'another way forgets the old one');
});

test('crumbs name the whole way where there is room, and its end where there is none', () => {
  const state = pressAll(first, ['j', 'j', 'j', 'j', 'enter', 'w', 't'], world);
  const crumb = (columns: number): string => {
    const sized = worldOf({ size: { columns, rows: 24 } });
    return (frameLines(state, sized)[1] ?? []).map((part) => part.text).join('');
  };
  assert.match(crumb(100), /^Rounds > #9002 > Weights > Eras/);
  assert.match(crumb(60), /Eras/);
});

test('space marks and goes on, v marks a range, and marks are said', () => {
  const marked = pressAll(first, ['space', 'space'], world);
  const ids = (state: AppState): number[] =>
    markedRounds(world.data.rows, state.rounds).map((row) => row.roundId);
  assert.deepEqual(ids(marked), [9005, 9006]);
  assert.deepEqual(ids(pressAll(marked, ['k', 'space'], world)), [9006], 'again unmarks');
  const range = pressAll(first, ['j', 'v', 'j', 'j', 'v'], world);
  assert.deepEqual(ids(range), [9003, 9004, 9005]);
  assert.deepEqual(press(range, 'R', world).effects, [{ type: 'replay', rounds: [9003, 9004, 9005] }]);
  const apart = pressAll(range, ['k', 'space'], world);
  assert.match(press(apart, 'R', world).state.message ?? '', /do not follow one another/);
  assert.deepEqual(
    ids(pressAll(range, ['s', '/', ...'wrong', 'enter'], world)),
    [9003, 9004, 9005],
    'marks stay',
  );
  const wide = worldOf({ size: { columns: 120, rows: 40 } });
  const text = frameLines(range, wide)
    .map((line) => line.map((part) => part.text).join(''))
    .join('\n');
  assert.match(text, /3 marked/);
  assert.match(text, /^ \+#9005/m);
  assert.match(text, /^>\+#9003/m);
  assert.deepEqual(pressAll(range, ['esc'], world).rounds.marked, []);
});

test('y copies the value, y again the command, Y the row, C the command', () => {
  const { weights, prompts } = screensOf(world);
  const once = press(weights, 'y', world);
  assert.deepEqual(once.effects, [{ type: 'copy', text: FULL_HOTKEY, what: 'the hotkey of u0' }]);
  const twice = press(once.state, 'y', world);
  const command = { type: 'copy', text: 'recrown show 9003 --replay 7c1f09 --json', what: 'the command' };
  assert.deepEqual(twice.effects, [command]);
  assert.deepEqual(press(press(once.state, 'j', world).state, 'k', world).state.copied, null);
  assert.deepEqual(press(weights, 'C', world).effects, [command]);
  const [row] = press(prompts, 'Y', world).effects;
  assert.ok(row?.type === 'copy');
  assert.deepEqual(Object.keys(JSON.parse(row.text)), [
    'index',
    'draw',
    'sha256',
    'king',
    'challenger',
    'delta',
  ]);
  for (const [name, state] of Object.entries(screensOf(world))) {
    const bare = { ...state, help: null, palette: null, filtering: false };
    const [effect] = press(bare, 'C', world).effects;
    assert.ok(effect?.type === 'copy' && /^recrown .*(--json|--help)$/.test(effect.text), name);
  }
});

test('a copied row keeps every character and sends none that a terminal obeys', () => {
  const hostile = worldOf({}, [
    viewOf(
      [
        start(),
        { type: 'round', result: round(9001, 'confirmed', { summary: 'a\u001b]52;c;x\u0007\u202e' }) },
      ],
      '/r/1',
    ),
  ]);
  const [effect] = press(initialState('dark'), 'Y', hostile).effects;
  assert.ok(effect?.type === 'copy');
  assert.match(effect.text, /^[\x20-\x7e\n]*$/);
  assert.equal(JSON.parse(effect.text).roundId, 9004, 'the selected row is the newest one');
});

test('export asks for the marked rounds, else for the one that is shown', () => {
  const keys = (state: AppState): unknown => press(state, 'E', world).effects[0];
  assert.deepEqual(keys(pressAll(first, ['j', 'enter'], world)), {
    type: 'export',
    rounds: [world.data.rows.find((row) => row.roundId === 9005)?.key],
    format: 'html',
  });
  const range = pressAll(first, ['v', 'j', 'v'], world);
  assert.equal((keys(range) as { rounds: string[] }).rounds.length, 2);
  const reading = worldOf({ can: { ...world.can, export: false } });
  assert.match(press(first, 'E', reading).state.message ?? '', /writes no file/);
});

test('a replay that runs here is paused, stopped and left by keys; one that runs elsewhere is not', () => {
  const live = pressAll(first, ['p'], world);
  for (const key of ['p', 'x', 'd'])
    assert.match(press(live, key, world).state.message ?? '', /not started here/);
  const running = worldOf({ data: { ...world.data, running: '/r/ab12cd' } });
  assert.deepEqual(press(live, 'p', running).effects, [{ type: 'hold', held: true }]);
  const paused = worldOf({ data: { ...world.data, running: '/r/ab12cd', paused: true } });
  assert.deepEqual(press(live, 'p', paused).effects, [{ type: 'hold', held: false }]);
  assert.deepEqual(press(live, 'x', running).effects, [{ type: 'stop' }]);
  assert.deepEqual(press(live, 'd', running).effects, [{ type: 'detach' }]);
});

test('an answer that is awaited or failed is said, and asked again by its key', () => {
  const at = go('P9..P10');
  const text = (asked: (typeof world)['data']['asked']): string =>
    frameLines(at, worldOf({ data: { ...world.data, asked } }))
      .map((line) => line.map((part) => part.text).join(''))
      .join('\n');
  assert.match(text({}), /Comparing P9\.\.P10/);
  const reason =
    'the index was made by a newer recrown (version 9); build it anew with recrown index --rebuild';
  assert.match(
    text({ 'compare P9..P10': { state: 'failed', reason } }),
    /cannot be shown: the index was made by a newer/,
  );
  assert.deepEqual(press(at, 'r', world).effects, [{ type: 'ask', question: 'compare P9..P10' }]);
});
