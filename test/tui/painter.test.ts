// What is sent to the terminal for a frame: rows that changed, in their place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import xterm from '@xterm/headless';
import { createPainter } from '../../src/tui/createPainter.js';
import { rowText } from '../../src/tui/rowText.js';
import { sizeOf } from '../../src/tui/startApp.js';

const size = { columns: 20, rows: 5 };
/** Longer than the tests take: a later frame is one that waits. */
const LONG = 1_000_000;

const opened = (shortestMs: number) => {
  const sent: string[] = [];
  const painter = createPainter((text) => sent.push(text), shortestMs);
  return { painter, sent };
};

const shown = async (sent: readonly string[], { columns, rows } = size): Promise<string[]> => {
  const term = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((resolve) => term.write(sent.join(''), resolve));
  return Array.from({ length: rows }, (_, y) => term.buffer.active.getLine(y)?.translateToString(true) ?? '');
};

test('only rows that differ are sent, and the window shows the whole frame', async () => {
  const { painter, sent } = opened(LONG);
  const full = 'x'.repeat(size.columns);
  painter.paint(['one', full, 'three'], size);
  assert.deepEqual(
    await shown(sent),
    ['one', full, 'three', '', ''],
    'a row as wide as the window keeps its last cell',
  );
  painter.stop();
  const later = opened(0);
  later.painter.paint(['one', full, 'three'], size);
  await new Promise((resolve) => setTimeout(resolve, 5));
  later.painter.paint(['one', 'two'], size);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(later.sent.length, 2);
  assert.ok(!later.sent[1]?.includes('one'), 'an equal row is not sent again');
  assert.deepEqual(await shown(later.sent), ['one', 'two', '', '', ''], 'a row that is left out is emptied');
  later.painter.paint(['one', 'two'], size);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(later.sent.length, 2, 'an equal frame sends nothing');
  later.painter.stop();
});

test('of frames within one moment the first and the newest are drawn', async () => {
  const { painter, sent } = opened(20);
  for (const text of ['a', 'b', 'c']) painter.paint([text], size);
  assert.equal(sent.length, 1);
  for (let at = 0; at < 1000 && sent.length < 2; at += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(sent[0]?.includes('a') && sent[1]?.includes('c'));
  painter.stop();
});

test('another size and a redraw wipe the window; after its end nothing is drawn', async () => {
  const { painter, sent } = opened(0);
  painter.paint(['one', 'two'], size);
  sent.push('\u001b[1;1HNOISE\u001b[5;1HNOISE');
  painter.redraw();
  assert.deepEqual(await shown(sent), ['one', 'two', '', '', '']);
  await new Promise((resolve) => setTimeout(resolve, 5));
  sent.push('\u001b[4;1HNOISE');
  painter.paint(['one', 'two'], { columns: 18, rows: 4 });
  assert.deepEqual((await shown(sent)).slice(0, 4), ['one', 'two', '', '']);
  const before = sent.length;
  painter.stop();
  painter.paint(['three'], size);
  painter.redraw();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(sent.length, before);
});

test('a row is its text without the blanks at its end', () => {
  assert.equal(rowText([{ text: 'one ' }, { text: '  ' }], 'dark'), 'one');
  assert.equal(rowText([], 'dark'), '');
  assert.equal(rowText([{ text: '  a' }, { text: '', token: 'notice' }], 'none'), '  a');
});

test('a terminal that lies about its size is not believed beyond reason', () => {
  assert.deepEqual(sizeOf({ columns: 100, rows: 30 }), { columns: 100, rows: 30 });
  assert.deepEqual(sizeOf({ columns: 65_000, rows: 60_000 }), { columns: 400, rows: 160 });
  for (const none of [undefined, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.deepEqual(sizeOf(none === undefined ? {} : { columns: none, rows: none }), {
      columns: 80,
      rows: 24,
    });
});
