import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CauseContender, findCause } from '../../src/diff/findCause.js';

const kl = (level: number) => Array.from({ length: 200 }, (_, i) => level + 0.1 * Math.sin(i * level));
const [onA, onB] = ['a'.repeat(64), 'b'.repeat(64)];
const replays = (level: number) => [
  { capture: onA, kl: kl(level) },
  { capture: onB, kl: kl(level + 1) },
];
const king: CauseContender = { uid: 1, role: 'king', claimedKl: kl(2), replays: replays(2) };
const challenger = (claimedKl: CauseContender['claimedKl']): CauseContender => ({
  uid: 9,
  role: 'challenger',
  claimedKl,
  replays: replays(3),
});
const find = (claimedKl: CauseContender['claimedKl'], more: Partial<Parameters<typeof findCause>[0]> = {}) =>
  findCause({
    contenders: [king, challenger(claimedKl)],
    claimedUid: 9,
    publishedUid: 9,
    ourUid: 1,
    fromClaims: [9, 9],
    ...more,
  });

test('inputs: the claim agrees with the replay on another text', () => {
  const almost = kl(4).map((value, i) => (i === 7 ? value + 0.01 : value + 0.0005));
  const found = find(almost);
  assert.equal(found.cause, 'inputs');
  assert.match(found.reasons.join(' '), /UID 9/);
  assert.match(found.reasons.join(' '), /199 of 200 prompts agree/);
  assert.match(found.reasons.join(' '), /aaaaaaaaaaaa\) \d+ of 200 prompts differ, the first one at index 0/);
});

test('scores: no captured text reproduces the claim', () => {
  assert.equal(find(kl(2.5)).cause, 'scores');
  const three = kl(3).map((value, i) => (i < 3 ? value - 0.5 : value));
  const found = find(three);
  assert.equal(found.cause, 'scores');
  assert.match(found.reasons.join(' '), /3 of 200 prompts differ, the first one at index 0/);
});

test('rules: the claimed scores are right and the claimed crown does not follow', () => {
  const found = find(kl(3), { fromClaims: [1, 1] });
  assert.equal(found.cause, 'rules');
  assert.match(found.reasons.join(' '), /UID 1, not UID 9/);
});

test('weights: the validator decided as we do and the rows pay another', () => {
  assert.equal(find(kl(3), { publishedUid: 1 }).cause, 'weights');
});

test('nothing published tells nothing', () => {
  assert.equal(
    findCause({ contenders: [], claimedUid: 9, publishedUid: null, ourUid: 1, fromClaims: null }).cause,
    null,
  );
  assert.equal(find(kl(3), { fromClaims: null }).cause, null);
});
