import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput, FoundBreach } from '../../../../src/diff/breaches/breachInput.js';
import { recycledUid } from '../../../../src/diff/breaches/incumbent/recycledUid.js';
import { validatorRows } from '../../../../src/diff/observeRows.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import type { RoundBlocks, RoundSpec } from '../../../../src/domain/round.js';
import { legalRules } from '../../../../src/eras/legalRules.js';
import { P8 } from '../../../../src/eras/p8.js';
import { P11 } from '../../../../src/eras/p11.js';
import { breachInput, CHALLENGER, contender, KING, specOf } from '../../breachCases.js';
import {
  ACTIVATION,
  epochBlockAt,
  FALLBACK,
  hotkeyOf,
  NEXT_ACTIVATION,
  paying,
  round,
  type StateParts,
  stateAt,
} from '../../chainCases.js';

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

interface Asked {
  readonly crowned?: number | null;
  readonly blocks?: RoundBlocks;
}

const find = (
  all: readonly ChainState[],
  winner: { uid: number; hotkey: string } | null = null,
  { crowned = CROWNED, blocks = round }: Asked = {},
): readonly FoundBreach[] => recycledUid.find(breachInput({ round: blocks, states: all, crowned, winner }));

test('A1: a row decided after the UID was recycled pays the stranger', () => {
  for (const winner of [null, { uid: CROWNED, hotkey: hotkeyOf(CROWNED) }]) {
    const [breach] = find(states(RECYCLED_AT + 50), winner);
    assert.deepEqual([recycledUid.code, recycledUid.nature], ['A1', 'defect']);
    assert.equal(breach?.uid, CROWNED);
    const evidence = breach?.evidence.join(' ') ?? '';
    assert.match(evidence, new RegExp(`block ${RECYCLED_AT} it was registered to stranger`));
    assert.match(evidence, new RegExp(`UID 2 \\(block ${RECYCLED_AT + 50}\\)`));
    assert.match(evidence, new RegExp(`weight 0 there.*UID 1 \\(block ${ACTIVATION + 5}\\)`));
    assert.match(evidence, new RegExp(hotkeyOf(CROWNED)));
  }
});

/** Both validators pay a UID at a block, by direct sets; it was recycled before the activation block. */
const paidAfter = (uid: number, decidedAt: number) => {
  const PAID = [[uid, 65_535]] as const;
  const at = (block: number, lastUpdate: number) =>
    stateAt(block, {
      validators: { 1: { lastUpdate, row: PAID }, 2: { lastUpdate, row: PAID } },
      ...(block === round.seedBlock
        ? {}
        : { replaced: { [uid]: { hotkey: 'stranger', registeredAt: round.seedBlock + 100 } } }),
      more: { commitReveal: false },
    });
  return [at(round.seedBlock, 9), at(decidedAt + 10, decidedAt), at(NEXT_ACTIVATION, decidedAt)];
};
const decisive = (
  uid: number,
  decidedAt: number,
  spec: Partial<RoundSpec>,
  more: Partial<BreachInput> = {},
) =>
  recycledUid
    .find(
      breachInput({
        round,
        states: paidAfter(uid, decidedAt),
        crowned: uid,
        winner: { uid, hotkey: hotkeyOf(uid) },
        spec: specOf(spec),
        ...more,
      }),
    )
    .map((one) => one.decisive);

test('A1 is decisive on a contender alone', () => {
  const after = ACTIVATION + 5;
  assert.deepEqual(decisive(KING, after, {}), [true]);
  assert.deepEqual(decisive(CHALLENGER, after, {}), [true]);
  assert.deepEqual(decisive(7, after, {}), [false], "an operator's own fallback");
  const planned = (plans: 'some' | 'none') => {
    const one = { uid: 7, hotkey: hotkeyOf(7), in: false, role: null, reason: '', contender: null };
    return decisive(7, after, { contenders: [{ ...one, plans, prechecks: [] }] });
  };
  assert.deepEqual([planned('some'), planned('none')], [[true], [false]], 'its repository is not recorded');
});

test('no A1 from rows before the activation block: validators pay the incumbent then', () => {
  assert.deepEqual(decisive(KING, round.seedBlock + 200, {}), []);
});

test('A1 is not decisive where the UID may be paid for want of a winner', () => {
  const spec = { challengers: [contender(FALLBACK)] };
  const rules = legalRules({ era: P11, others: [P8] });
  const after = ACTIVATION + 5;
  assert.deepEqual(decisive(FALLBACK, after, spec, { rules, fallbackUid: null }), [false]);
  const won = [{ setting: 'default', winnerUid: FALLBACK, reason: '', expected: [] }];
  assert.deepEqual(decisive(FALLBACK, after, spec, { rules, fallbackUid: null, decisions: won }), [true]);
});

test('no A1: nobody was replaced, nobody pays the stranger, or it is another UID', () => {
  assert.deepEqual(find(states(RECYCLED_AT + 50, null)), []);
  const zeroedOnly = states(RECYCLED_AT - 50).slice(0, 2);
  assert.deepEqual(find(zeroedOnly), []);
  const before = { [CROWNED]: { hotkey: hotkeyOf(CROWNED), registeredAt: 1 } };
  assert.deepEqual(find(states(RECYCLED_AT + 50, before)), []);
  assert.deepEqual(find(states(RECYCLED_AT + 50), null, { crowned: 10 }), []);
  assert.deepEqual(find(states(RECYCLED_AT + 50), null, { crowned: null }), []);
});

test('no A1: a hotkey that changed without a registration is a swap', () => {
  const swapped = { [CROWNED]: { hotkey: 'swapped', registeredAt: 1 } };
  for (const winner of [null, { uid: CROWNED, hotkey: hotkeyOf(CROWNED) }])
    assert.deepEqual(find(states(RECYCLED_AT + 50, swapped), winner), []);
});

test('no A1 in the next round: the UID was recycled before it began', () => {
  const later = { ...round, seedBlock: RECYCLED_AT + 10, activationBlock: RECYCLED_AT + 20 };
  assert.deepEqual(find(states(RECYCLED_AT + 50).slice(2), null, { blocks: later }), []);
});

const WINNER = { uid: CROWNED, hotkey: hotkeyOf(CROWNED) };
type Replaced = StateParts['replaced'];
/** Validators 1 and 2 in the same way. */
const both = (
  block: number,
  lastUpdate: number,
  paid: number,
  held: Replaced,
  pending: readonly number[] = [],
): ChainState => {
  const one = { lastUpdate, row: paying(paid), pending };
  return stateAt(block, {
    validators: { 1: one, 2: one },
    ...(held === undefined ? {} : { replaced: held }),
  });
};
const since = (hotkey: string, registeredAt: number): Replaced => ({ [CROWNED]: { hotkey, registeredAt } });
const start = both(round.seedBlock, 9, 10, undefined);
const LATER = RECYCLED_AT + 40;
const DECIDED = RECYCLED_AT + 90;

/** The first commit falls before the UID is recycled, and is revealed after it; the second is one of the same row. */
const COMMIT = ACTIVATION + 5;
const REVEAL = epochBlockAt(COMMIT) + 360;
const AGAIN = REVEAL + 20;
const taken = since('stranger', COMMIT + 10);

const NO_STRANGER: readonly (readonly [string, readonly ChainState[]])[] = [
  [
    'the winner registered again in its own UID',
    [
      start,
      both(RECYCLED_AT, 9, 10, since('stranger', RECYCLED_AT)),
      both(LATER, 9, 10, since(hotkeyOf(CROWNED), LATER)),
      both(NEXT_ACTIVATION, DECIDED, CROWNED, since(hotkeyOf(CROWNED), LATER)),
    ],
  ],
  [
    'the row was decided in the very block of the registration',
    [
      start,
      both(RECYCLED_AT, RECYCLED_AT, 10, since('stranger', RECYCLED_AT), [RECYCLED_AT]),
      both(NEXT_ACTIVATION, RECYCLED_AT, CROWNED, since('stranger', RECYCLED_AT)),
    ],
  ],
  [
    'a row that may be the one from before the registration',
    [
      start,
      both(REVEAL - 1, COMMIT, 10, taken, [COMMIT]),
      both(REVEAL, COMMIT, CROWNED, taken),
      both(REVEAL + 359, AGAIN, CROWNED, taken, [AGAIN]),
      both(REVEAL + 360, AGAIN, CROWNED, taken),
    ],
  ],
  [
    'the winner swapped its hotkey and registered again under the new one',
    [
      start,
      both(ACTIVATION + 50, 9, 10, since('swapped', 1)),
      both(NEXT_ACTIVATION, DECIDED, CROWNED, since('swapped', RECYCLED_AT)),
    ],
  ],
];

for (const [name, all] of NO_STRANGER)
  test(`no A1: ${name}`, () => {
    for (const winner of [null, WINNER]) assert.deepEqual(find(all, winner), []);
    const rows = validatorRows({
      round,
      states: all,
      expected: paying(CROWNED),
      alternatives: [],
      fallbackUid: FALLBACK,
      winner: WINNER,
    });
    assert.deepEqual(
      rows.map((one) => one.status),
      ['equal', 'equal'],
    );
  });

test('A1 stays: one block after the registration, by a stranger that the winner never was', () => {
  const all = [
    start,
    both(ACTIVATION + 50, 9, 10, since('swapped', 1)),
    both(NEXT_ACTIVATION, RECYCLED_AT + 1, CROWNED, since('stranger', RECYCLED_AT)),
  ];
  const [breach] = find(all, WINNER);
  assert.equal(breach?.decisive, true);
});
