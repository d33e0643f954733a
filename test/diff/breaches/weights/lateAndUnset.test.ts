import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { ownWinnerNotSet } from '../../../../src/diff/breaches/weights/ownWinnerNotSet.js';
import { winnerLate } from '../../../../src/diff/breaches/weights/winnerLate.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import type { PublishedRound } from '../../../../src/domain/published.js';
import { breachInput, CHALLENGER, KING, publishedRound } from '../../breachCases.js';
import {
  ACTIVATION,
  epochBlockAt,
  event,
  FALLBACK,
  hotkeyOf,
  NEXT_ACTIVATION,
  paying,
  round,
  stateAt,
} from '../../chainCases.js';

const NEXT_SEED = round.nextSeedBlock;
const OLD = round.seedBlock + 30;
type Validator = Parameters<typeof stateAt>[1]['validators'][number];

/** Rows are set directly, so that the block of a decision is the one of its row. */
const direct = (block: number, one: Validator): ChainState =>
  stateAt(block, {
    validators: { 1: one, 2: { lastUpdate: ACTIVATION + 3, row: paying(CHALLENGER) } },
    more: { commitReveal: false },
  });
/** Validator 1 pays the king before the activation block; then what is told. */
const chain = (...later: readonly (readonly [block: number, at: number, paid: number])[]) => [
  direct(round.seedBlock + 40, { lastUpdate: OLD, row: paying(KING) }),
  ...later.map(([block, at, paid]) => direct(block, { lastUpdate: at, row: paying(paid) })),
];
const inputOf = (states: readonly ChainState[], more: Partial<BreachInput> = {}) =>
  breachInput({ states, crowned: CHALLENGER, ...more });
const view = (more: Partial<PublishedRound> = {}) => ({ views: [publishedRound(more)] });

const LATE = chain([NEXT_SEED, OLD, KING], [NEXT_ACTIVATION, NEXT_SEED + 40, CHALLENGER]);

test('G1: a row pays the winner by a decision of the next round', () => {
  for (const more of [{}, view()]) {
    const [found, ...others] = winnerLate.find(inputOf(LATE, more));
    assert.deepEqual([found?.uid, found?.decisive, others], [CHALLENGER, false, []]);
    assert.match(
      found?.evidence.join(' ') ?? '',
      new RegExp(
        `Validator 1 paid UID 10, as before, .*first row of it that pays UID 20 was decided at block ${NEXT_SEED + 40}, in the next round\\. .*50 %`,
      ),
    );
  }
});

test('G1: the decision of the round was taken by the chain without a row being set', () => {
  const commit = ACTIVATION + 65;
  const reveal = epochBlockAt(commit) + 360;
  const at = (block: number, one: Validator, more: Partial<ChainState> = {}) =>
    stateAt(block, { validators: { 1: one }, more });
  const states = [
    at(round.seedBlock + 40, { lastUpdate: OLD, row: paying(KING) }),
    at(reveal - 1, { lastUpdate: commit, row: paying(KING), pending: [commit] }),
    at(reveal, { lastUpdate: commit, row: paying(KING) }, { events: [] }),
    at(NEXT_ACTIVATION, { lastUpdate: commit, row: paying(KING) }),
  ];
  const [found] = winnerLate.find(inputOf(states));
  assert.match(
    found?.evidence.join(' ') ?? '',
    new RegExp(
      `still pays UID 10, .*: what it decided at block ${commit}, in this round, was revealed and set no row`,
    ),
  );
  assert.deepEqual(ownWinnerNotSet.find(inputOf(states, view())), [], 'it decided: what, nobody knows');
  const revealed = event('weights-revealed', { hotkey: hotkeyOf(1) });
  const [a, b, , d] = states as [ChainState, ChainState, ChainState, ChainState];
  const shown = [a, b, at(reveal, { lastUpdate: commit, row: paying(CHALLENGER) }, { events: [revealed] })];
  assert.deepEqual(
    winnerLate.find(inputOf([...shown, { ...d, weights: [{ uid: 1, row: paying(CHALLENGER) }] }])),
    [],
    'a reveal in the next round of a decision of this one is in time',
  );
});

test('no G1: set within the round, paid before, nobody new was crowned, or the states end too early', () => {
  const inTime = chain([NEXT_SEED, NEXT_SEED - 1, CHALLENGER], [NEXT_ACTIVATION, NEXT_SEED + 40, CHALLENGER]);
  assert.deepEqual(winnerLate.find(inputOf(inTime)), []);
  assert.deepEqual(winnerLate.find(inputOf(LATE.slice(0, 2))), []);
  assert.deepEqual(winnerLate.find(inputOf(LATE, view({ kingChanged: false, newKingUid: null }))), []);
  assert.deepEqual(winnerLate.find(inputOf(LATE, { crowned: null })), []);
  const other = chain([NEXT_SEED, OLD, 11], [NEXT_ACTIVATION, NEXT_SEED + 40, KING]);
  assert.deepEqual(
    winnerLate.find(inputOf(other, { crowned: KING })),
    [],
    'the king held: it is no new winner',
  );
  const still = chain([NEXT_ACTIVATION, OLD, KING]);
  assert.deepEqual(winnerLate.find(inputOf(still)), []);
});

const UNSET = chain([NEXT_SEED, OLD, KING], [NEXT_ACTIVATION, OLD, KING]);

test('G3: a published new king that no row of the validator ever pays', () => {
  const [found, ...more] = ownWinnerNotSet.find(inputOf(UNSET, view()));
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /row still pays UID 10 .*50 %/);
  const set = chain([NEXT_ACTIVATION, ACTIVATION + 9, 11]);
  const [other] = ownWinnerNotSet.find(inputOf(set, view()));
  assert.match(other?.evidence.join(' ') ?? '', new RegExp(`decided at block ${ACTIVATION + 9} pays UID 11`));
});

test('no G3: it pays the winner, later too, or its published king did not change', () => {
  const set = chain([NEXT_ACTIVATION, ACTIVATION + 9, CHALLENGER]);
  assert.deepEqual(ownWinnerNotSet.find(inputOf(set, view())), []);
  assert.deepEqual(ownWinnerNotSet.find(inputOf(LATE, view())), [], 'late is another finding');
  assert.deepEqual(ownWinnerNotSet.find(inputOf(UNSET, view({ kingChanged: false, newKingUid: null }))), []);
  assert.deepEqual(ownWinnerNotSet.find(inputOf(UNSET, view({ newKingUid: null }))), []);
  assert.deepEqual(ownWinnerNotSet.find(inputOf(UNSET, view({ newKingUid: KING }))), []);
  assert.deepEqual(ownWinnerNotSet.find(inputOf(UNSET, view({ newKingUid: FALLBACK }))), []);
});

test('no G3: nothing is published, the states end too early, or a commit is hidden', () => {
  assert.deepEqual(ownWinnerNotSet.find(inputOf(UNSET)), []);
  assert.deepEqual(ownWinnerNotSet.find(inputOf(UNSET.slice(0, 2), view())), []);
  assert.deepEqual(ownWinnerNotSet.find(inputOf(UNSET, view({ validatorHotkey: 'another' }))), []);
  const hidden = [
    stateAt(round.seedBlock + 40, { validators: { 1: { lastUpdate: OLD, row: paying(KING) } } }),
    stateAt(NEXT_ACTIVATION, {
      validators: {
        1: { lastUpdate: NEXT_ACTIVATION - 9, row: paying(KING), pending: [NEXT_ACTIVATION - 9] },
      },
    }),
  ];
  assert.deepEqual(ownWinnerNotSet.find(inputOf(hidden, view())), []);
});
