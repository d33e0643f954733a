import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missedRound } from '../../../../src/diff/breaches/scheduling/missedRound.js';
import { breachInput, CHALLENGER } from '../../breachCases.js';
import { ACTIVATION, NEXT_ACTIVATION, paying, round, stateAt } from '../../chainCases.js';

const OLD = round.seedBlock - 300;
type Validators = Parameters<typeof stateAt>[1]['validators'];

/** Validator 1 decides in the round; validator 2 as told. */
const find = (second: Validators[number], end = NEXT_ACTIVATION) =>
  missedRound.find(
    breachInput({
      crowned: CHALLENGER,
      states: [
        stateAt(round.seedBlock, {
          validators: { 1: { lastUpdate: OLD, row: paying(10) }, 2: { lastUpdate: OLD, row: paying(11) } },
        }),
        stateAt(end, {
          validators: { 1: { lastUpdate: ACTIVATION + 5, row: paying(CHALLENGER) }, 2: second },
        }),
      ],
    }),
  );

test('F5: a validator set and committed nothing for a whole round, and pays another UID', () => {
  const [found, ...more] = find({ lastUpdate: OLD, row: paying(11) });
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(
    found?.evidence.join(' ') ?? '',
    new RegExp(`50 % .*UID 2 \\(last at block ${OLD}, pays UID 11\\)`),
  );
});

test('no F5: its old row pays the crown all the same, it refreshed, or a commit of it is hidden', () => {
  assert.deepEqual(find({ lastUpdate: OLD, row: paying(CHALLENGER) }), []);
  assert.deepEqual(find({ lastUpdate: round.seedBlock + 30, row: paying(11) }), []);
  assert.deepEqual(find({ lastUpdate: ACTIVATION + 9, row: paying(11), pending: [ACTIVATION + 9] }), []);
  assert.deepEqual(find({ lastUpdate: 0, row: paying(11) }), [], 'it never set anything');
  assert.deepEqual(find({ lastUpdate: OLD, row: [] }), []);
});

test('no F5: the states end too early, or nobody decided in the round', () => {
  assert.deepEqual(find({ lastUpdate: OLD, row: paying(11) }, NEXT_ACTIVATION - 1), []);
  const quiet = [round.seedBlock, NEXT_ACTIVATION].map((block) =>
    stateAt(block, { validators: { 2: { lastUpdate: OLD, row: paying(11) } } }),
  );
  assert.deepEqual(missedRound.find(breachInput({ crowned: CHALLENGER, states: quiet })), []);
  assert.deepEqual(missedRound.find(breachInput()), []);
});
