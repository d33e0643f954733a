import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tieClusterWinner as check } from '../../../../src/diff/breaches/identity/tieClusterWinner.js';
import { legalRules } from '../../../../src/eras/legalRules.js';
import { P11 } from '../../../../src/eras/p11.js';
import { axesOf, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { found, neverThrows } from '../duel/duelCases.js';

const N = 200;
/** KL lists around a mean; two lists of other phases differ by noise with a standard error of 0.01. */
const list = (mean: number, phase: number) =>
  Array.from({ length: N }, (_, at) => mean + (((at >> phase) & 1) === 0 ? 0.1 : -0.1));
const [WINNER, MIDDLE, SEED] = [21, 22, 23];
const row = (uid: number, quality: number, mean: number, phase: number, more = {}) =>
  publishedRow(uid, { axes: axesOf(quality), klPerPrompt: list(mean, phase), ...more });

const view = (winnerMean: number, middle: object = {}, more = {}) =>
  publishedRound({
    newKingUid: WINNER,
    kingUid: WINNER,
    rows: [
      publishedRow(KING),
      row(WINNER, 0.51, winnerMean, 0),
      row(MIDDLE, 0.52, 0.915, 1, middle),
      row(SEED, 0.53, 0.9, 2),
    ],
    ...more,
  });

test('D1: tied by way of the middle one, and worse than the seed', () => {
  const [breach] = found(check, { views: [view(0.93)] });
  assert.deepEqual([breach?.uid, breach?.decisive], [WINNER, false]);
  assert.match(breach?.evidence.join(' ') ?? '', /Best by rank is UID 23.*higher by 0\.030000 nats/);
});

test('D1 under some legal rules only says under which', () => {
  const [plain] = legalRules({ era: P11, others: [] });
  const strict = { ...plain, setting: 'floor-0.515', policy: { ...plain.policy, qualityFloor: 0.515 } };
  const [breach] = found(check, { views: [view(0.93)], rules: [plain, strict] });
  assert.match(breach?.evidence.at(-1) ?? '', /^It holds under default, not under every legal setting\.$/);
  const [firm] = found(check, { views: [view(0.93)] });
  assert.doesNotMatch(firm?.evidence.at(-1) ?? '', /It holds under/);
  assert.deepEqual(found(check, { views: [view(0.93)], rules: [strict] }), []);
});

test('no D1: the winner is tied with the seed itself', () => {
  assert.deepEqual(found(check, { views: [view(0.91)] }), []);
});

test('no D1: no chain of ties, lost lists, or the seed was crowned', () => {
  assert.deepEqual(found(check, { views: [view(0.93, { klPerPrompt: null })] }), []);
  assert.deepEqual(found(check, { views: [view(0.93, { disqualified: true })] }), []);
  assert.deepEqual(found(check, { views: [view(0.93, {}, { newKingUid: SEED, kingUid: SEED })] }), []);
  assert.deepEqual(found(check, { views: [view(0.87)] }), [], 'better than the seed');
  neverThrows(check);
});
