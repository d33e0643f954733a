import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedResult as check } from '../../../../src/diff/breaches/duel/sharedResult.js';
import {
  axesOf,
  CHALLENGER,
  contender,
  KING,
  publishedRound,
  publishedRow,
  specOf,
} from '../../breachCases.js';
import { found, neverThrows, testOf } from './duelCases.js';

const TWIN = 21;
const model = 'owner/model';
const view = (more = {}) =>
  publishedRound({
    rows: [publishedRow(KING), publishedRow(CHALLENGER, { model }), publishedRow(TWIN, { model, ...more })],
  });
const spec = specOf({ challengers: [contender(CHALLENGER), contender(TWIN)] });

test('C9: two revisions of one name, one result', () => {
  const [breach, ...more] = found(check, { views: [view()], spec });
  assert.equal(more.length, 0);
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(breach?.evidence[0] ?? '', /UID 20 \(revision 0{40}\), UID 21 \(revision 1{40}\)/);
});

test('C9: a challenger with the name of the king, by its composite record', () => {
  const record = {
    uid: TWIN,
    model,
    revision: 'f'.repeat(40),
    committedAt: contender(TWIN).committedAt,
    axes: {},
    brokenAxes: [],
    worst: null,
    weighted: null,
    nAxes: null,
    version: null,
  };
  const rows = [
    publishedRow(KING, { model }),
    publishedRow(TWIN, { model, kl: 1, tTest: testOf({ p: 1, t: 0 }) }),
  ];
  const views = [publishedRound({ rows, composites: [record] })];
  assert.equal(found(check, { views }).length, 1);
});

test('no C9: one revision twice, or revisions that are not known', () => {
  const same = contender(TWIN, { revision: contender(CHALLENGER).revision });
  const challengers = [contender(CHALLENGER), same];
  assert.deepEqual(found(check, { views: [view()], spec: specOf({ challengers }) }), []);
  assert.deepEqual(found(check, { views: [view()] }), []);
});

test('no C9: one digit, one axis or the name differs', () => {
  for (const more of [
    { kl: 0.900001 },
    { model: 'owner/model2' },
    { tTest: testOf({ lcb: 0.0805 }) },
    { axes: { ...axesOf(0.5), code_bench: 0.5001 } },
    { kl: null },
  ])
    assert.deepEqual(found(check, { views: [view(more)], spec }), []);
  neverThrows(check, { spec });
});
