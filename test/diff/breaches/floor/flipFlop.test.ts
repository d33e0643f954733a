import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { flipFlop } from '../../../../src/diff/breaches/floor/flipFlop.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import type { WeightEntry } from '../../../../src/domain/weights.js';
import { breachInput, CHALLENGER, KING, publishedRound } from '../../breachCases.js';
import { ACTIVATION, FALLBACK, NEXT_ACTIVATION, paying, round } from '../../chainCases.js';
import { burning, earlierRound, old, showing } from '../incumbent/rowCases.js';

type Set = readonly [block: number, row: readonly WeightEntry[]];
const KING_ROW = paying(KING);

/** Validator 1 sets these rows, each seen 30 blocks later. */
const states = (...sets: readonly Set[]): ChainState[] => [
  showing(round.seedBlock - 120, { 1: old(KING) }),
  showing(round.seedBlock, { 1: old(KING) }),
  ...sets.map(([block, row]) => showing(block + 30, { 1: [block, row] })),
];
const find = (all: readonly ChainState[], more: Partial<BreachInput> = {}) =>
  flipFlop.find(breachInput({ states: all, ...more }));
const START = round.seedBlock + 10;

test('B3: the fallback at the start and the king again before activation', () => {
  const [breach] = find(states([START, burning], [START + 100, KING_ROW]));
  assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
  assert.match(
    breach?.evidence.join(' ') ?? '',
    new RegExp(`UID ${FALLBACK} alone \\(block ${START}\\), then UID ${KING} \\(block ${START + 100}\\)`),
  );
});

test('B3: two changes within the round, the second one after activation', () => {
  const king: Set = [START + 50, KING_ROW];
  assert.equal(find(states([START, burning], king, [ACTIVATION + 5, burning])).length, 1);
});

test('no B3: one change, by the result of the round', () => {
  assert.deepEqual(find(states([START, KING_ROW], [ACTIVATION + 5, burning])), []);
  assert.deepEqual(find(states([START, burning], [ACTIVATION + 5, KING_ROW])), []);
  assert.deepEqual(find(states([START, burning], [ACTIVATION + 5, paying(CHALLENGER)])), []);
});

test('no B3: a new king before activation, the next round, or a commit that is not revealed', () => {
  assert.deepEqual(find(states([START, burning], [START + 100, paying(CHALLENGER)])), []);
  assert.deepEqual(find(states([ACTIVATION + 5, burning], [round.nextSeedBlock + 5, KING_ROW])), []);
  const hidden = showing(NEXT_ACTIVATION, { 1: [START + 100, burning, [START + 100]] });
  assert.deepEqual(find([...states([START, burning]), hidden]), []);
});

test('no B3: the rows are of two validators, the era has no fallback or no check of the king', () => {
  const two = [
    showing(round.seedBlock, { 1: old(KING), 2: old(CHALLENGER) }),
    showing(ACTIVATION, { 1: [START, burning], 2: [START + 100, KING_ROW] }),
  ];
  assert.deepEqual(find(two), []);
  const flip = states([START, burning], [START + 100, KING_ROW]);
  assert.deepEqual(find(flip, { fallbackUid: null }), []);
  const rules = breachInput().rules.map((one) => ({
    ...one,
    policy: { ...one.policy, revalidatesKing: false },
  }));
  assert.deepEqual(find(flip, { rules }), []);
});

test('B3 at its edges: the seed block counts, the activation block and the next seed block do not', () => {
  assert.equal(find(states([round.seedBlock + 1, burning], [ACTIVATION - 1, KING_ROW])).length, 1);
  const direct = (block: number) =>
    showing(
      block,
      { 1: [block, block === round.seedBlock ? burning : KING_ROW] },
      { more: { commitReveal: false } },
    );
  const before = showing(round.seedBlock - 120, { 1: old(KING) }, { more: { commitReveal: false } });
  assert.equal(find([before, direct(round.seedBlock), direct(ACTIVATION - 1)]).length, 1);
  assert.deepEqual(find([before, direct(round.seedBlock), direct(ACTIVATION)]), []);
  const kingFirst = states([START, KING_ROW], [ACTIVATION + 5, burning], [round.nextSeedBlock, KING_ROW]);
  assert.deepEqual(find(kingFirst), []);
});

test('B3: the incumbent is the crown of the last round or what its validator names', () => {
  const flip = states([START, burning], [START + 100, paying(70)]);
  assert.deepEqual(find(flip), []);
  assert.equal(find(flip, { earlier: [earlierRound(round.roundId - 1, 70)] })[0]?.uid, 70);
  assert.deepEqual(find(flip, { earlier: [earlierRound(round.roundId - 2, 70)] }), []);
  assert.equal(find(flip, { views: [publishedRound({ localKingUid: 70 })] })[0]?.uid, 70);
  assert.equal(find(flip, { views: [publishedRound({ uncrownedIncumbentUid: 70 })] })[0]?.uid, 70);
  assert.deepEqual(find(flip, { views: [publishedRound({ validatorUid: 2, localKingUid: 70 })] }), []);
});

test('B3: another king between is no return', () => {
  const between = states([START, KING_ROW], [START + 50, paying(CHALLENGER)], [ACTIVATION + 5, burning]);
  assert.deepEqual(find(between), []);
});
