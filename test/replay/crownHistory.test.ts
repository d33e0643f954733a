import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoundContender, RoundResult, Verdict } from '../../src/domain/verdict.js';
import { CrownHistory } from '../../src/replay/crownHistory.js';

const of = (uid: number): RoundContender => ({
  uid,
  hotkey: `hotkey-${uid}`,
  repo: `owner${uid}/model`,
  revision: '0'.repeat(40),
  committedAt: 1,
});
const result = (
  roundId: number,
  verdict: Verdict,
  king: number | null,
  claimed: number | null,
  conditional = false,
): RoundResult =>
  ({
    roundId,
    verdict,
    conditional,
    king: king === null ? null : of(king),
    challengers: claimed === null || claimed === king ? [] : [of(claimed)],
    claimedUid: claimed,
    claimedHotkeys: claimed === null ? [] : [`hotkey-${claimed}`],
  }) as unknown as RoundResult;
const historyOf = (...results: RoundResult[]) => {
  const history = new CrownHistory();
  for (const one of results) history.add(one);
  return history;
};

test('a crown from a round that could not be judged is not taken for a known one', () => {
  assert.equal(historyOf().crowning(of(2)), null);
  assert.deepEqual(historyOf(result(7, 'consistent', 1, 2)).crowning(of(2)), { roundId: 7, judged: true });
  for (const verdict of ['unverifiable', 'inconclusive'] as const)
    assert.deepEqual(historyOf(result(7, verdict, 1, 2)).crowning(of(2)), { roundId: 7, judged: false });
  // Holding it in a later round that could be judged says nothing of how it was won.
  const held = historyOf(result(7, 'unverifiable', 1, 2), result(8, 'consistent', 2, 2));
  assert.deepEqual(held.crowning(of(2)), { roundId: 7, judged: false });
  // Nor does a round without a seated king make it a new one.
  const unseated = historyOf(result(7, 'consistent', 1, 2), result(8, 'unverifiable', null, 2));
  assert.deepEqual(unseated.crowning(of(2)), { roundId: 7, judged: true });
});

test('a wrong crown goes on through rounds that could not be judged, until the crown is won anew without it', () => {
  const wrong = result(7, 'wrong-crown', 1, 2);
  assert.equal(historyOf(wrong).isConditional(of(2)), true);
  assert.equal(historyOf(wrong, result(8, 'unverifiable', 2, 3, true)).isConditional(of(3)), true);
  const gap = [wrong, result(8, 'unverifiable', null, null), result(9, 'consistent', 4, 2)];
  assert.equal(historyOf(...gap).isConditional(of(2)), false);
  assert.equal(historyOf(wrong, result(8, 'consistent', 2, 2, true)).isConditional(of(2)), true);
});
