import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stuckAfterEarlyStop as check } from '../../../../src/diff/breaches/duel/stuckAfterEarlyStop.js';
import { CHALLENGER, contender } from '../../breachCases.js';
import { crowning, found, neverThrows } from './duelCases.js';

const record = (more = {}) => ({
  uid: CHALLENGER,
  model: `owner${CHALLENGER}/model`,
  revision: contender(CHALLENGER).revision,
  committedAt: contender(CHALLENGER).committedAt,
  axes: {},
  brokenAxes: [],
  worst: 0,
  weighted: 0,
  nAxes: 0,
  version: 29,
  ...more,
});
const STOPPED = { earlyStopped: true, promptsScored: 60 };
const view = (row = {}, composites = [record()]) => ({ ...crowning({ ...STOPPED, ...row }), composites });

test('C12: stopped after 60 prompts, with a record of the same commitment', () => {
  const [breach] = found(check, { views: [view()] });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
});

test('no C12: the record is of an older commitment', () => {
  assert.deepEqual(found(check, { views: [view({}, [record({ committedAt: 7 })])] }), []);
  assert.deepEqual(found(check, { views: [view({}, [record({ model: 'owner/older' })])] }), []);
});

test('no C12: 100 prompts, a whole run, no record, or a king', () => {
  for (const row of [
    { promptsScored: 100 },
    { earlyStopped: false },
    { isKing: true },
    { disqualified: true },
  ])
    assert.deepEqual(found(check, { views: [view(row)] }), []);
  assert.deepEqual(found(check, { views: [view({}, [])] }), []);
  neverThrows(check);
});
