import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fallbackReplaced } from '../../../../src/diff/breaches/floor/fallbackReplaced.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import { breachInput, KING } from '../../breachCases.js';
import { ACTIVATION, FALLBACK, hotkeyOf, NEXT_ACTIVATION, paying, round } from '../../chainCases.js';
import { burning, old, type Shows, showing } from '../incumbent/rowCases.js';

const TAKEN = round.seedBlock - 60;
const since = (hotkey: string, registeredAt: number) => ({ [FALLBACK]: { hotkey, registeredAt } });
const taken = since('stranger', TAKEN);

const states = (shows: Shows, replaced: typeof taken = taken): ChainState[] => [
  showing(round.seedBlock - 120, { 1: old(KING) }),
  showing(round.seedBlock, { 1: old(KING) }, { replaced }),
  showing(NEXT_ACTIVATION, { 1: shows }, { replaced }),
];
const find = (all: readonly ChainState[], fallbackUid: number | null = FALLBACK) =>
  fallbackReplaced.find(breachInput({ states: all, fallbackUid }));
const paysAfter: Shows = [ACTIVATION + 5, paying(20)];

test('B8: a row decided after the registration gives the reserve to the new holder', () => {
  const [breach] = find(states(paysAfter));
  assert.deepEqual([breach?.uid, breach?.decisive], [FALLBACK, false]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, new RegExp(`belonged to ${hotkeyOf(FALLBACK)} at block ${round.seedBlock - 120}`));
  assert.match(evidence, new RegExp(`block ${TAKEN} it was registered to stranger`));
  assert.match(evidence, new RegExp(`UID 1 \\(block ${ACTIVATION + 5}\\)`));
});

test('B8: the fallback alone', () => {
  assert.equal(find(states([ACTIVATION + 5, burning])).length, 1);
});

test('no B8: a swap of the hotkey, the same hotkey again, or a registration after the decision', () => {
  assert.deepEqual(find(states(paysAfter, since('swapped', 1))), []);
  assert.deepEqual(find(states(paysAfter, since(hotkeyOf(FALLBACK), TAKEN))), []);
  assert.deepEqual(find(states(paysAfter, since('stranger', ACTIVATION + 5))), []);
  assert.deepEqual(find(states(paysAfter, since('stranger', ACTIVATION + 50))), []);
});

test('no B8: no row of the round gives it weight, the rows are older, or nothing is recorded', () => {
  assert.deepEqual(find(states([ACTIVATION + 5, [[20, 65535]]])), []);
  assert.deepEqual(find(states(old(KING))), []);
  assert.deepEqual(find(states(paysAfter), null), []);
  assert.deepEqual(find(states(paysAfter).slice(1)), []);
  assert.deepEqual(find([]), []);
});
