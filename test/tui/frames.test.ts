// Every screen in a real terminal, at the sizes that the design names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FINISHED, HOSTILE, UNFINISHED } from './sample.js';
import { buildEntry, openScreen, remove, type Screen, writeJournals } from './terminal.js';

const ESC = '\u001b';
const COLOUR = new RegExp(`${ESC}\\[(?:\\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\\d+)*m`);
const SEQUENCE = new RegExp(`${ESC}\\[[0-9;?]*[A-Za-z]`, 'g');

const SIZES = [
  [120, 40],
  [100, 30],
  [80, 24],
  [60, 20],
] as const;

let out = '';
let folder = '';
before(async () => {
  out = await buildEntry();
  folder = writeJournals(out, 'frames', { '7c1f09.replay.jsonl': FINISHED, 'ab12cd.journal': UNFINISHED });
});
after(() => remove(out));

/** Keys that lead from the screen before to the next one, and what that shows. */
const TOUR: readonly (readonly [keys: string, shows: RegExp, name: string])[] = [
  ['', /VERDICT/, 'rounds'],
  ['jjjj', /> #9002/, 'rounds, wrong crown selected'],
  ['\r', /\[1 Duel\]/, 'round'],
  ['G', /1 setting \(default\)/, 'round, scrolled'],
  ['2', /DELTA/, 'prompts'],
  ['4', /REASON/, 'inputs'],
  ['w', /> Weights/, 'weights'],
  ['?', /Search: _/, 'help'],
];

const wraps = (screen: Screen): boolean => {
  const buffer = screen.term.buffer.active;
  return Array.from({ length: screen.term.rows }, (_, y) => buffer.getLine(y)?.isWrapped === true).includes(
    true,
  );
};

/** What holds for every frame: source on top, hints at the bottom, one free row, nothing wrapped, nothing scrolled away. */
const check = (screen: Screen, name: string, rows: number): void => {
  const lines = screen.rows();
  assert.match(lines[0] ?? '', /^recrown .*SYNTHETIC.*small-quasar.*T0.*\? help$/, `${name}: header`);
  assert.equal(lines[rows - 1], '', `${name}: the last row stays free`);
  assert.match(lines[rows - 2] ?? '', /\? help$|esc close$|everything is on the screen$/, `${name}: hints`);
  assert.notEqual(lines[rows - 2], '', `${name}: hints`);
  assert.equal(wraps(screen), false, `${name}: a line is wrapped`);
  assert.equal(screen.term.buffer.active.baseY, 0, `${name}: the frame scrolled`);
  assert.equal(screen.term.buffer.active.type, 'alternate');
};

for (const [cols, rows] of SIZES)
  test(`every screen fits ${cols} x ${rows}`, async () => {
    const screen = openScreen(out, { folder }, { cols, rows });
    for (const [keys, shows, name] of TOUR) {
      screen.type(keys);
      await screen.until((text, lines) => shows.test(text) && lines[rows - 2] !== '', name);
      check(screen, name, rows);
    }
    screen.type('\u001b');
    await screen.until((text) => !text.includes('Search:'));
    screen.type('p');
    const live = await screen.until((text) => text.includes('STAGE') && text.includes('esc back'), 'live');
    check(screen, 'live', rows);
    assert.match(live, /recrown audit 9005\.\.9006 --resume ab12cd/, 'the resume command is whole');
    screen.type('q');
    assert.equal(await screen.ended(), 0);
  });

test('every verdict is readable without colour, and no colour is sent', async () => {
  const screen = openScreen(out, { folder, color: false }, { env: { NO_COLOR: '1' } });
  const text = await screen.until((now) => now.includes('> #9006'));
  for (const [round, verdict] of [
    [9001, '✓ confirmed'],
    [9002, '✗ wrong crown'],
    [9003, '≈ inconclusive *'],
    [9004, '! unverifiable *'],
    [9005, '○ consistent'],
    [9006, '· not replayed'],
  ] as const)
    assert.ok(
      text.split('\n').some((line) => line.includes(`#${round}`) && line.includes(verdict)),
      `${round}`,
    );
  assert.ok(text.includes('▲'), 'a moved crown');
  screen.type('jjjj\r');
  await screen.until((now) => now.includes('[1 Duel]'));
  screen.type('q');
  assert.equal(await screen.ended(), 0);
  assert.ok(!COLOUR.test(screen.raw()), 'a colour was sent');
  assert.ok(screen.raw().includes('\u001b[1m'), 'bold stays');
});

test('ASCII: nothing but 0x20 to 0x7e reaches the terminal as text', async () => {
  const ways: { options: object; env: Record<string, string> }[] = [
    { options: { ascii: true }, env: {} },
    { options: {}, env: { LC_ALL: 'C', LANG: 'C' } },
  ];
  for (const given of ways) {
    const screen = openScreen(out, { folder, ...given.options }, { env: given.env });
    for (const [keys, shows] of TOUR) {
      screen.type(keys);
      await screen.until((text) => shows.test(text));
    }
    screen.type('\u001b');
    await screen.until((text) => !text.includes('Search:'));
    screen.type('p');
    await screen.until((text) => text.includes('STAGE'));
    screen.type('q');
    assert.equal(await screen.ended(), 0);
    const text = screen
      .raw()
      .replace(SEQUENCE, '')
      .replace(/[\r\n]/g, '');
    assert.match(text, /^[\x20-\x7e]*$/);
    assert.ok(text.includes('X wrong crown') && text.includes('~ inconclusive'));
  }
});

test('hostile names are shown as what they are and do nothing', async () => {
  const screen = openScreen(out, { folder, initial: '9004' });
  const text = await screen.until((now) => now.includes('[1 Duel]'));
  assert.ok(text.includes('evil\\x1b[2J\\x1b]52;c;aGk=\\x07\\u{202e}'), text);
  screen.type('w');
  await screen.until((now) => now.includes('> Weights'));
  screen.type('\u001b');
  await screen.until((now) => now.includes('[1 Duel]'));
  screen.type('\u001b');
  await screen.until((now) => now.includes('VERDICT  ') === false && now.includes('SEED BLOCK'));
  screen.type('y');
  await screen.until((now) => now.includes('copied'));
  screen.type('q');
  assert.equal(await screen.ended(), 0);
  const raw = screen.raw();
  assert.ok(!raw.includes(HOSTILE.slice(0, 8)), 'the clearing sequence of the name');
  assert.ok(!raw.includes('\u001b]52;c;aGk='), 'the clipboard sequence of the name');
  for (const char of ['\u202e', '\u200b', '\u009b']) assert.ok(!raw.includes(char), JSON.stringify(char));
});
