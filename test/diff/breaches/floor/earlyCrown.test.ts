import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { earlyCrown } from '../../../../src/diff/breaches/floor/earlyCrown.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import { breachInput, contender, KING, publishedRound, specOf } from '../../breachCases.js';
import { ACTIVATION, NEXT_ACTIVATION, paying, round } from '../../chainCases.js';
import { burning, earlierRound, old, type Shows, showing } from '../incumbent/rowCases.js';

const LEADER = 60;
const EARLY = round.seedBlock + 40;
const states = (shows: Shows, before: Shows = old(KING)): ChainState[] => [
  showing(round.seedBlock - 120, { 1: before }),
  showing(round.seedBlock, { 1: before }),
  showing(ACTIVATION, { 1: shows }),
];
const early = states([EARLY, paying(LEADER)]);
const last = earlierRound(round.roundId - 1, KING);
const find = (all: readonly ChainState[], more: Partial<BreachInput> = {}) =>
  earlyCrown.find(breachInput({ states: all, earlier: [last], ...more }));

test('B6: a row changes to a UID that nobody crowned, before activation', () => {
  const [breach] = find(early);
  assert.deepEqual([breach?.uid, breach?.decisive], [LEADER, false]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, new RegExp(`changed to UID 60: validators UID 1 \\(block ${EARLY}\\)`));
  assert.match(evidence, new RegExp(`round ${round.roundId - 1} went to UID 10`));
  assert.doesNotMatch(evidence, /crown_rescore` with/);
});

test('B6: the validator published that it had no king and selected one', () => {
  const crownRescore = {
    reason: null,
    previousKingUid: null,
    selectedKingUid: LEADER,
    qualityFloor: 0.06,
    fallbackUid: null,
    weightsSet: true,
  };
  const [breach] = find(early, { views: [publishedRound({ localKingUid: null, crownRescore })] });
  assert.match(
    breach?.evidence.join(' ') ?? '',
    /Validator 1 published `crown_rescore` with no previous king/,
  );
});

test('no B6: at activation, before the seed block, or not revealed', () => {
  const after = [...states(old(KING)), showing(NEXT_ACTIVATION, { 1: [ACTIVATION, paying(LEADER)] })];
  assert.deepEqual(find(after), []);
  assert.deepEqual(find(states([round.seedBlock - 1, paying(LEADER)])), []);
  assert.deepEqual(find(states([EARLY, paying(KING), [EARLY]])), []);
});

test('no B6: the fallback, the incumbent, an old king, a late result, or what the validator paid before', () => {
  assert.deepEqual(find(states([EARLY, burning])), []);
  assert.deepEqual(find(early, { spec: specOf({ king: contender(LEADER) }) }), []);
  assert.deepEqual(find(early, { spec: specOf({ consensus: { asRule: LEADER, byTrueStake: KING } }) }), []);
  assert.deepEqual(find(early, { earlier: [earlierRound(round.roundId - 2, LEADER), last] }), []);
  const late = { ...last, challengers: [contender(LEADER)] };
  assert.deepEqual(find(early, { earlier: [late] }), []);
  const back = [
    showing(round.seedBlock - 120, { 1: old(LEADER) }),
    showing(round.seedBlock, { 1: [round.seedBlock - 50, burning] }),
    showing(ACTIVATION, { 1: [EARLY, paying(LEADER)] }),
  ];
  assert.deepEqual(find(back), []);
  assert.deepEqual(find(early, { views: [publishedRound({ localKingUid: LEADER })] }), []);
});

test('no B6: the round before was not audited or crowned nobody, or the validator showed no row before', () => {
  assert.deepEqual(find(early, { earlier: [] }), []);
  assert.deepEqual(find(early, { earlier: [earlierRound(round.roundId - 2, KING)] }), []);
  assert.deepEqual(find(early, { earlier: [earlierRound(round.roundId - 1, null)] }), []);
  assert.deepEqual(find(states([EARLY, paying(LEADER)], [9, []])), []);
});

test('B6: what another validator published of its own start is not said of this one', () => {
  const crownRescore = {
    reason: null,
    previousKingUid: null,
    selectedKingUid: LEADER,
    qualityFloor: 0.06,
    fallbackUid: null,
    weightsSet: true,
  };
  for (const view of [
    { validatorUid: 2, crownRescore },
    { validatorHotkey: 'hotkey-before', crownRescore },
    { crownRescore: { ...crownRescore, previousKingUid: KING } },
    { crownRescore: { ...crownRescore, selectedKingUid: KING } },
  ]) {
    const [breach] = find(early, { views: [publishedRound({ localKingUid: null, ...view })] });
    assert.doesNotMatch(breach?.evidence.join(' ') ?? 'none', /crown_rescore` with|^none/);
  }
});
