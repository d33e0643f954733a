import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimedCrown } from '../../src/diff/claimedCrown.js';
import { validatorRows } from '../../src/diff/observeRows.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { ChainState } from '../../src/domain/chainState.js';
import type { WeightEntry } from '../../src/domain/weights.js';
import { ACTIVATION, FALLBACK, hotkeyOf, NEXT_ACTIVATION, paying, round, stateAt } from './chainCases.js';

const WINNER = 20;
const OLD = 10;
const SEED = round.seedBlock;

const judged = (
  states: readonly ChainState[],
  winner = { uid: WINNER, hotkey: hotkeyOf(WINNER) } as { uid: number; hotkey: string } | null,
) =>
  validatorRows({
    round,
    states,
    expected: paying(WINNER),
    alternatives: [{ setting: 'reserve-0', expected: [[WINNER, 65535]] }],
    fallbackUid: FALLBACK,
    winner,
  });

/** One validator, UID 3, whose commit at ACTIVATION + 5 is revealed by ACTIVATION + 300. */
const oneRow = (
  row: readonly WeightEntry[],
  replaced: Record<number, { hotkey: string; registeredAt: number }> = {},
) => [
  stateAt(SEED, { validators: { 3: { lastUpdate: SEED - 100, row: paying(OLD) } } }),
  stateAt(ACTIVATION + 10, {
    validators: { 3: { lastUpdate: ACTIVATION + 5, row: paying(OLD), pending: [ACTIVATION + 5] } },
    replaced: Object.fromEntries(
      Object.entries(replaced).filter(([, one]) => one.registeredAt <= ACTIVATION + 10),
    ),
  }),
  stateAt(ACTIVATION + 300, { validators: { 3: { lastUpdate: ACTIVATION + 5, row } }, replaced }),
  stateAt(NEXT_ACTIVATION, { validators: { 3: { lastUpdate: ACTIVATION + 5, row } }, replaced }),
];

test('equal: judged by the block of the commit, visible when it is revealed', () => {
  const [row] = judged(oneRow(paying(WINNER)));
  assert.deepEqual(
    [row?.uid, row?.status, row?.decidedAt, row?.visibleAt, row?.stakeWeight],
    [3, 'equal', ACTIVATION + 5, ACTIVATION + 300, 1000],
  );
  assert.deepEqual(row?.set, paying(WINNER));
});

test('differs, policy and fallback', () => {
  assert.equal(judged(oneRow(paying(30)))[0]?.status, 'differs');
  assert.equal(judged(oneRow([[WINNER, 65535]]))[0]?.status, 'policy');
  assert.match(judged(oneRow([[WINNER, 65535]]))[0]?.note ?? '', /reserve-0/);
  assert.equal(judged(oneRow([[FALLBACK, 65535]]))[0]?.status, 'fallback');
});

test('hidden: committed in the window and never revealed at the recorded blocks', () => {
  const states = [
    stateAt(SEED, { validators: { 3: { lastUpdate: SEED - 100, row: paying(OLD) } } }),
    stateAt(NEXT_ACTIVATION, {
      validators: { 3: { lastUpdate: ACTIVATION + 700, row: paying(OLD), pending: [ACTIVATION + 700] } },
    }),
  ];
  const [row] = judged(states);
  assert.deepEqual(
    [row?.status, row?.decidedAt, row?.visibleAt, row?.set],
    ['hidden', ACTIVATION + 700, null, []],
  );
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  assert.ok(isAbsent(claim));
});

test('stale and unset; an old row that the rule still gives is equal', () => {
  const still = (row: readonly WeightEntry[]) =>
    [SEED, ACTIVATION, NEXT_ACTIVATION].map((block) =>
      stateAt(block, { validators: { 3: { lastUpdate: row.length > 0 ? SEED - 100 : 0, row } } }),
    );
  const [stale] = judged(still(paying(OLD)));
  assert.deepEqual([stale?.status, stale?.decidedAt, stale?.visibleAt], ['stale', null, SEED]);
  assert.match(stale?.note ?? '', new RegExp(`^It was shown at block ${SEED} already`));
  assert.equal(judged(still(paying(WINNER)))[0]?.status, 'equal');
  const [unset] = judged(still([]));
  assert.deepEqual([unset?.status, unset?.decidedAt, unset?.visibleAt], ['unset', null, null]);
});

test('a commit before the window that is revealed inside it stays of the round before', () => {
  const states = [
    stateAt(SEED, { validators: { 3: { lastUpdate: SEED - 10, row: paying(OLD), pending: [SEED - 10] } } }),
    stateAt(ACTIVATION + 10, { validators: { 3: { lastUpdate: SEED - 10, row: paying(30) } } }),
    stateAt(NEXT_ACTIVATION, { validators: { 3: { lastUpdate: SEED - 10, row: paying(30) } } }),
  ];
  const [row] = judged(states);
  assert.deepEqual([row?.status, row?.decidedAt, row?.visibleAt], ['stale', SEED - 10, ACTIVATION + 10]);
});

test('a row that changed with no recorded commit is not dated and never differs', () => {
  const states = [
    stateAt(SEED, { validators: { 3: { lastUpdate: SEED - 100, row: paying(OLD) } } }),
    stateAt(ACTIVATION + 10, {
      validators: {
        3: { lastUpdate: NEXT_ACTIVATION - 900, row: paying(30), pending: [NEXT_ACTIVATION - 900] },
      },
    }),
  ];
  const [row] = judged(states);
  assert.deepEqual([row?.status, row?.decidedAt], ['stale', null]);
});

test('zeroed: the chain put 0 at a UID replaced after the decision', () => {
  const replaced = { [WINNER]: { hotkey: 'stranger', registeredAt: ACTIVATION + 200 } };
  const zero: WeightEntry[] = [
    [WINNER, 0],
    [FALLBACK, 7282],
  ];
  const states = oneRow(zero, replaced);
  const [row] = judged(states);
  assert.deepEqual([row?.status, row?.set], ['zeroed', zero]);
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  assert.ok(!isAbsent(claim));
  assert.deepEqual([claim.uid, claim.hotkey, claim.stakeShare], [WINNER, hotkeyOf(WINNER), 1]);
  const early = { [WINNER]: { hotkey: 'stranger', registeredAt: ACTIVATION - 200 } };
  assert.equal(judged(oneRow(zero, early), null)[0]?.status, 'differs');
});

test('byte-equal, but decided after the UID went to a stranger: differs and says so', () => {
  const replaced = { [WINNER]: { hotkey: 'stranger', registeredAt: ACTIVATION + 2 } };
  const [row] = judged(oneRow(paying(WINNER), replaced));
  assert.equal(row?.status, 'differs');
  assert.match(row?.note ?? '', /stranger/);
  const swapped = { [WINNER]: { hotkey: 'swapped', registeredAt: 1 } };
  assert.equal(judged(oneRow(paying(WINNER), swapped))[0]?.status, 'equal');
});

test('what a validator sets after the next round began prepares that round: the earlier row counts', () => {
  const states = [
    stateAt(SEED, { validators: { 3: { lastUpdate: SEED - 100, row: paying(OLD) } } }),
    stateAt(ACTIVATION + 20, { validators: { 3: { lastUpdate: ACTIVATION + 5, row: paying(WINNER) } } }),
    stateAt(NEXT_ACTIVATION, { validators: { 3: { lastUpdate: ACTIVATION + 500, row: paying(30) } } }),
    stateAt(NEXT_ACTIVATION + 300, {
      validators: { 3: { lastUpdate: NEXT_ACTIVATION + 5, row: paying(40) } },
    }),
  ];
  const [row] = judged(states);
  assert.deepEqual([row?.status, row?.decidedAt, row?.set], ['equal', ACTIVATION + 5, paying(WINNER)]);
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  assert.ok(!isAbsent(claim));
  assert.equal(claim.uid, WINNER);
  const [, , only] = states;
  const late = judged([states[0] as ChainState, only as ChainState]);
  assert.deepEqual([late[0]?.status, late[0]?.decidedAt], ['differs', ACTIVATION + 500]);
});

test('claimed crown: stake decides, the reserve does not count, the fallback only when alone', () => {
  const at = (block: number, late: boolean) =>
    stateAt(block, {
      validators: {
        1: { lastUpdate: late ? ACTIVATION + 1 : 0, row: late ? paying(WINNER) : [] },
        2: { lastUpdate: late ? ACTIVATION + 2 : 0, row: late ? [[FALLBACK, 65535]] : [] },
        3: { lastUpdate: late ? ACTIVATION + 3 : 0, row: late ? paying(30) : [] },
      },
      stake: { 1: 500, 2: 100, 3: 400 },
    });
  const states = [at(SEED, false), at(NEXT_ACTIVATION, true)];
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  assert.ok(!isAbsent(claim));
  assert.deepEqual([claim.uid, claim.rows, claim.rowsFor, claim.stakeShare], [WINNER, 3, 1, 0.5]);
});

test('claimed crown: without a row of the window, the rows that stand make the claim and say so', () => {
  const at = (block: number) =>
    stateAt(block, {
      validators: {
        1: { lastUpdate: SEED - 50, row: paying(OLD) },
        2: { lastUpdate: SEED - 40, row: paying(OLD) },
        3: { lastUpdate: ACTIVATION + 3, row: [], pending: [ACTIVATION + 3] },
      },
      stake: { 1: 300, 2: 100, 3: 600 },
    });
  const claim = claimedCrown({
    round,
    states: [at(ACTIVATION), at(NEXT_ACTIVATION)],
    fallbackUid: FALLBACK,
    published: null,
  });
  assert.ok(!isAbsent(claim));
  assert.deepEqual([claim.uid, claim.standing, claim.stakeShare, claim.permittedShare], [OLD, true, 1, 0.4]);
});

test('claimed crown: a row that repeats the one before may be an old one whose reveal failed', () => {
  const at = (block: number, lastUpdate: number, pending: number[] = []) =>
    stateAt(block, {
      validators: { 1: { lastUpdate, row: paying(OLD), pending } },
      stake: { 1: 500 },
    });
  const states = [
    at(SEED, SEED - 100),
    at(ACTIVATION + 20, ACTIVATION + 5, [ACTIVATION + 5]),
    at(NEXT_ACTIVATION, ACTIVATION + 5),
  ];
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  assert.ok(!isAbsent(claim));
  assert.deepEqual([claim.uid, claim.standing, claim.supportShare], [OLD, true, 1]);
});

test('claimed crown: a single small row does not outweigh the rows that stand', () => {
  const at = (block: number, late: boolean) =>
    stateAt(block, {
      validators: {
        1: { lastUpdate: SEED - 50, row: paying(OLD) },
        3: { lastUpdate: late ? ACTIVATION + 3 : 0, row: late ? paying(WINNER) : [] },
      },
      stake: { 1: 900, 3: 1 },
    });
  const states = [at(ACTIVATION, false), at(NEXT_ACTIVATION, true)];
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  assert.ok(!isAbsent(claim));
  assert.equal(claim.uid, WINNER);
  assert.ok(claim.supportShare < 0.01);
});

test('claimed crown: rows that were decided when the UID had gone to a stranger do not support it', () => {
  const at = (block: number, decided: Record<number, number>, isTaken: boolean) =>
    stateAt(block, {
      validators: Object.fromEntries(
        [1, 2, 3].map((uid) => {
          const lastUpdate = decided[uid] ?? SEED - 50;
          return [uid, { lastUpdate, row: paying(decided[uid] === undefined ? OLD : WINNER) }];
        }),
      ),
      stake: { 1: 450, 2: 200, 3: 350 },
      ...(isTaken ? { replaced: { [WINNER]: { hotkey: 'stranger', registeredAt: ACTIVATION + 20 } } } : {}),
      more: { commitReveal: false },
    });
  const states = [
    at(SEED, {}, false),
    at(ACTIVATION + 10, { 2: ACTIVATION + 5 }, false),
    at(NEXT_ACTIVATION, { 1: ACTIVATION + 50, 2: ACTIVATION + 5 }, true),
  ];
  const claim = claimedCrown({ round, states, fallbackUid: FALLBACK, published: null });
  assert.ok(!isAbsent(claim));
  assert.deepEqual([claim.uid, claim.supportShare], [WINNER, 0.2]);
});
