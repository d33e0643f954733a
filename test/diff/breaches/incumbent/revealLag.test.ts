import assert from 'node:assert/strict';
import { test } from 'node:test';
import { revealLag } from '../../../../src/diff/breaches/incumbent/revealLag.js';
import type { ChainState } from '../../../../src/domain/chainState.js';
import { breachInput, KING, specOf } from '../../breachCases.js';
import { FALLBACK, paying, round } from '../../chainCases.js';
import { burning, earlierRound, old, type Shows, showing } from './rowCases.js';

const NEW = 30;
/** After the activation block of the round before, 120 blocks before the seed block. */
const DECIDED = round.seedBlock - 115;

/** Validators that decided before the seed block and whose commits are revealed after it. */
const states = (late: readonly number[], row = paying(NEW), decidedAt = DECIDED): ChainState[] => {
  const all = [1, 2, 3];
  const of = (shows: (uid: number) => Shows) => Object.fromEntries(all.map((uid) => [uid, shows(uid)]));
  const was = old(KING);
  const hidden: Shows = [decidedAt, paying(KING), [decidedAt]];
  return [
    showing(
      round.seedBlock - 120,
      of(() => was),
    ),
    showing(
      round.seedBlock,
      of((uid) => (late.includes(uid) ? hidden : was)),
    ),
    showing(
      round.seedBlock + 320,
      of((uid) => (late.includes(uid) ? [decidedAt, row] : was)),
    ),
    showing(
      round.activationBlock,
      of((uid) => (late.includes(uid) ? [decidedAt, row] : was)),
    ),
  ];
};
const find = (all: ChainState[], asRule: number | null = KING) =>
  revealLag.find(
    breachInput({
      states: all,
      seed: all.find((one) => one.block === round.seedBlock) ?? showing(round.seedBlock, {}),
      spec: specOf({ consensus: { asRule, byTrueStake: asRule } }),
      earlier: [earlierRound(round.roundId - 1, NEW)],
    }),
  );

test('A8: two of three validators had decided for another king before the seed block', () => {
  const [breach] = find(states([1, 2]));
  assert.deepEqual([breach?.uid, breach?.decisive], [NEW, false]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, /visible at the seed block \d+ is UID 10/);
  assert.match(
    evidence,
    new RegExp(`UID 1 \\(block ${DECIDED}\\), UID 2 .*first seen at block ${round.seedBlock + 320}`),
  );
  assert.match(evidence, /67 % .* pay UID 30 and rows with 33 %/);
});

test('no A8: one of three only, or nobody', () => {
  assert.deepEqual(find(states([1])), []);
  assert.deepEqual(find(states([])), []);
});

test('no A8: the commits are still hidden, they repeat the row, or they burn', () => {
  assert.deepEqual(find(states([1, 2]).slice(0, 2)), []);
  assert.deepEqual(find(states([1, 2], paying(KING))), []);
  assert.deepEqual(find(states([1, 2], [...burning])), []);
});

test('no A8: decided after the seed block or before the last activation, visible already, or no rows at all', () => {
  assert.deepEqual(find(states([1, 2], paying(NEW), round.seedBlock - 125)), []);
  const after = states([1, 2], paying(NEW), round.seedBlock + 5).filter(
    (one) => one.block !== round.seedBlock,
  );
  const seed = showing(round.seedBlock, { 1: old(KING), 2: old(KING), 3: old(KING) });
  assert.deepEqual(find([...after, seed].sort((a, b) => a.block - b.block)), []);
  assert.deepEqual(find(states([1, 2]), NEW), []);
  assert.deepEqual(find(states([1, 2]), FALLBACK), []);
  assert.deepEqual(find([]), []);
});

test('no A8: as much stake pays the visible king, or the row became visible at the seed block', () => {
  const half = states([1, 2]).map((state) => {
    const uids = state.uids.map((one) => (one.uid === 3 ? { ...one, stakeWeight: 2000 } : one));
    return { ...state, uids };
  });
  assert.deepEqual(find(half), []);
  const seen = states([1, 2]).map((state) =>
    state.block === round.seedBlock
      ? showing(round.seedBlock, {
          1: [DECIDED, paying(NEW)],
          2: [DECIDED, paying(NEW)],
          3: [DECIDED, paying(KING), [DECIDED]],
        })
      : state,
  );
  assert.deepEqual(find(seen), []);
});
