import assert from 'node:assert/strict';
import { test } from 'node:test';
import { successionLimited } from '../../../../src/diff/breaches/scheduling/successionLimited.js';
import type { PublishedComposite, PublishedRound, PublishedRow } from '../../../../src/domain/published.js';
import type { ContenderDecision } from '../../../../src/domain/round.js';
import {
  axesOf,
  breachInput,
  CHALLENGER,
  contender,
  KING,
  publishedRound,
  publishedRow,
  specOf,
} from '../../breachCases.js';

const one = contender(40);
const record = (more: Partial<PublishedComposite> = {}): PublishedComposite => ({
  uid: 40,
  model: one.repo,
  revision: one.revision,
  committedAt: one.committedAt,
  axes: axesOf(0.6),
  brokenAxes: [],
  worst: 0.6,
  weighted: 0.6,
  nAxes: 17,
  version: 29,
  ...more,
});
const rows = (king: Partial<PublishedRow>, heir: Partial<PublishedRow> = {}) => [
  publishedRow(KING, { disqualified: true, ...king }),
  publishedRow(CHALLENGER, { tTest: null, ...heir }),
];
const find = (
  composite: Partial<PublishedComposite> = {},
  view: Partial<PublishedRound> = {},
  decision: Partial<ContenderDecision> = {},
) =>
  successionLimited.find(
    breachInput({
      spec: specOf({
        contenders: [
          {
            ...one,
            in: false,
            role: null,
            reason: '',
            contender: one,
            plans: 'none',
            prechecks: [{ rule: 14, status: 'pass', category: null, reason: '' }],
            ...decision,
          },
        ],
      }),
      views: [publishedRound({ rows: rows({}), composites: [record(composite)], ...view })],
    }),
  );

test('F4: the crown of a disqualified king passed a better stored record', () => {
  const [found, ...more] = find();
  assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /UID 40 .*worst axis of 0\.6/);
});

test('no F4: the record is not better, below the floor, of another commitment or not valid', () => {
  assert.deepEqual(find({ worst: 0.5 }), []);
  assert.deepEqual(find({ worst: null }), []);
  assert.deepEqual(find({ axes: axesOf(0.05) }), []);
  assert.deepEqual(find({ axes: {} }), []);
  assert.deepEqual(find({ revision: 'b'.repeat(40) }), []);
  assert.deepEqual(find({ nAxes: 11 }), []);
  assert.deepEqual(find({}, { disqualified: { [`${one.hotkey}:${one.committedAt}`]: 'copy:' } }), []);
  assert.deepEqual(find({}, {}, { prechecks: [] }), []);
});

test('no F4: the king was not disqualified, the heir won a duel, or the crown stayed', () => {
  assert.deepEqual(find({}, { rows: rows({ disqualified: false }) }), []);
  assert.deepEqual(
    find({}, { rows: [publishedRow(KING, { disqualified: true }), publishedRow(CHALLENGER)] }),
    [],
  );
  assert.deepEqual(find({}, { kingChanged: false, newKingUid: null }), []);
  assert.deepEqual(find({}, { rows: [...rows({}), publishedRow(40)] }), [], 'it took part');
});
