import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { staleLocalKing } from '../../../../src/diff/breaches/incumbent/staleLocalKing.js';
import { breachInput, CHALLENGER, contender, KING, specOf } from '../../breachCases.js';
import { ACTIVATION, NEXT_ACTIVATION, paying, round } from '../../chainCases.js';
import { claimOf, earlierRound, old, showing } from './rowCases.js';

const OLD = 40;
const crowns = [earlierRound(round.roundId - 2, OLD), earlierRound(round.roundId - 1, KING)];

/** Validators 1 to 3 pay king 10; validator 4 decides to pay this UID. */
const states = (paid: number, decidedAt = ACTIVATION + 7) => [
  showing(round.seedBlock, { 1: old(KING), 2: old(KING), 3: old(KING), 4: old(CHALLENGER) }),
  showing(NEXT_ACTIVATION, {
    1: [ACTIVATION + 5, paying(KING)],
    2: [ACTIVATION + 5, paying(KING)],
    3: [ACTIVATION + 5, paying(KING)],
    4: [decidedAt, paying(paid)],
  }),
];
const find = (more: Partial<BreachInput> = {}) =>
  staleLocalKing.find(
    breachInput({ states: states(OLD), crowned: KING, claim: claimOf(KING), earlier: crowns, ...more }),
  );

test('A3: a row decided in this round pays a king whose crown went on', () => {
  const [breach, ...rest] = find();
  assert.deepEqual([breach?.uid, breach?.decisive, rest.length], [OLD, false, 0]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, new RegExp(`held the crown in round ${round.roundId - 2}`));
  assert.match(evidence, new RegExp(`UID 4 \\(block ${ACTIVATION + 7}\\)`));
});

test('no A3: the row was decided before this round or is not known to be of it', () => {
  assert.deepEqual(find({ states: states(OLD, round.seedBlock - 50) }), []);
  const hidden = [
    showing(round.seedBlock, { 4: old(OLD) }),
    showing(NEXT_ACTIVATION, { 4: [ACTIVATION + 7, paying(OLD), [ACTIVATION + 7]] }),
  ];
  assert.deepEqual(find({ states: hidden }), []);
});

test('no A3: the old king fights again, is the consensus or the last crown, or never was king', () => {
  assert.deepEqual(find({ spec: specOf({ challengers: [contender(OLD)] }) }), []);
  assert.deepEqual(find({ spec: specOf({ consensus: { asRule: OLD, byTrueStake: OLD } }) }), []);
  assert.deepEqual(find({ earlier: [...crowns].reverse() }), []);
  assert.deepEqual(find({ states: states(CHALLENGER) }), []);
});

test('no A3: no earlier round, no majority, standing rows, or an era in which the consensus comes first', () => {
  assert.deepEqual(find({ earlier: [] }), []);
  assert.deepEqual(find({ claim: null }), []);
  assert.deepEqual(find({ claim: claimOf(KING, { permittedShare: 0.5 }) }), []);
  assert.deepEqual(find({ claim: claimOf(KING, { standing: true }) }), []);
  const { rules } = breachInput();
  const consensus = rules.map((one) => ({
    ...one,
    policy: { ...one.policy, incumbentSource: 'consensus' as const },
  }));
  assert.deepEqual(find({ rules: consensus }), []);
});
