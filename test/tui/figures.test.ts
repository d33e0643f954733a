import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crownReigns } from '../../src/report/crownReigns.js';
import { certainty, eraList } from '../../src/report/eraList.js';
import { centredBar } from '../../src/report/figures/centredBar.js';
import { reignLetters, renderReignLine } from '../../src/report/figures/reignLine.js';
import { pairedPrompts } from '../../src/report/pairedPrompts.js';
import { pairedSummary } from '../../src/report/pairedSummary.js';
import { axisRows } from '../../src/tui/present/axesTable.js';
import { declaredAxes } from '../../src/tui/present/declaredAxes.js';
import { orderPrompts } from '../../src/tui/present/promptsTable.js';
import { contender, HOSTILE, INPUTS, plan, round, scores, start } from './sample.js';
import { VIEWS, viewOf } from './world.js';

test('a reign ends with its holder, also when a UID keeps its number and changes hands', () => {
  const of = (roundId: number, uid: number | null, hotkey?: string) =>
    round(roundId, 'confirmed', {
      claimedUid: uid,
      claimedHotkeys: hotkey === undefined ? [] : [hotkey],
      king: contender(1),
      challengers: [],
    });
  const reigns = crownReigns([
    of(1, 7, 'a'),
    of(2, 7, 'a'),
    of(3, 7, 'b'),
    of(4, 7),
    of(5, null),
    round(9, 'wrong-crown', { claimedUid: 8, claimedHotkeys: ['c'] }),
  ]);
  assert.deepEqual(
    reigns.map(({ uid, hotkey, fromRound, toRound, rounds, wrong, conditional }) => [
      uid,
      hotkey,
      fromRound,
      toRound,
      rounds,
      wrong,
      conditional,
    ]),
    [
      [7, 'a', 1, 2, 2, 0, false],
      [7, 'b', 3, 4, 2, 0, false],
      [null, null, 5, 5, 1, 0, false],
      [8, 'c', 9, 9, 1, 1, true],
    ],
  );
  assert.deepEqual(crownReigns([]), []);
});

test('the reign line is to scale, marks what stands on a wrong crown, and leaves gaps', () => {
  const spans = [
    { from: 1, to: 6, uid: 1, hotkey: 'x', conditional: false },
    { from: 9, to: 10, uid: 2, hotkey: 'y', conditional: true },
  ];
  const letters = reignLetters([...spans, { uid: 1, hotkey: 'x' }, { uid: null }]);
  assert.deepEqual(letters, ['a', 'b', 'a', '.']);
  assert.deepEqual(renderReignLine(spans, letters, 100), { holders: 'aaaaaa  bb', marks: '        **' });
  assert.equal(renderReignLine(spans, letters, 5).holders.length, 5);
  assert.deepEqual(renderReignLine([], [], 10), { holders: '', marks: '' });
});

test('a centred bar has its sign, its share, and one cell for the least', () => {
  assert.equal(centredBar(-0.4, 0.4, 11, 'ascii'), '<<<<<|     ');
  assert.equal(centredBar(0.2, 0.4, 11, 'ascii'), '     |>>>  ');
  assert.equal(centredBar(1e-9, 0.4, 11, 'ascii'), '     |>    ');
  assert.equal(centredBar(0, 0.4, 11, 'ascii'), '     |     ');
  assert.equal(centredBar(Number.NaN, 0.4, 11, 'ascii'), '     |     ');
  assert.equal(centredBar(9, 0.4, 11, 'unicode'), '     │█████');
});

test('prompts know their text and their draw, and orders hold', () => {
  const teacher = {
    type: 'teacher' as const,
    roundId: 9001,
    capture: 'c'.repeat(64),
    from: 0,
    count: 2,
    sha256: '1'.repeat(64),
    prompts: [
      { index: 4, sha256: 'a'.repeat(64), tokens: 'b'.repeat(64) },
      { index: 9, sha256: 'd'.repeat(64), tokens: 'b'.repeat(64) },
    ],
  };
  const view = {
    plans: [plan(9001)],
    scores: [scores(9001, 181, 9), scores(9001, 240, 9)],
    teacher: [teacher],
  };
  const paired = pairedPrompts(view, 9001, 181, 240);
  assert.deepEqual(
    paired?.prompts.slice(0, 3).map(({ index, draw, sha256 }) => [index, draw, sha256?.charAt(0) ?? null]),
    [
      [0, 4, 'a'],
      [1, 9, 'd'],
      [2, null, null],
    ],
  );
  assert.equal(pairedPrompts(view, 9001, 181, 77), null);
  const prompts = paired?.prompts ?? [];
  const deltas = (order: Parameters<typeof orderPrompts>[1]): number[] =>
    orderPrompts(prompts, order).map((one) => one.delta);
  assert.deepEqual(
    deltas('challenger better first'),
    [...deltas('by index')].sort((a, b) => b - a),
  );
  assert.equal(
    Math.abs(deltas('largest difference first')[0] ?? 0),
    Math.max(...deltas('by index').map(Math.abs)),
  );
  const mean = deltas('by index').reduce((sum, one) => sum + one, 0) / prompts.length;
  assert.ok(Math.abs((pairedSummary(prompts, 'P11')?.mean ?? 0) - mean) < 1e-12);
  assert.equal(pairedSummary(prompts, null)?.lcb, null, 'no bound without rules');
  assert.equal(pairedSummary(prompts.slice(0, 1), 'P11'), null);
});

test('declared axes: absent is not 0, and nothing of a hostile file is taken for a number', () => {
  const view = VIEWS[0];
  assert.ok(view);
  const known = declaredAxes(view, 9002, 240);
  const rows = axisRows(known ?? { king: {}, challenger: {} }, {
    axisWeights: { aime_bench: 0.1, arc_bench: 0.2, kl: 0.15 },
    relativeAxes: ['kl'],
  });
  const of = (axis: string) => rows.find((one) => one.axis === axis);
  assert.equal(of('aime_bench')?.challenger, 0);
  assert.equal(of('arc_bench')?.challenger, null);
  assert.equal(of('kl')?.isQuality, false);
  assert.deepEqual(
    rows.filter((one) => one.isQuality).map((one) => one.axis),
    ['arc_bench', 'aime_bench'],
    'the heaviest first',
  );
  assert.deepEqual(declaredAxes(view, 9002, 9)?.challenger, { capability: null, [HOSTILE]: 0.5 });
  assert.equal(declaredAxes(view, 9001, 240), null);
  for (const input of [
    null,
    7,
    [],
    'x',
    { king: 1, challengers: 2 },
    { challengers: [null, { uid: 240, composite: [] }] },
  ]) {
    const [record] = INPUTS;
    const bad = viewOf([start(), { ...record, input } as never], '/r/1');
    assert.equal(declaredAxes(bad, 9002, 240), null, JSON.stringify(input));
  }
});

test('the list of eras has no gap, and each change names both sides', () => {
  const eras = eraList();
  eras.slice(1).forEach((era, at) => {
    assert.equal(eras[at]?.until, era.from.block);
  });
  assert.ok(eras.filter((era) => era.judged).length >= 9);
  const p11 = eras.find((era) => era.id === 'P11');
  assert.ok(
    p11 &&
      p11.changed.length > 0 &&
      p11.changed.every((one) => JSON.stringify(one.before) !== JSON.stringify(one.after)),
  );
  assert.equal(
    certainty({ block: 5, earliest: 5, latest: 5, basis: 'configured', why: '' }),
    'exact (configured)',
  );
  assert.equal(
    certainty({ block: 5, earliest: 3, latest: 9, basis: 'guess', why: '' }),
    'guess, -2/+4 blocks',
  );
});
