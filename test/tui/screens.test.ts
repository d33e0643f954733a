// Every screen as lines, at the sizes that the design names: cheap, because nothing is drawn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERDICT_MARKS } from '../../src/report/figures/marks.js';
import { type Line, lineCells } from '../../src/tui/present/line.js';
import { frameLines } from '../../src/tui/screens/frameLines.js';
import { viewScreen } from '../../src/tui/screens/viewScreen.js';
import { initialState } from '../../src/tui/state/app.js';
import { pagedText } from '../../src/tui/state/pagedText.js';
import { styleOf, THEMES } from '../../src/tui/theme.js';
import { TERMINAL } from './hostile.js';
import { FINISHED, HOSTILE, round, start } from './sample.js';
import { pressAll, screensOf, viewOf, worldOf } from './world.js';

const SIZES = [
  [120, 40],
  [100, 30],
  [80, 24],
  [60, 20],
  [200, 70],
] as const;

const textOf = (line: Line): string => line.map((part) => part.text).join('');
const textsOf = (lines: readonly Line[]): string => lines.map(textOf).join('\n');

/** What no terminal may get as text. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

for (const [columns, rows] of SIZES)
  for (const charset of ['unicode', 'ascii'] as const)
    test(`every screen fits ${columns} x ${rows} in ${charset}`, () => {
      const world = worldOf({ size: { columns, rows }, charset });
      for (const [name, state] of Object.entries(screensOf(world))) {
        const lines = frameLines(state, world);
        assert.equal(lines.length, rows - 1, `${name}: one row stays free`);
        for (const line of lines) assert.ok(lineCells(line) <= columns, `${name}: ${textOf(line)}`);
        const text = lines.map(textOf);
        assert.ok(!CONTROL.test(text.join('')), name);
        if (charset === 'ascii') assert.match(text.join(''), /^[\x20-\x7e]*$/, name);
        assert.match(text[0] ?? '', /^recrown .*SYNTHETIC.*\? help$/, name);
        assert.notEqual((text.at(-1) ?? '').trim(), '', `${name}: hints`);
        assert.ok(text.slice(3, -1).join('').trim() !== '', `${name}: a body`);
      }
    });

test('each screen shows what it is for', () => {
  const world = worldOf({ size: { columns: 120, rows: 40 } });
  const screens = screensOf(world);
  const shows = (name: keyof typeof screens): string => textsOf(frameLines(screens[name], world));
  assert.match(shows('prompts'), /king better on \d+ .*\n.*prompt \d+: (king|challenger) better by/);
  assert.match(shows('prompts'), /without it: mean [+-]0\.\d+ {3}lcb/);
  const quality = textsOf(frameLines(pressAll(screens.quality, ['h'], world), world));
  assert.match(quality, /aime_bench +0\.10 +0\.1250 +0\.0000 +-0\.1250 +declared/);
  assert.match(quality, /arc_bench .*absent .*absent/, 'absent is a word, not a zero');
  assert.match(shows('inputs'), /SEED +block .*cutoff .*\nTEXT .*300 drawn, 160 scored/);
  assert.match(shows('claim'), /lower bound +\+0\.01112 +/);
  assert.match(shows('log'), /evaluate +u181 contrib tail_bucket: prompts 0 to 159 \(160\)/);
  assert.match(shows('eras'), /P11 <.*\d+ +\d+.* yes /);
  assert.match(shows('reigns'), /rounds held: {2}u240 \d/);
  assert.match(shows('pairs'), /P10 +P11 +what P11 changed/);
  assert.match(shows('compare'), /A crowned +1 +1/);
  assert.match(shows('compare'), /> #9002 +u240 +held +CHANGES +replayed +quality_floor/);
  assert.match(shows('doctor'), /FAIL {2}snapshot snapshots\/demo: damaged/);
  assert.match(shows('liveLog'), /log, all stages: 1-\d+ of \d+/);
  assert.match(shows('palette'), /: re_/);
  assert.match(shows('help'), /The same as JSON: {2}recrown crowns --json/);
  assert.match(shows('live'), /Rounds > Replay ab12cd/);
});

test('the compare table counts each round once', () => {
  const world = worldOf({ size: { columns: 100, rows: 30 } });
  const text = textsOf(frameLines(screensOf(world).compare, world));
  // Kings: 181, 181, 240, 181. 9001 both crown u240; 9002 only A does; 9003 both leave it; 9004 cannot be told.
  assert.match(text, /A held +1 +0/);
  assert.match(text, /A crowned +1 +1/);
  assert.match(text, /1 cannot be paired/);
});

test('every screen names a command, and its words hold no text of others', () => {
  const world = worldOf();
  for (const [name, state] of Object.entries(screensOf(world))) {
    const { command } = viewScreen(state, world);
    assert.ok(command.length > 0, name);
    assert.ok(
      command.every((word) => /^[\w.:-]+$/.test(word)),
      `${name}: ${command.join(' ')}`,
    );
  }
  assert.deepEqual(viewScreen(screensOf(world).prompts, world).command, [
    'pairs',
    '9003',
    '--replay',
    '7c1f09',
    '--json',
  ]);
  assert.deepEqual(viewScreen(screensOf(world).weights, world).command, [
    'show',
    '9003',
    '--replay',
    '7c1f09',
    '--json',
  ]);
});

test('hostile names reach no screen as what they are', () => {
  for (const [at, text] of TERMINAL.entries()) {
    const base = round(9002, 'wrong-crown');
    const hostile = <T extends { hotkey: string; repo: string; revision: string }>(one: T): T => ({
      ...one,
      hotkey: text,
      repo: text,
      revision: text,
    });
    const result = {
      ...base,
      summary: text,
      causeNote: text,
      reasons: [text],
      eraId: text,
      seedHash: text as never,
      king: base.king === null ? null : hostile(base.king),
      challengers: base.challengers.map((one) => ({
        ...hostile(one),
        gates: [
          { name: `quality ${text}`, measured: text, comparator: 'is' as const, threshold: text, ok: false },
        ],
      })),
      contenders: base.contenders.map((one) => ({ ...one, hotkey: text, reason: text })),
      validators: base.validators.map((one) => ({ ...one, hotkey: text, note: text })),
      decisions: base.decisions.map((one) => ({ ...one, reason: text, setting: text })),
      claimedHotkeys: [text],
      breaches: [
        { code: text, nature: 'breach' as const, title: text, uid: 1, decisive: true, evidence: [text] },
      ],
    };
    const spec = { ...start().spec, rounds: [9002], snapshot: { name: text, digest: 'd', agreed: false } };
    const records = FINISHED.filter((one) => one.type === 'scores' || one.type === 'plan');
    const views = [viewOf([{ ...start(), id: text, spec }, ...records, { type: 'round', result }], '/r/1')];
    const size = { columns: 100, rows: 30 };
    const charset = at % 2 === 0 ? ('unicode' as const) : ('ascii' as const);
    const world = worldOf({ size, charset, header: { subnet: text, offline: true } }, views);
    const first = initialState('dark');
    for (const keys of [
      [],
      ['enter'],
      ['enter', '2'],
      ['enter', '3'],
      ['enter', '4'],
      ['enter', '5'],
      ['enter', '6'],
      ['w'],
      ['K'],
      ['t'],
      ['p'],
      ['p', 'L'],
      ['c'],
      [':', '9'],
      ['?'],
    ]) {
      const state = pressAll(first, keys, world);
      const lines = frameLines(state, world);
      assert.equal(lines.length, size.rows - 1);
      for (const line of lines) {
        assert.ok(lineCells(line) <= size.columns, `${at} ${keys.join(' ')}`);
        assert.ok(!CONTROL.test(textOf(line)), `${at} ${keys.join(' ')}: ${JSON.stringify(textOf(line))}`);
      }
      assert.ok(!CONTROL.test(pagedText(state, world).replaceAll('\n', '')), `${at} ${keys.join(' ')} pager`);
    }
  }
});

test('every verdict is a mark and a word in every theme, and no theme hides a token', () => {
  const world = worldOf({ size: { columns: 100, rows: 30 }, charset: 'ascii' });
  const text = textsOf(frameLines(initialState('dark'), world));
  for (const [round, verdict] of [
    [9001, 'confirmed'],
    [9002, 'wrong-crown'],
    [9003, 'inconclusive'],
    [9004, 'unverifiable'],
    [9005, 'consistent'],
    [9006, 'not-replayed'],
  ] as const) {
    const { ascii, word } = VERDICT_MARKS[verdict];
    const line = text.split('\n').find((one) => one.includes(`#${round}`)) ?? '';
    assert.ok(line.includes(`${ascii} ${word}`), line);
  }
  const looks = (theme: (typeof THEMES)[number]) =>
    (['confirmed', 'wrong-crown', 'inconclusive', 'unverifiable'] as const).map((verdict) =>
      JSON.stringify(styleOf(`verdict.${verdict}`, theme)),
    );
  for (const theme of THEMES) assert.equal(new Set(looks(theme)).size, 4, theme);
  assert.ok(!/red|green/.test(looks('cvd').join('')), 'blue and orange');
  assert.ok(!/color/i.test(looks('none').join('')), 'no colour at all');
});

test('10,000 rounds: lists show a window of them, and every key still answers', () => {
  const results = Array.from({ length: 10_000 }, (_, at) =>
    round(at + 1, at % 997 === 0 ? 'wrong-crown' : 'confirmed', { validators: [], reasons: [] }),
  );
  const spec = { ...start().spec, rounds: results.map((one) => one.roundId) };
  const records = results.map((result) => ({ type: 'round' as const, result }));
  const world = worldOf({ size: { columns: 120, rows: 40 } }, [
    viewOf([{ ...start(), spec }, ...records], '/r/1'),
  ]);
  const first = initialState('dark');
  for (const keys of [
    ['G'],
    ['g'],
    ['s'],
    ['f'],
    ['/', ...'wrong', 'enter'],
    ['K'],
    [':', '9', '9'],
    ['p', 'L', 'G'],
    ['v', 'G', 'v'],
  ]) {
    const state = pressAll(first, keys, world);
    assert.equal(frameLines(state, world).length, 39, keys.join(' '));
  }
  const found = pressAll(first, ['/', ...'verdict:wrong', 'enter'], world);
  assert.match(textsOf(frameLines(found, world)), /"verdict:wrong": 11 of 10000/);
  assert.equal(pressAll(first, ['v', 'G', 'v'], world).rounds.marked.length, 10_000);
  assert.equal(
    pagedText(first, world)
      .split('\n')
      .filter((line) => / #\d+ /.test(line)).length,
    10_000,
    'the pager has them all',
  );
});

test('the sample is hostile enough to mean something', () => {
  assert.ok(CONTROL.test(HOSTILE));
});
