import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oldRowsOfUid } from '../../../../src/diff/breaches/scheduling/oldRowsOfUid.js';
import { recentRepository } from '../../../../src/diff/breaches/scheduling/recentRepository.js';
import type { PublishedComposite, PublishedRound } from '../../../../src/domain/published.js';
import type { Contender, ContenderDecision } from '../../../../src/domain/round.js';
import { P11 } from '../../../../src/eras/p11.js';
import { breachInput, contender, publishedRound, publishedRow, specOf } from '../../breachCases.js';
import { round } from '../../chainCases.js';

const WAITING = 30;
const one = contender(WAITING, { committedAt: round.seedBlock - 100 });
const decided = (more: Partial<ContenderDecision> = {}): ContenderDecision => ({
  uid: WAITING,
  hotkey: one.hotkey,
  in: false,
  role: null,
  reason: '',
  contender: one,
  plans: 'none',
  prechecks: [{ rule: 14, status: 'pass', category: null, reason: '' }],
  ...more,
});
const composite = (more: Partial<PublishedComposite> = {}): PublishedComposite => ({
  uid: 31,
  model: one.repo,
  revision: 'b'.repeat(40),
  committedAt: round.seedBlock - 3000,
  axes: {},
  brokenAxes: [],
  worst: 0.3,
  weighted: 0.3,
  nAxes: 17,
  version: 29,
  ...more,
});
type Past = NonNullable<PublishedRound['history']>[number];
const past = (more: Partial<Past['rows'][number]> = {}, block = round.seedBlock - 1440): Past => ({
  block,
  kingUid: 10,
  newKingUid: null,
  kingChanged: false,
  rows: [
    {
      uid: WAITING,
      model: 'old/model',
      committedAt: block - 100,
      disqualified: false,
      hasTest: true,
      ...more,
    },
  ],
});
const input = (
  view: Partial<PublishedRound>,
  decision: Partial<ContenderDecision> = {},
  others: readonly Contender[] = [],
) =>
  breachInput({
    spec: specOf({
      contenders: [decided(decision), ...others.map((c) => decided({ uid: c.uid, contender: c }))],
    }),
    views: [publishedRound(view)],
  });

test('F7: a new revision waits because a record has the same repository name', () => {
  const [found, ...more] = recentRepository.find(input({ composites: [composite()] }));
  assert.deepEqual([found?.uid, found?.decisive, more], [WAITING, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', new RegExp(`UID 31 at block ${round.seedBlock - 3000}`));
  const own = { uid: WAITING, committedAt: null, model: one.repo };
  const [byRow] = recentRepository.find(
    input({ history: [past({ ...own, committedAt: round.seedBlock - 900 })] }),
  );
  assert.match(byRow?.evidence.join(' ') ?? '', /h2h_history\.json/);
});

test('no F7: the record is old, of this revision, or of another name', () => {
  const find = (more: Partial<PublishedComposite>) =>
    recentRepository.find(input({ composites: [composite(more)] }));
  const since = round.seedBlock - P11.policy.quotaWindow;
  assert.equal(find({ committedAt: since }).length, 1);
  assert.deepEqual(find({ committedAt: since - 1 }), []);
  assert.deepEqual(find({ revision: one.revision }), []);
  assert.deepEqual(find({ model: 'other/model' }), []);
  const { policy } = breachInput();
  assert.deepEqual(
    recentRepository.find({
      ...input({ composites: [composite()] }),
      policy: { ...policy, recentRepoSkip: false },
    }),
    [],
  );
});

test('F9: a new model waits because a kept row names its UID', () => {
  const [found, ...more] = oldRowsOfUid.find(input({ history: [past()] }));
  assert.deepEqual([found?.uid, found?.decisive, more], [WAITING, false, []]);
  assert.match(
    found?.evidence.join(' ') ?? '',
    new RegExp(`round of block ${round.seedBlock - 1440}, for old/model`),
  );
});

test('no F9: the row is of this commitment, disqualified, aged out, of a later round, or of another UID', () => {
  const find = (...history: readonly Past[]) => oldRowsOfUid.find(input({ history }));
  assert.deepEqual(find(past({ model: one.repo, committedAt: one.committedAt })), []);
  assert.deepEqual(find(past({ disqualified: true })), []);
  assert.deepEqual(find(past({ uid: 31 })), []);
  assert.deepEqual(find(past({}, round.seedBlock)), []);
  const others = Array.from({ length: 50 }, (_, i) => past({ uid: 31 }, round.seedBlock - 720 * (i + 1)));
  assert.deepEqual(find(...others, past()), []);
  assert.equal(find(...others.slice(1), past()).length, 1);
  assert.deepEqual(find(), []);
});

test('neither: it has a row, was disqualified, fails a precheck, or there was no room', () => {
  const both = (...of: Parameters<typeof input>) => [
    ...recentRepository.find(input(...of)),
    ...oldRowsOfUid.find(input(...of)),
  ];
  const view = { composites: [composite()], history: [past()] };
  assert.equal(both(view).length, 2);
  assert.deepEqual(both({ ...view, rows: [publishedRow(WAITING)] }), []);
  assert.deepEqual(both({ ...view, rows: [] }), []);
  const full = Array.from({ length: 10 }, (_, i) => publishedRow(60 + i));
  assert.deepEqual(both({ ...view, rows: full }), []);
  assert.deepEqual(both({ ...view, disqualified: { [`${one.hotkey}:${one.committedAt}`]: 'copy:' } }), []);
  assert.deepEqual(both({ ...view, failures: { [WAITING]: { count: 3, model: null } } }), []);
  assert.deepEqual(both({ ...view, kingUid: WAITING }), []);
  assert.deepEqual(both(view, { prechecks: [] }), [], 'nothing of it could be looked at');
  const fail = { rule: 14, status: 'fail', category: 'INVALID', reason: '' } as const;
  assert.deepEqual(both(view, { prechecks: [fail] }), []);
  assert.deepEqual(both(view, { contender: null }), []);
  assert.deepEqual(both(view, { contender: { ...one, committedAt: round.cutoffBlock + 1 } }), []);
  const mates = [31, 32].map((uid) =>
    contender(uid, { repo: `owner${WAITING}/m${uid}`, committedAt: one.committedAt }),
  );
  assert.deepEqual(both(view, {}, mates), [], 'it may be over the quota');
});
