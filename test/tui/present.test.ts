import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowDistance } from '../../src/report/figures/rowShares.js';
import { collectRounds, orderChallengers } from '../../src/report/roundRow.js';
import { copyThroughTerminal } from '../../src/tui/clipboard.js';
import { knowsUnicode } from '../../src/tui/openTui.js';
import { contenderColumns } from '../../src/tui/present/contendersTable.js';
import { explanationLines } from '../../src/tui/present/explanation.js';
import { headerLine } from '../../src/tui/present/header.js';
import { fitLine, fitParts, type Line, lineCells, pad, span, wrap } from '../../src/tui/present/line.js';
import { liveBody } from '../../src/tui/present/liveBody.js';
import type { Look } from '../../src/tui/present/look.js';
import { pairedDeltas } from '../../src/tui/present/pairedDeltas.js';
import { passesOf, roundInWork, stagesOf } from '../../src/tui/present/progress.js';
import { roundBody } from '../../src/tui/present/roundBody.js';
import { roundColumns } from '../../src/tui/present/roundsTable.js';
import { fitColumns, tableLines } from '../../src/tui/present/table.js';
import { observe, timeLeft } from '../../src/tui/present/timeLeft.js';
import { totalsLine } from '../../src/tui/present/totals.js';
import { rowText } from '../../src/tui/present/weightsTable.js';
import { challenger, contender, plan, round, scores, start, UNFINISHED, validator } from './sample.js';
import { VIEWS, viewOf } from './world.js';

const look = (width: number, charset: Look['charset'] = 'ascii'): Look => ({ charset, width, height: 19 });
const textOf = (line: Line): string => line.map((part) => part.text).join('');
const textsOf = (lines: readonly Line[]): string => lines.map(textOf).join('\n');

test('the difference is king minus challenger, prompt by prompt, on the same text', () => {
  const view = {
    plans: [plan(9001)],
    scores: [scores(9001, 181, 100), scores(9001, 181, 60, 100), scores(9001, 240, 150)],
  };
  const paired = pairedDeltas(view, 9001, 181, 240);
  assert.equal(paired?.deltas.length, 150, 'only prompts that both have');
  const king = scores(9001, 181, 160).kl[7] ?? 0;
  const other = scores(9001, 240, 160).kl[7] ?? 0;
  assert.equal(paired?.deltas[7], king - other);
  assert.equal(
    pairedDeltas(
      { plans: [], scores: [scores(9001, 181, 9), { ...scores(9001, 240, 9), capture: 'other' }] },
      9001,
      181,
      240,
    ),
    null,
  );
  assert.equal(
    pairedDeltas(
      { plans: [], scores: [scores(9001, 181, 9), scores(9001, 240, 9, 0, 'plain')] },
      9001,
      181,
      240,
    ),
    null,
    'the other form does not decide',
  );
});

test('challengers are ordered by lower bound', () => {
  const result = round(1, 'confirmed', {
    challengers: [
      challenger(1, -0.1),
      challenger(2, 0.2),
      challenger(3, 0, { replayed: null, claimed: null }),
    ],
  });
  assert.deepEqual(
    orderChallengers(result).map((one) => one.uid),
    [2, 1, 3],
  );
});

test('a sealed result wins over an open one, a result over none', () => {
  const open = viewOf(
    [start({ id: 'aaaaaa', spec: { ...start().spec, rounds: [9001, 9007] } })],
    '/r/aaaaaa',
  );
  const rows = collectRounds([...VIEWS, open]);
  assert.deepEqual(
    rows.map((row) => row.roundId),
    [9001, 9002, 9003, 9004, 9005, 9006, 9007],
  );
  assert.equal(rows[0]?.replay.id, '7c1f09');
  assert.equal(rows[6]?.verdict, 'not-replayed');
  const other = viewOf(
    [
      start({
        id: 'bbbbbb',
        spec: { ...start().spec, snapshot: { name: 'b', digest: 'b', agreed: false }, rounds: [9001] },
      }),
    ],
    '/r/b',
  );
  assert.equal(collectRounds([...VIEWS, other]).length, 7, 'another snapshot is another world');
});

test('what is not known never looks like a UID', () => {
  const words = (verdict: Parameters<typeof round>[1]) =>
    collectRounds([viewOf([start(), { type: 'round', result: round(9001, verdict) }], '/r')])[0]?.replayed;
  assert.deepEqual(
    [words('inconclusive'), words('policy-split'), words('unverifiable'), words('wrong-crown')],
    ['either', 'split', '-', 'held'],
  );
});

test('columns are given up in their order and numbers are never cut', () => {
  const titles = (width: number) =>
    fitColumns(roundColumns(look(width), false, []), width).map((column) => column.title);
  assert.ok(titles(120).includes('CAUSE'));
  assert.ok(titles(100).includes('MODE') && titles(100).includes('CH'));
  assert.ok(!titles(80).includes('MODE') && !titles(80).includes('CH') && titles(80).includes('CHKD'));
  for (const title of ['ROUND', 'KING', 'CLAIMED', 'VERDICT']) assert.ok(titles(40).includes(title), title);
  assert.equal(
    fitParts(
      [
        { text: 'u1', rank: 0 },
        { text: 'mean +0.00810', rank: 1 },
      ],
      12,
    ),
    'u1  ..',
  );
  assert.equal(
    rowText(
      [
        [1, 90],
        [2, 10],
      ],
      20,
    ),
    'u1 90.0%, u2 10.0%',
  );
  assert.equal(
    rowText(
      [
        [1, 90],
        [2, 10],
      ],
      12,
    ),
    'u1 90.0% +1',
  );
});

test('no line is wider than the window, with wide characters too', () => {
  const names = ['模型🚀研究所'.repeat(12), 'e\u0301'.repeat(90), 'مرحبا '.repeat(30)];
  const contenders = names.map((name, uid) => ({
    uid,
    hotkey: name,
    in: true,
    role: null,
    reason: name,
    contender: null,
    plans: 'some' as const,
    prechecks: [],
  }));
  for (const width of [60, 80, 100, 120])
    for (const charset of ['ascii', 'unicode'] as const) {
      const lines = tableLines({
        columns: contenderColumns(look(width, charset)),
        rows: contenders,
        selected: 1,
        width,
        height: 5,
      });
      const result = round(9001, 'wrong-crown', {
        king: contender(181, { repo: names[0] }),
        reasons: names,
        summary: names[0],
      });
      const view = viewOf([start(), { type: 'round', result }], '/r');
      const rows = collectRounds([view]);
      const all = [
        ...lines,
        ...roundBody(view, result, 0, look(width, charset)),
        ...explanationLines(rows[0] ?? null, rows, look(width, charset)),
      ];
      for (const line of all) assert.ok(lineCells(line) <= width, `${width}: ${textOf(line)}`);
      if (charset === 'ascii') for (const line of all) assert.match(textOf(line), /^[\x20-\x7e]*$/);
    }
});

test('lines: cutting says so, padding is exact, wrapping loses nothing', () => {
  assert.equal(textOf(fitLine([span('abc'), span('defgh')], 6)), 'abcd..');
  assert.equal(textOf(fitLine([span('abc'), span('def')], 6)), 'abcdef');
  assert.equal(lineCells(fitLine([span('模型模型')], 5)), 4);
  assert.equal(pad('模型', 5), '模型 ');
  assert.equal(pad('7', 3, 'right'), '  7');
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
  assert.equal(wrap('x'.repeat(20), 6).join(''), 'x'.repeat(20));
});

test('the header never drops that the data are synthetic, nor the profile', () => {
  const view = VIEWS[0] ?? null;
  const long = view && {
    ...view,
    start: { ...view.start, profile: { ...view.start.profile, name: 'profile-with-a-very-long-name' } },
  };
  for (const width of [60, 80, 100, 120]) {
    const text = textOf(headerLine(view, 'P11', { subnet: 'SN24 quasar', offline: true }, look(width)));
    for (const part of ['recrown', 'SYNTHETIC', 'small-quasar', 'P11', 'T0', '? help'])
      assert.ok(text.includes(part), `${width}: ${part}`);
    assert.ok(text.length <= width);
    const cut = textOf(
      headerLine(long as typeof view, 'P11', { subnet: 'SN24 quasar', offline: true }, look(width)),
    );
    assert.ok(cut.includes('SYNTHETIC') && cut.includes('profile-wi') && cut.length <= width);
  }
  const real = view && { ...view, start: { ...view.start, synthetic: false, profile: null } };
  assert.ok(
    !textOf(headerLine(real, 'P11', { subnet: 's', offline: false }, look(80))).includes('SYNTHETIC'),
  );
});

test('the totals name all seven verdicts', () => {
  const rows = collectRounds(VIEWS);
  for (const width of [60, 140]) {
    const text = textOf(totalsLine(rows, look(width)));
    for (const mark of ['=', 'o', 'X', 'p', '~', '!', '.', '*'])
      assert.ok(text.includes(`${mark} `), `${width}: ${mark} in ${text}`);
    assert.match(text, /X 1/);
  }
});

test('the distance of rows is half the sum of the differences of shares', () => {
  assert.equal(rowDistance(validator(1, 1, 'equal')), 0);
  assert.equal(rowDistance(validator(1, 1, 'differs'))?.toFixed(4), (65535 / 72817).toFixed(4));
  assert.equal(rowDistance(validator(1, 1, 'hidden')), null);
  assert.equal(rowDistance(validator(1, 1, 'unset')), null);
});

test('nothing is averaged or ranked before all pairs of a model are in', () => {
  const view = viewOf(UNFINISHED, '/r/ab12cd');
  assert.equal(roundInWork(view), 9006);
  const passes = passesOf(view, 9006);
  const of = (uid: number) => passes.find((pass) => pass.uid === uid && pass.role !== 'control');
  assert.equal(of(240)?.done, 61);
  assert.equal(of(240)?.meanKl, null);
  assert.ok((of(181)?.meanKl ?? 0) > 2);
  const text = textsOf(liveBody(view, [], look(100)));
  assert.ok(!/lcb|interval \[|leads|best/.test(text.replace('No interval, gate or leader', '')));
  assert.match(text, /61\/160 *$/m, 'counts, and no mean behind them');
});

test('stages count what is on disk', () => {
  const stages = Object.fromEntries(stagesOf(viewOf(UNFINISHED, '/r/x')).map((one) => [one.stage, one]));
  assert.deepEqual([stages.chain?.done, stages.chain?.total, stages.chain?.state], [2, 2, 'done']);
  assert.deepEqual(
    [stages.evaluate?.done, stages.evaluate?.total, stages.evaluate?.state],
    [861, 1280, 'running'],
  );
  assert.deepEqual([stages.decide?.done, stages.decide?.state], [1, 'running']);
  const begun = stagesOf(viewOf(UNFINISHED.slice(0, 8), '/r/x')).find((one) => one.stage === 'evaluate');
  assert.equal(begun?.totalKnown, false, 'the plan of the second round is not written');
});

test('time left is a range from measured work, and silent before', () => {
  assert.equal(timeLeft([], 10, 10), null);
  assert.equal(
    timeLeft(
      [
        { at: 0, done: 5 },
        { at: 9, done: 6 },
      ],
      10,
      10,
    ),
    null,
    'too little measured',
  );
  const seen = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => ({ at, done: at < 4 ? at * 10 : 40 + (at - 4) * 5 }));
  const left = timeLeft(seen, 100, 200);
  assert.ok(left !== null && left.low < left.high);
  assert.equal(left?.measured, 60);
  assert.equal(left?.low, 10, '100 at the faster pace of 10 a second');
  assert.equal(left?.high, 40, '200 at the slower pace of 5 a second');
  assert.deepEqual(
    observe([{ at: 1, done: 5 }], { at: 2, done: 3 }),
    [{ at: 2, done: 3 }],
    'a journal that began anew',
  );
});

test('the clipboard sequence is right bare, in tmux and in screen', () => {
  const base64 = Buffer.from('5CXR').toString('base64');
  assert.equal(copyThroughTerminal('5CXR', {})?.sequence, `\u001b]52;c;${base64}\u0007`);
  assert.equal(
    copyThroughTerminal('5CXR', { TMUX: '/tmp/x' })?.sequence,
    `\u001bPtmux;\u001b\u001b]52;c;${base64}\u0007\u001b\\`,
  );
  assert.equal(
    copyThroughTerminal('5CXR', { STY: '1.x' })?.sequence,
    `\u001bP\u001b]52;c;${base64}\u0007\u001b\\`,
  );
  assert.match(copyThroughTerminal('5CXR', {})?.said ?? '', /^4 characters \(terminal\)$/);
  assert.equal(copyThroughTerminal('x'.repeat(100_000), {}), null);
});

test('Unicode only where the terminal says that it knows it', () => {
  assert.equal(knowsUnicode({ LANG: 'en_US.UTF-8' }, 'linux'), true);
  assert.equal(knowsUnicode({ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'linux'), false);
  assert.equal(knowsUnicode({ LANG: 'C.utf8', TERM: 'dumb' }, 'linux'), false);
  assert.equal(knowsUnicode({}, 'linux'), false);
});
