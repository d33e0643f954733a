import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { floorSplit } from '../../../../src/diff/breaches/floor/floorSplit.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import type { PublishedRow } from '../../../../src/domain/published.js';
import type { WeightEntry } from '../../../../src/domain/weights.js';
import { axesOf, breachInput, CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { ACTIVATION, NEXT_ACTIVATION, paying, round } from '../../chainCases.js';
import { burning, old, showing } from '../incumbent/rowCases.js';

/** Validators 1 and 2 decide for these rows. */
const states = (
  one: readonly WeightEntry[],
  other: readonly WeightEntry[],
  at = ACTIVATION + 5,
): ChainState[] => [
  showing(round.seedBlock, { 1: old(40), 2: old(40) }),
  showing(NEXT_ACTIVATION, { 1: [at, one], 2: [at, other] }),
];
const split = states(paying(CHALLENGER), paying(KING));
const between = publishedRow(CHALLENGER, { axes: axesOf(0.1) });
const find = (all: readonly ChainState[], row: PublishedRow = between, more: Partial<BreachInput> = {}) =>
  floorSplit.find(
    breachInput({ states: all, views: [publishedRound({ rows: [publishedRow(KING), row] })], ...more }),
  );

test('B4: a challenger of quality 0.1 is paid by one validator, and the incumbent by the other', () => {
  const [breach, ...rest] = find(split);
  assert.deepEqual([breach?.uid, breach?.decisive, rest.length], [CHALLENGER, false, 0]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, /crown quality of 0\.1\./);
  assert.match(evidence, /at the legal floor 0\.06 and below the legal floor 0\.2\./);
  assert.match(evidence, /pay UID 20: validators UID 1 .*Others pay UID 10: validators UID 2/);
});

test('B4: the other validator pays the fallback UID, also of a king between the floors', () => {
  assert.equal(find(states(paying(CHALLENGER), burning)).length, 1);
  const king = publishedRow(KING, { axes: axesOf(0.1) });
  assert.equal(
    find(states(paying(KING), burning), between, { views: [publishedRound({ rows: [king] })] }).length,
    1,
  );
});

test('no B4: the quality lies above both floors or below both, or is not published', () => {
  for (const axes of [axesOf(0.2), axesOf(0.05), {}])
    assert.deepEqual(find(split, publishedRow(CHALLENGER, { axes })), []);
  assert.deepEqual(find(split, between, { views: [] }), []);
});

test('no B4: the challenger lost its duel, all pay the same, or one pays somebody else', () => {
  const lost = { p: 0.2, t: 0.8, n: 300, meanDelta: 0.01, se: 0.0125, lcb: -0.0145 };
  assert.deepEqual(find(split, { ...between, tTest: lost }), []);
  assert.deepEqual(find(states(paying(CHALLENGER), paying(CHALLENGER))), []);
  assert.deepEqual(find(states(paying(CHALLENGER), paying(50))), []);
});

test('no B4: the other row is an older one, or a second validator measured it above both floors', () => {
  const late = [
    showing(round.seedBlock, { 1: old(40), 2: old(KING) }),
    showing(NEXT_ACTIVATION, { 1: [ACTIVATION + 5, paying(CHALLENGER)], 2: old(KING) }),
  ];
  assert.deepEqual(find(late), []);
  const views = [
    publishedRound({ rows: [between] }),
    publishedRound({ validatorUid: 2, rows: [publishedRow(CHALLENGER)] }),
  ];
  assert.deepEqual(find(split, between, { views }), []);
});

test('no B4: a king between the floors, and the other row pays its challenger', () => {
  const king = publishedRow(KING, { axes: axesOf(0.1) });
  const views = [publishedRound({ rows: [king] })];
  assert.deepEqual(find(states(paying(KING), paying(CHALLENGER)), between, { views }), []);
  const gone = [publishedRound({ rows: [{ ...king, disqualified: true }] })];
  assert.deepEqual(find(states(paying(KING), burning), between, { views: gone }), []);
});

test('B4 under groups of axes that a validator leaves out: decided by who leaves none out', () => {
  const off = publishedRow(CHALLENGER, { axes: axesOf(0.3), axisGroupsOff: ['bench'] });
  const both = (row: PublishedRow, other: PublishedRow) => [
    publishedRound({ rows: [publishedRow(KING), row] }),
    publishedRound({ validatorUid: 2, rows: [publishedRow(KING), other] }),
  ];
  const [breach] = find(split, off, { views: both(off, between) });
  assert.equal(breach?.uid, CHALLENGER);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, /Validator 2 published UID 20 with a crown quality of 0\.1\./);
  assert.doesNotMatch(evidence, /Validator 1 published/, 'its number is another one by setting');
  const none = publishedRow(CHALLENGER, { axes: axesOf(0.1), axisGroupsOff: [] });
  assert.equal(find(split, none).length, 1, 'an empty list leaves nothing out');
});

test('no B4 under groups of axes that are left out: that quality is one by setting', () => {
  const off = { ...between, axisGroupsOff: ['bench'] };
  assert.deepEqual(find(split, off), []);
  const king = publishedRow(KING, { axes: axesOf(0.1), axisGroupsOff: ['judge'] });
  assert.deepEqual(
    find(states(paying(KING), burning), between, { views: [publishedRound({ rows: [king] })] }),
    [],
  );
});
