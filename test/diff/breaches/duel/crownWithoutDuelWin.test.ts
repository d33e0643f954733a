import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crownWithoutDuelWin as check } from '../../../../src/diff/breaches/duel/crownWithoutDuelWin.js';
import {
  axesOf,
  CHALLENGER,
  contender,
  KING,
  publishedRound,
  publishedRow,
  specOf,
} from '../../breachCases.js';
import { hotkeyOf } from '../../chainCases.js';
import { crowning, found, neverThrows, paidRows, testOf } from './duelCases.js';

/** z = 1.9: passes alpha 0.03 and not the lower bound. */
const ALPHA_ONLY = testOf({ p: 0.028717, t: 1.9, meanDelta: 0.019, lcb: -0.0006 });
/** Twenty standard errors on the king's side: no other text can have given a win. */
const FAR_OFF = testOf({ p: 1, t: -20, meanDelta: -0.2, lcb: -0.2196 });
/** What the evaluator writes at the row of a winner by duel. */
const selectionGate = {
  challengerQuality: 0.5,
  incumbentQuality: 0.5,
  margin: 0.03,
  absoluteFloor: 0.06,
  threshold: 0.4,
  reason: 'paired_kl_and_quality_winner',
};
const follows = () => false;

test('C1: a crowned row whose mean lies far on the king side, on more than half of the stake', () => {
  const [breach] = found(check, {
    views: [crowning({ tTest: FAR_OFF, selectionGate })],
    follows,
    ...paidRows(CHALLENGER),
  });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, true]);
});

test('C1: a crowned row that passes alpha alone is listed: another text may have given a win', () => {
  const views = [crowning({ tTest: ALPHA_ONLY })];
  const [breach, ...more] = found(check, { views, follows, ...paidRows(CHALLENGER) });
  assert.equal(more.length, 0);
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(breach?.evidence.join(' ') ?? '', /lower bound -0\.0006, not above 0.*90 %/);
});

test('C1: fewer pairs than a duel needs', () => {
  const views = [crowning({ tTest: testOf({ n: 99 }), pairedPrompts: 99 })];
  const [breach] = found(check, { views, follows, ...paidRows(CHALLENGER) });
  assert.equal(breach?.decisive, false);
  assert.match(breach?.evidence[0] ?? '', /99 pairs, fewer than 100/);
});

test('C1 is not decisive where somebody else may have crowned by right', () => {
  const views = [crowning({ tTest: FAR_OFF, selectionGate })];
  const rows = paidRows(CHALLENGER);
  const cases = {
    'its row does not say that it won a duel: a floor of the operator may have unseated the king': {
      views: [crowning({ tTest: FAR_OFF })],
      follows,
      ...rows,
    },
    'the publisher holds less than half of the stake': {
      views,
      follows,
      ...paidRows(CHALLENGER, [400, 600]),
    },
    'rows pay the king': { views, follows, ...paidRows(KING) },
    'the publisher itself pays the king': {
      views,
      follows,
      ...paidRows(KING),
      claim: rows.claim,
    },
    'no row is recorded': { views, follows },
    'no rows make the claim': { views, follows, ...rows, claim: null },
    'older rows make the claim': { views, follows, ...rows, claim: { ...rows.claim, standing: true } },
    'it held the crown already': {
      views,
      follows,
      ...rows,
      spec: specOf({ consensus: { asRule: CHALLENGER, byTrueStake: CHALLENGER } }),
    },
    'it was seated as king': { views, follows, ...rows, spec: specOf({ king: contender(CHALLENGER) }) },
    'the winner was not follows': { views, follows: () => null, ...rows },
    'another hotkey published': {
      views: views.map((view) => ({ ...view, validatorHotkey: hotkeyOf(3) })),
      follows,
      ...rows,
    },
    'only alpha fails, which an operator sets': {
      views: [crowning({ tTest: testOf({ p: 0.031 }), selectionGate })],
      follows,
      ...rows,
    },
    'an unknown mean, which may be infinite': {
      views: [crowning({ tTest: testOf({ meanDelta: null, lcb: null }), selectionGate })],
      follows,
      ...rows,
    },
  };
  for (const [name, input] of Object.entries(cases)) {
    const breaches = found(check, input);
    assert.deepEqual(
      breaches.map((one) => one.decisive),
      [false],
      name,
    );
  }
});

test('no C1: the duel was won, by however little', () => {
  for (const tTest of [testOf({}), testOf({ p: 0.024999, t: 1.961, lcb: 0.000001 }), testOf({ n: 100 })])
    assert.deepEqual(found(check, { views: [crowning({ tTest })], follows, ...paidRows(CHALLENGER) }), []);
  const missing = testOf({ lcb: null, meanDelta: 0.1 });
  assert.deepEqual(found(check, { views: [crowning({ tTest: missing })], follows }), []);
});

test('no C1: a way without a duel may lead to the crown', () => {
  const lost = { tTest: ALPHA_ONLY };
  assert.deepEqual(found(check, { views: [crowning(lost)], follows: () => true }), []);
  for (const king of [
    { disqualified: true },
    { axes: axesOf(0.1) },
    { axes: {} },
    { axisGroupsOff: ['bench'] },
  ])
    assert.deepEqual(found(check, { views: [crowning(lost, king)] }), []);
  assert.equal(found(check, { views: [crowning(lost)] }).length, 1, 'the king would hold');
  const views = [
    publishedRound({ rows: [publishedRow(CHALLENGER, lost)], firstCrown: true, kingChanged: false }),
  ];
  assert.deepEqual(found(check, { views, follows }), []);
});

test('C1: the row itself says that the crown was won by a duel', () => {
  const [breach] = found(check, { views: [crowning({ tTest: ALPHA_ONLY, selectionGate }, { axes: {} })] });
  assert.equal(breach?.decisive, false);
});

test('no C1: no test, no change, or rows that are not clear', () => {
  const views = [
    crowning({ tTest: null }),
    publishedRound({
      kingChanged: false,
      newKingUid: null,
      kingUid: KING,
      rows: [publishedRow(KING), publishedRow(CHALLENGER, { tTest: ALPHA_ONLY })],
    }),
    publishedRound({
      rows: [publishedRow(KING), publishedRow(CHALLENGER, { tTest: ALPHA_ONLY }), publishedRow(CHALLENGER)],
    }),
  ];
  for (const view of views) assert.deepEqual(found(check, { views: [view], follows }), []);
  neverThrows(check, { follows, ...paidRows(CHALLENGER) });
});
