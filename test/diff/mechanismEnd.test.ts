import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mechanismEnd } from '../../src/diff/mechanismEnd.js';
import type { WeightEntry } from '../../src/domain/weights.js';
import { ACTIVATION, FALLBACK, NEXT_ACTIVATION, paying, round, stateAt } from './chainCases.js';

const OLD = round.seedBlock + 30;
const MANY: WeightEntry[] = [
  [3, 20000],
  [4, 65535],
  [5, 100],
];
interface Parts {
  readonly decidedAt?: number;
  readonly stake?: Readonly<Record<number, number>>;
  readonly before?: readonly WeightEntry[];
}
/** Rows of validators 1, 2, 3... at the end of the window. */
const end = (rows: readonly (readonly WeightEntry[])[], parts: Parts = {}) => {
  const at = (block: number, lastUpdate: number, row: (i: number) => readonly WeightEntry[]) =>
    stateAt(block, {
      validators: Object.fromEntries(rows.map((_, i) => [i + 1, { lastUpdate, row: row(i) }])),
      more: { commitReveal: false },
      ...(parts.stake === undefined ? {} : { stake: parts.stake }),
    });
  const states = [
    at(round.seedBlock, OLD, () => parts.before ?? paying(10)),
    at(NEXT_ACTIVATION, parts.decidedAt ?? ACTIVATION + 9, (i) => rows[i] ?? []),
  ];
  return mechanismEnd({ round, states, reserveUid: FALLBACK });
};

test('rows of another kind with more than half of the stake end king of the hill', () => {
  assert.match(
    end([MANY, MANY, paying(20)]) ?? '',
    /^Rows with 66 % .*validators 1, 2\): king of the hill pays one UID/,
  );
  const two: WeightEntry[] = [
    [3, 65535],
    [4, 65535],
  ];
  assert.ok(end([two, MANY, paying(20)]) !== null);
});

test('rows that stand count as well', () => {
  assert.ok(end([MANY, MANY, MANY], { decidedAt: OLD, before: MANY }) !== null);
});

test('king of the hill goes on: its own rows, whatever the reserve, and UIDs that the chain put to 0', () => {
  const own: (readonly WeightEntry[])[] = [
    paying(20),
    [[20, 65535]],
    [[FALLBACK, 65535]],
    [
      [20, 7282],
      [FALLBACK, 65535],
    ],
    [
      [20, 0],
      [FALLBACK, 7282],
    ],
  ];
  for (const row of own) assert.equal(end([row, row, row]), null);
});

test('half of the stake is not enough, and one odd validator never is', () => {
  assert.equal(end([MANY, MANY, paying(20), paying(20)]), null);
  assert.equal(end([MANY, paying(20), paying(20)], { stake: { 1: 60000, 2: 100, 3: 100 } }), null);
  assert.ok(end([MANY, MANY, paying(20)], { stake: { 1: 60000, 2: 100, 3: 100 } }) !== null);
  assert.equal(end([MANY, MANY, paying(20)], { stake: { 1: 100, 2: 100, 3: 60000 } }), null);
});

test('nothing is said without states or rows', () => {
  assert.equal(mechanismEnd({ round, states: [], reserveUid: FALLBACK }), null);
  assert.equal(end([[], [], []], { before: [] }), null);
});

test('a row decided after the window is of another round', () => {
  assert.equal(end([MANY, MANY, MANY], { decidedAt: NEXT_ACTIVATION }), null);
});

test('another UID of the reserve is an operator setting, and no end', () => {
  const row: WeightEntry[] = [
    [20, 65535],
    [77, 7282],
  ];
  assert.equal(end([row, row, row]), null);
});

test('one readable validator among several is not enough', () => {
  assert.equal(end([MANY, [], []], { before: [], stake: { 1: 60000, 2: 100, 3: 100 } }), null);
});
