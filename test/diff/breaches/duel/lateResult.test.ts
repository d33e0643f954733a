import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lateResult as check } from '../../../../src/diff/breaches/duel/lateResult.js';
import { CHALLENGER, KING, publishedRound } from '../../breachCases.js';
import { ACTIVATION, NEXT_ACTIVATION, paying, round, stateAt } from '../../chainCases.js';
import { found, neverThrows } from './duelCases.js';

const LATE = round.nextSeedBlock + 30;
type At = readonly [block: number, lastUpdate: number, paid: number];
/** Validator 1 sets its rows directly. */
const statesOf = (rows: readonly At[]) =>
  rows.map(([block, lastUpdate, paid]) =>
    stateAt(block, { validators: { 1: { lastUpdate, row: paying(paid) } }, more: { commitReveal: false } }),
  );
const late = (lastUpdateBefore: number, rows: readonly At[] = []) =>
  statesOf([
    [round.seedBlock, 9, KING],
    ...rows,
    [round.nextSeedBlock, lastUpdateBefore, KING],
    [LATE + 5, LATE, CHALLENGER],
    [NEXT_ACTIVATION, LATE, CHALLENGER],
  ]);
const views = [publishedRound()];

test('C14: the publisher pays its new king for the first time after the next round began', () => {
  const [breach] = found(check, { views, states: late(9) });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(breach?.evidence.join(' ') ?? '', new RegExp(`decided at block ${LATE};`));
  const refreshed = late(ACTIVATION + 5, [[ACTIVATION + 5, ACTIVATION + 5, KING]]);
  assert.equal(found(check, { views, states: refreshed }).length, 1, 'the old king was set again in time');
});

test('no C14: it was decided in time', () => {
  const inTime = statesOf([
    [round.seedBlock, 9, KING],
    [ACTIVATION + 5, ACTIVATION + 5, CHALLENGER],
    [round.nextSeedBlock, ACTIVATION + 5, CHALLENGER],
    [LATE + 5, LATE, CHALLENGER],
  ]);
  assert.deepEqual(found(check, { views, states: inTime }), []);
});

test('no C14: decided in time and revealed later', () => {
  const at = ACTIVATION + 50;
  const states = [
    stateAt(round.seedBlock, { validators: { 1: { lastUpdate: 9, row: paying(KING) } } }),
    stateAt(round.nextSeedBlock, { validators: { 1: { lastUpdate: at, row: paying(KING), pending: [at] } } }),
    stateAt(NEXT_ACTIVATION, { validators: { 1: { lastUpdate: at, row: paying(CHALLENGER) } } }),
  ];
  assert.deepEqual(found(check, { views, states }), []);
});

test('C14 under commit-reveal; not where the reveal of a decision in time may have failed', () => {
  const kept = ACTIVATION + 12;
  const at = (block: number, lastUpdate: number, paid: number, pending: readonly number[] = []) =>
    stateAt(block, { validators: { 1: { lastUpdate, row: paying(paid), pending } } });
  const statesWith = (before: number) => [
    at(round.seedBlock, 9, before),
    at(ACTIVATION + 15, kept, before, [kept]),
    at(round.nextSeedBlock, kept, KING),
    at(LATE + 5, LATE, KING, [LATE]),
    at(NEXT_ACTIVATION, LATE, CHALLENGER),
  ];
  assert.equal(found(check, { views, states: statesWith(30) }).length, 1);
  assert.deepEqual(found(check, { views, states: statesWith(KING) }), []);
});

test('no C14: blocks between that nobody recorded may show it in time', () => {
  const sparse = late(9).filter((state) => state.block !== round.nextSeedBlock);
  assert.deepEqual(found(check, { views, states: sparse }), []);
});

test('no C14: somebody else published, or the crown did not change', () => {
  assert.deepEqual(found(check, { views: [publishedRound({ validatorUid: 2 })], states: late(9) }), []);
  assert.deepEqual(found(check, { views: [publishedRound({ kingChanged: false })], states: late(9) }), []);
  const fallback = publishedRound({ newKingUid: 155, kingUid: 155 });
  assert.deepEqual(found(check, { views: [fallback], states: late(9) }), []);
  neverThrows(check, { states: late(9) });
});
