import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { olderGrid } from '../../../../src/diff/breaches/weights/olderGrid.js';
import { reserveOverride } from '../../../../src/diff/breaches/weights/reserveOverride.js';
import { setWithoutRound } from '../../../../src/diff/breaches/weights/setWithoutRound.js';
import type { ContenderDecision } from '../../../../src/domain/round.js';
import type { WeightEntry } from '../../../../src/domain/weights.js';
import {
  breachInput,
  CHALLENGER,
  contender,
  KING,
  publishedRound,
  publishedRow,
  specOf,
} from '../../breachCases.js';
import { ACTIVATION, FALLBACK, NEXT_ACTIVATION, paying, round, stateAt } from '../../chainCases.js';

const OLD = round.seedBlock + 30;
const direct = (block: number, lastUpdate: number, row: readonly WeightEntry[], others: object = {}) =>
  stateAt(block, { validators: { 1: { lastUpdate, row }, ...others }, more: { commitReveal: false } });

const withRow = (row: readonly WeightEntry[], decidedAt = ACTIVATION + 9) =>
  reserveOverride.find(
    breachInput({
      crowned: CHALLENGER,
      states: [direct(round.seedBlock + 40, OLD, paying(KING)), direct(NEXT_ACTIVATION, decidedAt, row)],
    }),
  );

test('G2: one king and another reserve, another reserve UID, or more than half kept back', () => {
  const [found, ...more] = withRow([
    [CHALLENGER, 65535],
    [FALLBACK, 16384],
  ]);
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(
    found?.evidence.join(' ') ?? '',
    /keeps back 20\.0 % for UID 155\..*Known settings keep back 10\.0 % for UID 155 or nothing/,
  );
  const [other] = withRow([
    [3, 7282],
    [CHALLENGER, 65535],
  ]);
  assert.match(other?.evidence[0] ?? '', /keeps back 10\.0 % for UID 3/);
  const [most] = withRow([
    [CHALLENGER, 16384],
    [FALLBACK, 65535],
  ]);
  assert.match(most?.evidence[0] ?? '', /pays UID 20 and keeps back 80\.0 % for UID 155/);
});

test('no G2: the known rows, one that the chain zeroed, several kings, or an older row', () => {
  assert.deepEqual(withRow(paying(CHALLENGER)), []);
  assert.deepEqual(withRow([[CHALLENGER, 65535]]), []);
  assert.deepEqual(withRow([[FALLBACK, 65535]]), []);
  const odd: WeightEntry[] = [
    [CHALLENGER, 65535],
    [FALLBACK, 16384],
  ];
  assert.deepEqual(withRow([[CHALLENGER, 0], odd[1] as WeightEntry]), []);
  assert.deepEqual(withRow([[3, 20000], odd[0] as WeightEntry]), [], 'no reserve that is known');
  assert.deepEqual(withRow([[3, 7282], ...odd]), []);
  assert.deepEqual(
    withRow([
      [CHALLENGER, 65535],
      [FALLBACK, 65535],
    ]).length,
    1,
  );
  assert.deepEqual(
    withRow([
      [CHALLENGER, 3000],
      [FALLBACK, 65535],
    ]),
    [],
    'over the limit of a reserve',
  );
  assert.deepEqual(withRow(odd, OLD + 1), []);
});

const out = (more: Partial<ContenderDecision> = {}): ContenderDecision => ({
  uid: 30,
  hotkey: 'hotkey-30',
  in: false,
  role: null,
  reason: '',
  contender: contender(30),
  plans: 'none',
  prechecks: [{ rule: 14, status: 'fail', category: 'INVALID', reason: '' }],
  ...more,
});
const quiet = (
  more: Partial<BreachInput['spec']> = {},
  decidedAt = ACTIVATION + 9,
  views: BreachInput['views'] = [],
) =>
  setWithoutRound.find(
    breachInput({
      spec: specOf({ challengers: [], contenders: [out()], ...more }),
      views,
      states: [
        direct(round.seedBlock + 40, OLD, paying(11)),
        direct(NEXT_ACTIVATION, decidedAt, paying(KING)),
      ],
    }),
  );

test('G4: rows are set to the incumbent in a round without a challenger', () => {
  const [found, ...more] = quiet();
  assert.deepEqual([found?.uid, found?.decisive, more], [KING, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', new RegExp(`UID 1 \\(block ${ACTIVATION + 9}\\)`));
});

test('no G4: somebody challenged or may have, or the row is older or of the next round', () => {
  assert.deepEqual(quiet({ challengers: [contender(30)] }), []);
  assert.deepEqual(quiet({ contenders: [out({ prechecks: [] })] }), [], 'nothing of it was looked at');
  assert.deepEqual(quiet({ contenders: [out({ prechecks: [], contender: null })] }).length, 1);
  const plan = { kind: 'maintenance', of: [], incumbentUid: KING, challengers: [30], why: '' } as const;
  assert.deepEqual(quiet({ plans: [plan] }), []);
  assert.deepEqual(quiet({}, ACTIVATION + 9, [publishedRound({ rows: [publishedRow(30)] })]), []);
  assert.deepEqual(quiet({}, ACTIVATION - 1), []);
  assert.deepEqual(quiet({}, round.nextSeedBlock + 1), []);
  assert.deepEqual(quiet({ king: null, consensus: { asRule: FALLBACK, byTrueStake: FALLBACK } }), []);
});

/** Block of the older grid, 130 blocks into one of its rounds, in the next round of this one. */
const OFF = round.nextSeedBlock + 130;
const grid = (
  decidedAt: number,
  paid = 44,
  more: Partial<BreachInput> = {},
  middle: readonly ReturnType<typeof direct>[] = [],
) =>
  olderGrid.find(
    breachInput({
      crowned: CHALLENGER,
      states: [
        direct(round.seedBlock + 40, OLD, paying(KING)),
        ...middle,
        direct(NEXT_ACTIVATION, decidedAt, paying(paid)),
      ],
      ...more,
    }),
  );

test('G5: a row changes 130 blocks into a round of the older protocol', () => {
  assert.equal(OFF % 360, 130);
  const [found, ...more] = grid(OFF);
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /from UID 10 to UID 44 .*130 blocks into a round of 360/);
  assert.equal(grid(OFF + 360).length, 1);
});

test('no G5: off the older grid, a late winner, the fallback, no change, or a row of the round itself', () => {
  assert.deepEqual(grid(round.nextSeedBlock + 119), []);
  assert.deepEqual(grid(round.nextSeedBlock + 240), []);
  assert.deepEqual(grid(OFF, CHALLENGER), []);
  assert.deepEqual(grid(OFF, FALLBACK), []);
  assert.deepEqual(grid(OFF, KING), []);
  assert.deepEqual(grid(ACTIVATION + 5), []);
  const acted = direct(round.nextSeedBlock, ACTIVATION + 5, paying(CHALLENGER));
  assert.deepEqual(grid(OFF, 44, {}, [acted]), []);
  assert.deepEqual(grid(OFF, 44, { views: [publishedRound()] }), [], 'it published a round of this protocol');
  assert.deepEqual(grid(OFF, 44, { crowned: null }), []);
});
