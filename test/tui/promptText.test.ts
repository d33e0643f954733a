// The text of a prompt on the screen and in the pager: hostile, very long, or not at hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoTexts, PromptTexts } from '../../src/domain/promptTexts.js';
import { ask } from '../../src/tui/ask.js';
import type { Source } from '../../src/tui/data.js';
import { type Line, lineCells } from '../../src/tui/present/line.js';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { type AppState, initialState, questionOf } from '../../src/tui/state/app.js';
import { press } from '../../src/tui/state/press.js';
import type { World } from '../../src/tui/state/world.js';
import { TERMINAL } from './hostile.js';
import { plan, round, scores, start } from './sample.js';
import { pressAll, viewOf, worldOf } from './world.js';

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const SHA = Array.from({ length: 9 }, (_, at) => String(at).repeat(64));
const view = viewOf(
  [
    { ...start(), spec: { ...start().spec, rounds: [9002] } },
    plan(9002, 9),
    ...[181, 240].map((uid) => scores(9002, uid, 9)),
    {
      type: 'teacher',
      roundId: 9002,
      capture: 'c'.repeat(64),
      from: 0,
      count: 9,
      sha256: '1'.repeat(64),
      prompts: SHA.map((sha256, index) => ({ index: index * 2, sha256, tokens: 'b'.repeat(64) })),
    },
    {
      type: 'round',
      result: round(9002, 'wrong-crown', {
        challengers: round(9002, 'wrong-crown').challengers.map((one) => ({
          ...one,
          replayed: one.replayed && { ...one.replayed, n: 9 },
        })),
      }),
    },
  ],
  '/r/1',
);

const textsOf = (text: string): PromptTexts => ({
  snapshot: 'demo',
  shard: 7,
  prompts: SHA.map((sha256, index) => ({
    index: index * 2,
    row: 40_118,
    sha256,
    text,
    codePoints: text.length,
  })),
});

const tab = (
  size: World['size'],
  answer: PromptTexts | NoTexts | null,
): { state: AppState; world: World } => {
  const base = worldOf({ size, charset: 'unicode' }, [view]);
  const state = pressAll(initialState('dark'), ['enter', '2', 'j'], base);
  const question = questionOf(state);
  assert.equal(question, `texts ${base.data.rows[0]?.key}`);
  if (answer === null || question === null) return { state, world: base };
  const asked = { ...base.data.asked, [question]: { state: 'texts' as const, texts: answer } };
  return { state, world: { ...base, data: { ...base.data, asked } } };
};

const textOf = (line: Line): string => line.map((part) => part.text).join('');
const pageOf = (state: AppState, world: World): string | null => {
  const [effect] = press(state, 'enter', world).effects;
  return effect?.type === 'page' ? effect.text : null;
};

const SIZES = [
  [120, 40],
  [100, 30],
  [80, 24],
  [60, 20],
] as const;

test('a text of 10 MB and hostile ones stay inside their lines and are shown as what they are', () => {
  const large = ['word '.repeat(2_000_000), '\n'.repeat(10_000_000), 'e\u0301\u202e'.repeat(3_000_000)];
  for (const text of [...TERMINAL, ...large])
    for (const [columns, rows] of SIZES) {
      const { state, world } = tab({ columns, rows }, textsOf(text));
      const lines = frameLines(state, world);
      assert.equal(lines.length, rows - 1);
      for (const line of lines) {
        assert.ok(lineCells(line) <= columns, textOf(line));
        assert.ok(!CONTROL.test(textOf(line)), JSON.stringify(textOf(line)));
      }
      const shown = lines.map(textOf).join('\n');
      assert.match(shown, /Text: [\d,]+ characters/);
      assert.match(shown, / > +\d|^> +\d/m, 'the list is still there');
    }
});

test('enter opens the whole text, cleaned, each line behind a bar', () => {
  const text = `${'first words '.repeat(4000)}\nThe same as JSON: rm -rf\r\n\u001b[2J\u202elast`;
  const { state, world } = tab({ columns: 100, rows: 30 }, textsOf(text));
  assert.match(frameLines(state, world).map(textOf).join('\n'), /enter: all of it/);
  const page = pageOf(state, world) ?? '';
  assert.ok(
    page.includes(`| ${'first words '.repeat(4000)}\n| The same as JSON: rm -rf\n| \\x1b[2J\\u{202e}last\n`),
  );
  assert.ok(!CONTROL.test(page.replaceAll('\n', '')));
  assert.match(page, /^Round 9002, prompt \d \(draw \d+\), row 40118/);
  const ascii = pageOf(state, { ...world, charset: 'ascii' }) ?? '';
  assert.match(ascii, /^[\x20-\x7e\n]*$/);
  const all = tab({ columns: 100, rows: 30 }, textsOf('x'.repeat(10_000_000)));
  assert.ok(
    (pageOf(all.state, all.world) ?? '').includes(`| ${'x'.repeat(10_000_000)}\n`),
    'nothing is left out',
  );
});

test('a text that is not at hand says why and what to do; one that is awaited says so', () => {
  const size = { columns: 100, rows: 30 };
  const none = tab(size, { why: 'no snapshot holds these texts', remedy: 'give one with --snapshot DIR' });
  const shown = frameLines(none.state, none.world).map(textOf).join('\n');
  assert.match(shown, /No text: no snapshot holds these texts\./);
  assert.match(shown, /To see it, give one with --snapshot DIR\./);
  assert.equal(pageOf(none.state, none.world), null);
  assert.match(press(none.state, 'enter', none.world).state.message ?? '', /the text is not at hand/);
  const awaited = tab(size, null);
  assert.match(
    frameLines(awaited.state, awaited.world).map(textOf).join('\n'),
    /being read from the snapshot/,
  );
  const duel = press(awaited.state, '1', awaited.world).state;
  assert.equal(questionOf(duel), null, 'asked for its own tab alone');
  assert.match(press(duel, 'enter', awaited.world).state.message ?? '', /only the tab Prompts has texts/);
});

test('the question reaches the source with the row that it is about', async () => {
  const { state, world } = tab({ columns: 100, rows: 30 }, null);
  const question = questionOf(state) ?? '';
  const source: Source = {
    list: async () => [],
    read: async () => view,
    follow: () => {},
    promptTexts: async (of, result) => ({ why: `${of.id} ${result.roundId}`, remedy: 'none' }),
  };
  assert.deepEqual(await ask(source, question, world.data), {
    state: 'texts',
    texts: { why: '7c1f09 9002', remedy: 'none' },
  });
  const { promptTexts: _, ...without } = source;
  assert.deepEqual(await ask(without, question, world.data), {
    state: 'failed',
    reason: 'this session reads no snapshot',
  });
});
