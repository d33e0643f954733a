import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimedScores, CrownContender } from '../../src/decide/crownInput.js';
import { decideBand } from '../../src/decide/decideBand.js';
import { decideCrown } from '../../src/decide/decideCrown.js';
import { HELD_ERAS } from '../../src/eras/eraTable.js';
import { legalRules } from '../../src/eras/legalRules.js';
import { compositeOf, contender, crownInput, rulesOf } from './crownCases.js';

const noFloor = rulesOf('default', { qualityFloor: null, minQualityAxes: 0 });
const oneHot = rulesOf('default', { reserveFraction: 0 });

test('without a floor: 0.97 of the incumbent counts, an incumbent at 0 asks for 0, one without quality for nothing', () => {
  const passes = (king: number | null, challenger: number | null) =>
    decideCrown(crownInput(contender(1, 2.2, king), [contender(9, 2.1, challenger)]), noFloor).challengers[0]
      ?.passes;
  assert.equal(passes(0.02, 0.0195), true);
  assert.equal(passes(0.02, 0.0193), false);
  assert.equal(passes(0, 0), true);
  assert.equal(passes(null, 0), true);
  assert.equal(passes(0.02, null), false);
  const gates = decideCrown(crownInput(contender(1, 2.2, 0), [contender(9, 2.1, 0.01)]), noFloor)
    .challengers[0];
  assert.deepEqual(
    gates?.gates.slice(-2).map((gate) => gate.threshold),
    [null, 0],
  );
});

test('without a floor an incumbent holds unless it is disqualified', () => {
  const held = crownInput(contender(1, 2.1, null), [contender(9, 2.2, 0.5)]);
  assert.equal(decideCrown(held, noFloor).kind, 'held');
  assert.equal(decideCrown(held, rulesOf()).kind, 'no-duel');
  const out = { ...held, disqualified: { 'hotkey-1:1': 'copy: of another' } };
  assert.equal(decideCrown(out, noFloor).winnerUid, 9);
});

test('without a maximum KL any finite mean is within, an infinite one is a failed run', () => {
  const open = rulesOf('default', { maxKl: null });
  const input = crownInput(contender(1, 60, 0.5), [contender(9, 50, 0.5)]);
  assert.equal(decideCrown(input, open).winnerUid, 9);
  const failed = { ...contender(9, 2, 0.5), klPerPrompt: new Array(300).fill(Infinity) };
  const made = decideCrown(crownInput(contender(1, 2.1, 0.5), [failed]), open);
  assert.equal(made.challengers[0]?.gates.find((gate) => gate.name === 'max_kl')?.ok, false);
  assert.equal(made.challengers[0]?.disqualified, null);
});

test('exact equality at the limits: the maximum passes, the fraud line does not', () => {
  const at = (level: number) =>
    decideCrown(
      crownInput(contender(1, 2.2, 0.5), [
        { ...contender(9, 0, 0.5), klPerPrompt: new Array(300).fill(level) },
      ]),
      rulesOf('default', { maxKl: 2.1 }),
    ).challengers[0];
  const max = (level: number) => at(level)?.gates.find((gate) => gate.name === 'max_kl')?.ok;
  assert.deepEqual([max(2.1), at(2.1)?.disqualified], [true, null]);
  assert.equal(max(2.100001), false);
  assert.match(at(2.100001)?.disqualified ?? '', /above 2.1/);
  assert.match(at(1e-6)?.disqualified ?? '', /not above/);
  assert.equal(at(2e-6)?.disqualified, null);
  assert.match(at(-1)?.disqualified ?? '', /not above/);
});

test('before the shared fallback a round without a king has no expected row, and says why', () => {
  const early = rulesOf('default', { noWinnerUid: null });
  const made = decideCrown(crownInput(contender(1, 2.1, null), [], { localKingUid: null }), early);
  assert.deepEqual([made.winnerUid, made.expected, made.noWinner?.uid], [null, [], null]);
  assert.match(made.reason, /each validator/);
  const zero = decideCrown(crownInput(contender(1, 2.1, null), [], { localKingUid: 0 }), early);
  assert.deepEqual(zero.noWinner, { uid: 0, source: 'h2h_latest king' });
});

test('one-hot eras; a null band stays a null band', () => {
  const input = crownInput(contender(1, 2.2, 0.5), [contender(9, 2.1, 0.5)]);
  assert.deepEqual(decideCrown(input, oneHot).expected, [[9, 65535]]);
  const early = rulesOf('default', { noWinnerUid: null });
  const none = crownInput(contender(1, 2.1, null), [], { localKingUid: null });
  assert.deepEqual(decideBand(none, early, 0.01).paid, [null]);
});

test('schema tiers follow the era: version 28 is a first tier where the era says so', () => {
  const old = (uid: number, quality: number): CrownContender => ({
    ...contender(uid, 2.2, null),
    composite: { ...compositeOf(quality), version: 28 },
  });
  const input = crownInput(null, [old(8, 0.4), contender(9, 2.2, 0.3)]);
  assert.equal(decideCrown(input, rulesOf()).winnerUid, 9);
  assert.equal(decideCrown(input, rulesOf('default', { tierVersion: 28 })).winnerUid, 8);
});

test('a last king that was not seated stays in the pool of the selector', () => {
  const input = crownInput(null, [contender(9, 2.2, 0.3)], { localKingUid: 4 });
  assert.equal(decideCrown(input, rulesOf()).winnerUid, 9);
  assert.equal(decideCrown({ ...input, priorKing: contender(4, null, 0.3) }, rulesOf()).winnerUid, 4);
  const seated = crownInput(contender(4, 2.1, 0.3), [contender(9, 2.2, 0.3)]);
  const twice = { ...seated, priorKing: contender(4, null, 0.9) };
  assert.equal(decideCrown(twice, rulesOf()).winnerUid, 4);
});

test('quality comes from this round’s row, else from the stored record', () => {
  const bare = { ...contender(1, 2.2, null), composite: { ...compositeOf(0), axes: { kl: 1 } } };
  const input = crownInput(bare, [contender(9, 2.1, 0.3)], { storedKingComposite: compositeOf(0.5) });
  assert.equal(decideCrown(input, rulesOf()).kingQuality?.toFixed(3), '0.500');
});

const claimed = (uid: number, meanKl: number | null, test: ClaimedScores['test']): CrownContender => ({
  ...contender(uid, null, 0.5),
  claimed: { meanKl, test, prompts: 300 },
});
const row = (more: Partial<NonNullable<ClaimedScores['test']>> = {}) => ({
  n: 300,
  p: 0.001,
  meanDelta: 0.02,
  lcb: 0.008,
  t: 3.1,
  se: 0.0064,
  ...more,
});

test('published numbers stand in for lists that are not held', () => {
  const king = claimed(1, 2.2, null);
  const decide = (one: CrownContender) => decideCrown(crownInput(king, [one]), rulesOf());
  assert.equal(decide(claimed(9, 2.18, row())).winnerUid, 9);
  assert.equal(decide(claimed(9, 2.18, row({ lcb: -0.001 }))).winnerUid, 1);
  assert.equal(decide(claimed(9, 2.18, row({ lcb: null }))).winnerUid, 9);
  assert.equal(decide(claimed(9, 2.18, row({ p: 0.03 }))).winnerUid, 1);
  assert.equal(decide(claimed(9, 2.18, row({ p: null }))).winnerUid, 1);
  assert.equal(decide(claimed(9, 2.18, row({ n: 99 }))).winnerUid, 1);
  assert.equal(decide(claimed(9, null, row())).winnerUid, 1);
  assert.equal(decide(claimed(9, 4.1, row())).winnerUid, 1);
  assert.equal(decide(claimed(9, 2.18, null)).winnerUid, 1);
  const shown = decide(claimed(9, 2.18, row())).challengers[0]?.duel;
  assert.deepEqual([shown?.meanDelta, shown?.lcb, shown?.p, shown?.n], [0.02, 0.008, 0.001, 300]);
});

test('published numbers stay what they are under a smaller number of prompts', () => {
  const input = crownInput(claimed(1, 2.2, null), [claimed(9, 2.18, row())]);
  assert.equal(decideCrown(input, rulesOf('prompts-150')).challengers[0]?.duel?.n, 300);
});

test('several published winners: whether they are tied cannot be told, and that is said', () => {
  const input = crownInput(claimed(1, 2.2, null), [
    { ...claimed(9, 2.18, row()), composite: compositeOf(0.6) },
    { ...claimed(8, 2.18, row()), committedAt: 0 },
  ]);
  const made = decideCrown(input, rulesOf());
  assert.equal(made.tiesUnknown, true);
  assert.equal(made.winnerUid, 9);
  assert.match(made.reason, /not known/);
  assert.deepEqual(decideBand(input, rulesOf(), 0).paid, [9, 8]);
  assert.equal(
    decideCrown(crownInput(claimed(1, 2.2, null), [claimed(9, 2.18, row())]), rulesOf()).tiesUnknown,
    false,
  );
});

test('the band of published numbers moves with the shift and contains the decision', () => {
  const input = crownInput(claimed(1, 2.2, null), [claimed(9, 2.18, row())]);
  assert.deepEqual(decideBand(input, rulesOf(), 1e-4).paid, [9]);
  assert.deepEqual(decideBand(input, rulesOf(), 0.005).paid, [9, 1]);
});

test('every era decides a plain duel, an upheld king and an empty round under each of its legal settings', () => {
  for (const era of HELD_ERAS)
    for (const rules of legalRules({ era, others: [] })) {
      const { policy, setting } = rules;
      const name = `${era.id} ${setting}`;
      const level = (policy.maxKl ?? 2) - 0.2;
      const quality = (policy.qualityFloor ?? 0) + 0.3;
      const duel = crownInput(contender(1, level, quality), [contender(9, level - 0.1, quality)]);
      assert.equal(decideCrown(duel, rules).winnerUid, 9, name);
      assert.deepEqual(decideBand(duel, rules, 1e-4).paid, [9], name);
      const held = crownInput(contender(1, level - 0.1, quality), [contender(9, level, quality)]);
      assert.equal(decideCrown(held, rules).kind, 'held', name);
      const none = crownInput(null, [], { localKingUid: null });
      assert.equal(decideCrown(none, rules).kind, 'kingless', name);
      const row = policy.noWinnerUid === null ? [] : [[policy.noWinnerUid, 65535]];
      assert.deepEqual(decideCrown(none, rules).expected, row, name);
    }
});
