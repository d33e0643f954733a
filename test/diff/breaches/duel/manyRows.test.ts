import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachCheck } from '../../../../src/diff/breaches/breachInput.js';
import { crownWithoutDuelWin } from '../../../../src/diff/breaches/duel/crownWithoutDuelWin.js';
import { differentPrompts } from '../../../../src/diff/breaches/duel/differentPrompts.js';
import { kingFailsPrecheck } from '../../../../src/diff/breaches/duel/kingFailsPrecheck.js';
import { kingOverMaxKl } from '../../../../src/diff/breaches/duel/kingOverMaxKl.js';
import { lateResult } from '../../../../src/diff/breaches/duel/lateResult.js';
import { partialRun } from '../../../../src/diff/breaches/duel/partialRun.js';
import { roundedLowerBound } from '../../../../src/diff/breaches/duel/roundedLowerBound.js';
import { sharedResult } from '../../../../src/diff/breaches/duel/sharedResult.js';
import { shortKing } from '../../../../src/diff/breaches/duel/shortKing.js';
import { stuckAfterEarlyStop } from '../../../../src/diff/breaches/duel/stuckAfterEarlyStop.js';
import { studentP } from '../../../../src/diff/breaches/duel/studentP.js';
import { tooFewPrompts } from '../../../../src/diff/breaches/duel/tooFewPrompts.js';
import { undefinedKl } from '../../../../src/diff/breaches/duel/undefinedKl.js';
import { unscoredKing } from '../../../../src/diff/breaches/duel/unscoredKing.js';
import { bareKey } from '../../../../src/diff/breaches/identity/bareKey.js';
import { clearedDisqualification } from '../../../../src/diff/breaches/identity/clearedDisqualification.js';
import { lostLists } from '../../../../src/diff/breaches/identity/lostLists.js';
import { normOnlyCopy } from '../../../../src/diff/breaches/identity/normOnlyCopy.js';
import { payloadOverride } from '../../../../src/diff/breaches/identity/payloadOverride.js';
import { staleHashCopy } from '../../../../src/diff/breaches/identity/staleHashCopy.js';
import { tieClusterWinner } from '../../../../src/diff/breaches/identity/tieClusterWinner.js';
import { CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { hotkeyOf } from '../../chainCases.js';
import { commitment, cutoffWith } from '../identity/identityCases.js';
import { found, paidRows } from './duelCases.js';

const CHECKS: readonly BreachCheck[] = [
  crownWithoutDuelWin,
  partialRun,
  shortKing,
  unscoredKing,
  kingOverMaxKl,
  undefinedKl,
  tooFewPrompts,
  differentPrompts,
  sharedResult,
  studentP,
  roundedLowerBound,
  stuckAfterEarlyStop,
  kingFailsPrecheck,
  lateResult,
  tieClusterWinner,
  lostLists,
  payloadOverride,
  clearedDisqualification,
  bareKey,
  normOnlyCopy,
  staleHashCopy,
];
const MANY = 100_000;

test('a view of 100,000 rows and as many keys is read once, and shows nothing that is not there', () => {
  const twin = publishedRow(CHALLENGER, { model: 'owner/model', raw: {} });
  const rows = [
    publishedRow(KING),
    ...Array.from({ length: MANY }, (_, at) => ({ ...twin, uid: 100 + at, committedAt: at })),
  ];
  const keys = Array.from({ length: MANY }, (_, at) => [`${hotkeyOf(at % 160)}:${at}`, 'copy: x'] as const);
  const view = publishedRound({
    rows,
    disqualified: Object.fromEntries(keys),
    newKingUid: 100,
    kingUid: 100,
  });
  const cutoff = cutoffWith(...Array.from({ length: 160 }, (_, uid) => commitment(uid, [5])));
  const input = { views: [view, view], cutoff, follows: () => false, ...paidRows(CHALLENGER) };
  for (const check of CHECKS) assert.deepEqual(found(check, input), [], check.code);
});

test('codes stand once, and in words', () => {
  assert.equal(new Set(CHECKS.map((check) => check.code)).size, CHECKS.length);
  assert.equal(new Set(CHECKS.map((check) => check.title)).size, CHECKS.length);
});
