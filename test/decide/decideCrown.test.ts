import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CrownInput } from '../../src/decide/crownInput.js';
import { decideBand } from '../../src/decide/decideBand.js';
import { decideCrown } from '../../src/decide/decideCrown.js';
import { GATE_NAMES } from '../../src/decide/gates.js';
import { compositeOf, contender, crownInput, klAround, rulesOf } from './crownCases.js';

const decide = (input: CrownInput, id = 'default') => decideCrown(input, rulesOf(id));
const failedGates = (input: CrownInput, index = 0, id = 'default') =>
  decide(input, id)
    .challengers[index]?.gates.filter((gate) => !gate.ok)
    .map((gate) => gate.name);

test('a challenger that passes every gate takes the crown, with every gate listed', () => {
  const input = crownInput(contender(0, 2.2, 0.5), [contender(9, 2.1, 0.5)]);
  const made = decide(input);
  assert.equal(made.winnerUid, 9);
  assert.equal(made.kind, 'duel');
  assert.deepEqual(made.expected, [
    [9, 65535],
    [155, 7282],
  ]);
  const challenger = made.challengers[0];
  assert.deepEqual(
    challenger?.gates.map((gate) => gate.name),
    [...GATE_NAMES],
  );
  assert.ok(challenger?.gates.every((gate) => gate.ok));
  assert.equal(challenger?.duel?.meanDelta, 0.1);
  assert.equal(challenger?.duel?.n, 300);
  assert.ok(Math.abs((challenger?.meanKl ?? 0) - 2.1) < 1e-4);
});

test('UID 0 as king keeps the crown when nobody passes', () => {
  const made = decide(crownInput(contender(0, 2.1, 0.5), [contender(9, 2.2, 0.5)]));
  assert.equal(made.winnerUid, 0);
  assert.equal(made.kind, 'held');
  assert.deepEqual(made.expected, [
    [0, 65535],
    [155, 7282],
  ]);
  assert.deepEqual(failedGates(crownInput(contender(0, 2.1, 0.5), [contender(9, 2.2, 0.5)])), [
    'paired_p',
    'paired_mean',
    'paired_lcb',
  ]);
});

test('each gate can fail alone', () => {
  const king = contender(1, 2.2, 0.5);
  const short = { ...contender(9, 2.1, 0.5), klPerPrompt: klAround(2.1, 99) };
  assert.deepEqual(failedGates(crownInput(king, [short])), ['paired_prompts']);
  assert.deepEqual(failedGates(crownInput(king, [contender(9, 2.1, 0.05)])), [
    'quality_floor',
    'quality_vs_incumbent',
  ]);
  assert.deepEqual(failedGates(crownInput(king, [contender(9, 2.1, 0.48)])), ['quality_vs_incumbent']);
  assert.deepEqual(
    failedGates(crownInput(contender(1, 4.5, 0.5), [contender(9, 4.1, 0.5)]), 0, 'max-kl-6.3'),
    [],
  );
  const listed = crownInput(king, [contender(9, 2.1, 0.5)], {
    disqualified: { 'hotkey-9:9': 'copy: of UID 4' },
  });
  assert.deepEqual(failedGates(listed), ['not_disqualified']);
  assert.equal(decide(listed).winnerUid, 1);
});

test('a maximum KL below the challenger disqualifies it; a published entry about KL is measured again', () => {
  const input = crownInput(contender(1, 2.2, 0.5), [contender(9, 2.05, 0.5)], {
    disqualified: { 'hotkey-9:9': 'quality: KL=2.05 over 2.0' },
  });
  assert.equal(decide(input).winnerUid, 9);
  const strict = decide(input, 'max-kl-2.0');
  assert.equal(strict.winnerUid === 9, false);
  assert.match(strict.challengers[0]?.disqualified ?? '', /above 2/);
});

test('a king without scores, or over the limit, can lose nothing in a duel', () => {
  const dumb = crownInput(contender(1, null, 0.5), [contender(9, 0.5, 0.6)]);
  assert.deepEqual(decide(dumb).challengers[0]?.duel?.meanDelta, null);
  assert.equal(decide(dumb).kind, 'held');
  const over = crownInput(contender(1, 4.4, 0.5), [contender(9, 2, 0.5)]);
  const made = decide(over);
  assert.equal(made.kind, 'no-duel');
  assert.equal(made.winnerUid, 9);
});

test('crown without a duel: no passer, the incumbent fails the hold check', () => {
  const made = decide(crownInput(contender(1, 2.1, 0.01), [contender(9, 2.2, 0.4)]));
  assert.equal(made.winnerUid, 9);
  assert.equal(made.kind, 'no-duel');
});

test('below the floor an incumbent with a record is crowned again, without one the round is kingless', () => {
  const again = decide(crownInput(contender(1, 2.1, 0.01), []));
  assert.equal(again.winnerUid, 1);
  assert.equal(again.kind, 'held');
  const none = crownInput(contender(1, 2.1, null), [], { localKingUid: null });
  const kingless = decide(none);
  assert.equal(kingless.winnerUid, null);
  assert.equal(kingless.kind, 'kingless');
  assert.deepEqual(kingless.expected, [[155, 65535]]);
  assert.deepEqual(decide({ ...none, localKingUid: 1 }).expected, [
    [1, 65535],
    [155, 7282],
  ]);
  assert.equal(decide(crownInput(null, [contender(9, 2, 0.4)])).winnerUid, 9);
});

test('a last king that is not captured leaves a crown without a duel open, and no other', () => {
  const untold = { localKingUid: { absent: 'missing', why: 'x' } } as const;
  const bandOf = (input: CrownInput) => decideBand(input, rulesOf(), 0).paid;
  const holding = crownInput(contender(1, 2.1, 0.5), [contender(9, 2.2, 0.6)], untold);
  assert.deepEqual([decide(holding).openUids, decide(holding).winnerUid, bandOf(holding)], [[], 1, [1]]);
  const won = crownInput(contender(1, 2.1, 0.01), [contender(9, 2, 0.6)], untold);
  assert.deepEqual([decide(won).openUids, bandOf(won)], [[], [9]]);
  // 9 is preferred by no margin: as the last king it keeps the place, else 8 takes it.
  const heirs = crownInput(null, [contender(8, 2, 0.405), contender(9, 2, 0.4)], untold);
  const open = decide(heirs);
  assert.deepEqual([open.winnerUid, open.openUids, open.expected], [8, [8, 9, null], []]);
  assert.deepEqual(bandOf(heirs), [8, 9, null]);
  assert.match(open.reason, /not captured.* to UID 8 or UID 9 or somebody else\.$/);
  const kingless = decide(crownInput(contender(1, 2.1, null), [], untold));
  assert.deepEqual([kingless.winnerUid, kingless.openUids], [null, [155, 1, null]]);
});

test('clones: the earliest commitment wins among passers that cannot be told apart', () => {
  const first = contender(30, 2.1, 0.5, 100);
  const better = { ...contender(20, 2.1, 0.52, 200), klPerPrompt: klAround(2.1).reverse() };
  const made = decide(crownInput(contender(1, 2.2, 0.5), [better, first]));
  assert.deepEqual(made.tieCluster, [20, 30]);
  assert.equal(made.winnerUid, 30);
});

test('settings: prompts 150 takes the prefix of the DRAW, floor 0.20 and reserve 0 do what they say', () => {
  const early = klAround(2.1).map((value, i) => (i < 140 ? value : value + 0.3));
  const drawIndex = Array.from({ length: 300 }, (_, i) => i + 10);
  const input = crownInput(contender(1, 2.2, 0.5), [{ ...contender(9, 0, 0.5), klPerPrompt: early }], {
    drawIndex,
  });
  assert.equal(decide(input).winnerUid, 1);
  assert.equal(decide(input, 'prompts-150').winnerUid, 9);
  assert.equal(decide(input, 'prompts-150').challengers[0]?.duel?.n, 140);
  const poor = crownInput(contender(1, 2.2, 0.1), [contender(9, 2.1, 0.1)]);
  assert.equal(decide(poor).winnerUid, 9);
  assert.equal(decide(poor, 'floor-0.20').winnerUid, 1);
  assert.deepEqual(decide(poor, 'reserve-0').expected, [[9, 65535]]);
  assert.deepEqual(decide(poor, 'floor-0.20+reserve-0').expected, [[1, 65535]]);
});

test('composite stored for the king is used where this round has none', () => {
  const input = crownInput(contender(1, 2.2, null), [contender(9, 2.1, 0.3)], {
    storedKingComposite: compositeOf(0.5),
  });
  assert.equal(decide(input).kingQuality?.toFixed(6), '0.500000');
  assert.equal(decide(input).winnerUid, 1);
});

test('the noise band: far from the line one crown, near it two, and it only grows with the noise', () => {
  const near = crownInput(contender(1, 2.1005, 0.5), [
    {
      ...contender(9, 0, 0.5),
      klPerPrompt: klAround(2.1).map((value, i) => value + 0.02 * Math.sin(i * 78.233)),
    },
  ]);
  const bandOf = (input: CrownInput, noise: number) => decideBand(input, rulesOf(), noise);
  const far = crownInput(contender(1, 2.2, 0.5), [contender(9, 2.1, 0.5)]);
  assert.deepEqual(bandOf(far, 1e-4), { setting: 'default', paid: [9], touched: [] });
  assert.deepEqual(bandOf(near, 0).paid, [1]);
  assert.deepEqual(bandOf(near, 0.003).paid, [1, 9]);
  assert.deepEqual(bandOf(near, 0.003).touched, ['9 paired_lcb', '9 paired_mean', '9 paired_p']);
  let before = 0;
  for (const noise of [0, 1e-6, 1e-4, 1e-3, 3e-3, 1e-2, 0.1]) {
    const now = bandOf(near, noise).paid.length;
    assert.ok(now >= before);
    before = now;
  }
  const edge = crownInput(contender(1, 3.9999995, 0.5), [contender(9, 3.5, 0.001)]);
  assert.ok(bandOf(edge, 0.001).paid.includes(1));
});
