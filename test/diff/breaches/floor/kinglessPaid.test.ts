import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinglessPaid } from '../../../../src/diff/breaches/floor/kinglessPaid.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import type { PublishedRound } from '../../../../src/domain/published.js';
import { breachInput, CHALLENGER, KING, publishedRound } from '../../breachCases.js';
import { ACTIVATION, NEXT_ACTIVATION, paying, round } from '../../chainCases.js';
import { burning, old, type Shows, showing } from '../incumbent/rowCases.js';

const states = (shows: Shows, uid = 1): ChainState[] => [
  showing(round.seedBlock, { [uid]: old(CHALLENGER) }),
  showing(NEXT_ACTIVATION, { [uid]: shows }),
];
const paysKing: Shows = [ACTIVATION + 5, paying(KING)];
const find = (
  all: readonly ChainState[],
  view: Partial<PublishedRound> = {},
  fallbackUid: number | null = 155,
) =>
  kinglessPaid.find(
    breachInput({
      states: all,
      fallbackUid,
      views: [publishedRound({ kingUid: KING, newKingUid: null, kingChanged: true, ...view })],
    }),
  );

test('B2: a round without a king, and the row of its validator pays the old one', () => {
  const [breach] = find(states(paysKing));
  assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
  assert.match(
    breach?.evidence.join(' ') ?? '',
    new RegExp(`decided at block ${ACTIVATION + 5} .* still pays UID 10, not the fallback UID 155`),
  );
});

test('no B2: the row burns, or pays somebody else', () => {
  assert.deepEqual(find(states([ACTIVATION + 5, burning])), []);
  assert.deepEqual(find(states([ACTIVATION + 5, paying(30)])), []);
});

test('no B2: the row is of the incumbent before activation, of the next round, or its commit is hidden', () => {
  assert.deepEqual(find(states([ACTIVATION - 5, paying(KING)])), []);
  assert.deepEqual(find(states([round.nextSeedBlock, paying(KING)])), []);
  assert.equal(find(states([round.nextSeedBlock - 1, paying(KING)])).length, 1);
  assert.deepEqual(find(states([ACTIVATION + 5, paying(CHALLENGER), [ACTIVATION + 5]])), []);
  const repeated = [showing(round.seedBlock, { 1: old(KING) }), showing(NEXT_ACTIVATION, { 1: paysKing })];
  assert.deepEqual(find(repeated), []);
});

test('no B2: there is a new king, the row is of another validator or holder, or the era has no fallback', () => {
  assert.deepEqual(find(states(paysKing), { newKingUid: CHALLENGER, kingUid: CHALLENGER }), []);
  assert.deepEqual(find(states(paysKing), { kingChanged: false }), []);
  assert.deepEqual(find(states(paysKing, 2)), []);
  assert.deepEqual(find(states(paysKing), { validatorHotkey: 'hotkey-before' }), []);
  assert.deepEqual(find(states(paysKing), {}, null), []);
  assert.deepEqual(find([]), []);
});

test('B2: one of two published rounds is without a king', () => {
  const kingless = publishedRound({ kingUid: KING, newKingUid: null, kingChanged: true });
  const held = publishedRound({ validatorUid: 2, kingUid: KING, newKingUid: null, kingChanged: false });
  const found = kinglessPaid.find(breachInput({ states: states(paysKing), views: [held, kingless] }));
  assert.equal(found.length, 1);
});
