import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { unmeasuredIncumbent } from '../../../../src/diff/breaches/incumbent/unmeasuredIncumbent.js';
import type { PublishedComposite, PublishedRound } from '../../../../src/domain/published.js';
import {
  axesOf,
  breachInput,
  CHALLENGER,
  KING,
  publishedRound,
  publishedRow,
  specOf,
} from '../../breachCases.js';

const record = (uid: number): PublishedComposite => ({
  uid,
  model: `owner${uid}/model`,
  revision: null,
  committedAt: null,
  axes: axesOf(0.5),
  brokenAxes: [],
  worst: 0.5,
  weighted: 0.5,
  nAxes: 17,
  version: 29,
});
const sources = ['composite_scores.json', 'h2h_latest.json'];
const find = (view: Partial<PublishedRound>, more: Partial<BreachInput> = {}) =>
  unmeasuredIncumbent.find(breachInput({ views: [publishedRound({ sources, ...view })], ...more }));

test('A7: the captured records hold nobody but the challenger', () => {
  const [breach] = find({ composites: [record(CHALLENGER)] });
  assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
  assert.match(breach?.evidence.join(' ') ?? '', /validator 1 holds 1 records and none of UID 10/);
});

test('no A7: there is a record, or the file was not captured', () => {
  assert.deepEqual(find({ composites: [record(CHALLENGER), record(KING)] }), []);
  assert.deepEqual(find({ composites: [], sources: ['h2h_latest.json'] }), []);
  assert.deepEqual(unmeasuredIncumbent.find(breachInput()), []);
});

test('no A7: its own record seats the king, this validator seated another one, or the era has no floor', () => {
  assert.deepEqual(find({}, { spec: specOf({ incumbentSource: 'h2h_latest' }) }), []);
  assert.deepEqual(find({}, { spec: specOf({ king: null, incumbentSource: 'none' }) }), []);
  assert.deepEqual(find({ localKingUid: CHALLENGER }), []);
  assert.deepEqual(find({ rows: [publishedRow(CHALLENGER)] }), []);
  const { policy } = breachInput();
  assert.deepEqual(find({}, { policy: { ...policy, qualityFloor: null } }), []);
});
