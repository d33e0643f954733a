import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../../src/tui/present/line.js';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { initialState } from '../../src/tui/state/app.js';
import type { World } from '../../src/tui/state/world.js';
import { round, start } from './sample.js';
import { pressAll, viewOf, worldOf } from './world.js';

const textOf = (line: Line): string => line.map((part) => part.text).join('');

const START = '2026-06-11T20:48:00Z';
const timed = (seedTime: string | null) => [
  viewOf(
    [start(), { type: 'round', result: round(9001, 'confirmed', seedTime === null ? {} : { seedTime }) }],
    '/r/timed',
  ),
];

test('a round says when it began: from 100 columns on, and in wide windows in the zone of the machine too', () => {
  const rounds = (width: number, more: Partial<World> = {}, seedTime: string | null = START): string[] => {
    const world = worldOf({ size: { columns: width, rows: 30 }, ...more }, timed(seedTime));
    return frameLines(initialState('dark'), world).map(textOf);
  };
  const has = (lines: readonly string[], text: string) => lines.some((line) => line.includes(text));
  const berlin = { localZone: 'Europe/Berlin' };
  for (const width of [100, 119]) {
    const lines = rounds(width, berlin);
    assert.ok(
      has(lines, 'SEED BLOCK  START        ERA') && has(lines, '6,480,720  06-11 20:48  P11'),
      `${width}`,
    );
    assert.ok(!has(lines, 'LOCAL') && !has(lines, 'Berlin'));
  }
  const wide = rounds(120, berlin);
  assert.ok(has(wide, 'START        LOCAL        ERA') && has(wide, '06-11 20:48  06-11 22:48  P11'));
  assert.match(wide[0] ?? '', /UTC, local Europe\/Berlin/);
  assert.ok(!has(rounds(120), 'LOCAL') && has(rounds(120), 'START'));
  const tokyo = rounds(100, { timeZone: 'Asia/Tokyo' });
  assert.ok(has(tokyo, '06-12 05:48') && /Asia\/Tokyo/.test(tokyo[0] ?? ''));
  assert.ok(!has(rounds(80), 'START'), 'a narrow window has no room for it');
  for (const width of [100, 120])
    assert.ok(!has(rounds(width, berlin, null), 'START'), 'no round has a time');
});

test('the tabs of a round say its start in full, in the zone of the screen', () => {
  const of = (seedTime: string | null, timeZone: string, ...keys: string[]): string => {
    const world = worldOf({ size: { columns: 100, rows: 30 }, timeZone }, timed(seedTime));
    return frameLines(pressAll(initialState('dark'), ['G', 'enter', ...keys], world), world)
      .map(textOf)
      .join('\n');
  };
  for (const tab of ['1', '4']) {
    assert.match(of(START, 'UTC', tab), /SEED +block 6,480,720 .*2026-06-11 20:48:00 UTC/);
    assert.match(of(START, 'Asia/Tokyo', tab), /2026-06-12 05:48:00 Asia\/Tokyo/);
    assert.doesNotMatch(of(null, 'UTC', tab), /20\d\d-/);
  }
});
