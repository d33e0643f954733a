import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { incumbentLeftOut } from '../../../../src/diff/breaches/prechecks/incumbentLeftOut.js';
import type { PublishedRound } from '../../../../src/domain/published.js';
import { roundBlocks } from '../../../../src/eras/roundBlocks.js';
import {
  breachInput,
  CHALLENGER,
  contender,
  KING,
  publishedRound,
  publishedRow,
  specOf,
} from '../../breachCases.js';
import { FALLBACK, round } from '../../chainCases.js';

const FIRST: Partial<PublishedRound> = {
  firstCrown: true,
  prevKingUid: null,
  newKingUid: null,
  kingChanged: false,
  kingUid: CHALLENGER,
  localKingUid: null,
  rows: [publishedRow(CHALLENGER, { tTest: null })],
};
const find = (view: Partial<PublishedRound> = {}, more: Partial<BreachInput> = {}) =>
  incumbentLeftOut.find(breachInput({ views: [publishedRound({ ...FIRST, ...view })], ...more }));

test('E8: a first crown without a duel although the rows paid a king', () => {
  const [found, ...more] = find();
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', new RegExp(`UID ${KING}, whom the rows pay most`));
  const [own] = find(
    { localKingUid: KING },
    { spec: specOf({ consensus: { asRule: null, byTrueStake: null } }) },
  );
  assert.match(own?.evidence.join(' ') ?? '', /own record before the round/);
  const crowned = { uid: KING, hotkeys: [contender(KING).hotkey] };
  const before = {
    ...roundBlocks(round.roundId - 1),
    crowned,
    king: null,
    challengers: [],
    disqualified: [],
  };
  const [earlier] = find({}, { earlier: [before] });
  assert.match(earlier?.evidence.join(' ') ?? '', new RegExp(`the rows of round ${round.roundId - 1} crown`));
});

test('no E8: nobody held the crown before, or only the fallback did', () => {
  for (const asRule of [null, FALLBACK, CHALLENGER])
    assert.deepEqual(find({}, { spec: specOf({ consensus: { asRule, byTrueStake: asRule } }) }), []);
});

test('no E8: the king was seated, was disqualified, has no commitment, or a duel was run', () => {
  assert.deepEqual(find({ rows: [publishedRow(KING), publishedRow(CHALLENGER, { tTest: null })] }), []);
  assert.deepEqual(find({ rows: [publishedRow(CHALLENGER)] }), []);
  assert.deepEqual(find({ rows: [] }), []);
  const { hotkey, committedAt } = contender(KING);
  assert.deepEqual(find({ disqualified: { [`${hotkey}:${committedAt}`]: 'quality: KL=5' } }), []);
  assert.deepEqual(find({}, { spec: specOf({ king: null }) }), []);
  assert.deepEqual(find({ firstCrown: false }), []);
  assert.deepEqual(find({ prevKingUid: KING, kingChanged: true }), []);
  assert.deepEqual(incumbentLeftOut.find(breachInput({ views: [publishedRound()] })), []);
});
