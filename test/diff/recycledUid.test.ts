import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBreaches } from '../../src/diff/breaches/findBreaches.js';
import { ACTIVATION, FALLBACK, hotkeyOf, NEXT_ACTIVATION, paying, round, stateAt } from './chainCases.js';

const CROWNED = 20;
const RECYCLED_AT = ACTIVATION + 100;
const replaced = { [CROWNED]: { hotkey: 'stranger', registeredAt: RECYCLED_AT } };

/** Validator 1 decides before the UID is recycled and 2 after it. */
const states = (secondDecides: number, taken: typeof replaced | null = replaced) => [
  stateAt(round.seedBlock, {
    validators: { 1: { lastUpdate: 9, row: paying(10) }, 2: { lastUpdate: 9, row: paying(10) } },
  }),
  stateAt(ACTIVATION + 50, {
    validators: {
      1: { lastUpdate: ACTIVATION + 5, row: paying(CROWNED) },
      2: { lastUpdate: 9, row: paying(10) },
    },
  }),
  stateAt(NEXT_ACTIVATION, {
    validators: {
      1: {
        lastUpdate: ACTIVATION + 5,
        row: taken
          ? [
              [CROWNED, 0],
              [FALLBACK, 7282],
            ]
          : paying(CROWNED),
      },
      2: { lastUpdate: secondDecides, row: paying(CROWNED) },
    },
    ...(taken === null ? {} : { replaced: taken }),
  }),
];

const find = (all: ReturnType<typeof states>, winner: { uid: number; hotkey: string } | null = null) =>
  findBreaches({ round, states: all, crowned: CROWNED, winner, fallbackUid: FALLBACK });

test('A1: a row decided after the UID was recycled pays the stranger', () => {
  for (const winner of [null, { uid: CROWNED, hotkey: hotkeyOf(CROWNED) }]) {
    const [breach] = find(states(RECYCLED_AT + 50), winner);
    assert.equal(breach?.code, 'A1');
    assert.equal(breach?.uid, CROWNED);
    const evidence = breach?.evidence.join(' ') ?? '';
    assert.match(evidence, new RegExp(`block ${RECYCLED_AT} it was registered to stranger`));
    assert.match(evidence, new RegExp(`UID 2 \\(block ${RECYCLED_AT + 50}\\)`));
    assert.match(evidence, new RegExp(`weight 0 there.*UID 1 \\(block ${ACTIVATION + 5}\\)`));
    assert.match(evidence, new RegExp(hotkeyOf(CROWNED)));
  }
});

test('no A1: nobody was replaced, nobody pays the stranger, or it is another UID', () => {
  assert.deepEqual(find(states(RECYCLED_AT + 50, null)), []);
  const zeroedOnly = states(RECYCLED_AT - 50).slice(0, 2);
  assert.deepEqual(find(zeroedOnly), []);
  const before = { [CROWNED]: { hotkey: hotkeyOf(CROWNED), registeredAt: 1 } };
  assert.deepEqual(find(states(RECYCLED_AT + 50, before)), []);
  assert.deepEqual(
    findBreaches({
      round,
      states: states(RECYCLED_AT + 50),
      crowned: 10,
      winner: null,
      fallbackUid: FALLBACK,
    }),
    [],
  );
  assert.deepEqual(
    findBreaches({
      round,
      states: states(RECYCLED_AT + 50),
      crowned: null,
      winner: null,
      fallbackUid: FALLBACK,
    }),
    [],
  );
});

test('no A1: a hotkey that changed without a registration is a swap', () => {
  const swapped = { [CROWNED]: { hotkey: 'swapped', registeredAt: 1 } };
  for (const winner of [null, { uid: CROWNED, hotkey: hotkeyOf(CROWNED) }])
    assert.deepEqual(find(states(RECYCLED_AT + 50, swapped), winner), []);
});

test('no A1 in the next round: the UID was recycled before it began', () => {
  const later = { ...round, seedBlock: RECYCLED_AT + 10, activationBlock: RECYCLED_AT + 20 };
  assert.deepEqual(
    findBreaches({
      round: later,
      states: states(RECYCLED_AT + 50).slice(2),
      crowned: CROWNED,
      winner: null,
      fallbackUid: FALLBACK,
    }),
    [],
  );
});
