import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acrossBuckets } from '../../../../src/diff/breaches/scheduling/acrossBuckets.js';
import { quotaByMaintenance } from '../../../../src/diff/breaches/scheduling/quotaByMaintenance.js';
import type { ChallengerPlan, Contender } from '../../../../src/domain/round.js';
import { P11 } from '../../../../src/eras/p11.js';
import { breachInput, contender, KING, publishedRound, publishedRow, specOf } from '../../breachCases.js';
import { round } from '../../chainCases.js';

const WINDOW = P11.policy.quotaWindow;
const BOUNDARY = Math.floor(round.seedBlock / WINDOW) * WINDOW;

const row = (uid: number, committedAt: number, owner = 'Acme') =>
  publishedRow(uid, { committedAt, model: `${owner}/m${uid}` });
const inRows = (...rows: readonly ReturnType<typeof row>[]) =>
  quotaByMaintenance.find(breachInput({ views: [publishedRound({ rows: [publishedRow(KING), ...rows] })] }));

test('F1: one round holds three submissions of one owner and bucket', () => {
  const [found, ...more] = inRows(
    row(21, BOUNDARY + 5),
    row(22, BOUNDARY + 9),
    row(23, BOUNDARY + 7, ' acme'),
  );
  assert.deepEqual([found?.uid, found?.decisive, more], [22, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /holds 3 submissions of the owner acme.*quota is 2/);
});

test('F1: the only possible plan is maintenance', () => {
  const challengers = [21, 22, 23].map((uid) =>
    contender(uid, { repo: `acme/m${uid}`, committedAt: BOUNDARY + uid }),
  );
  const plan: ChallengerPlan = {
    kind: 'maintenance',
    of: [],
    incumbentUid: KING,
    challengers: [21, 22, 23],
    why: '',
  };
  const find = (plans: readonly ChallengerPlan[]) =>
    quotaByMaintenance.find(breachInput({ spec: specOf({ challengers, plans }) }));
  assert.deepEqual(
    find([plan]).map((one) => one.uid),
    [23],
  );
  assert.deepEqual(find([plan, { ...plan, kind: 'schedule' }]), [], 'another plan is possible');
  assert.deepEqual(find([{ ...plan, kind: 'schedule' }]), []);
});

test('no F1: two of one owner, the king as the third, another bucket or owner, an era without quotas', () => {
  const two = [row(21, BOUNDARY + 5), row(22, BOUNDARY + 9)];
  assert.deepEqual(inRows(...two), []);
  assert.deepEqual(inRows(...two, { ...row(23, BOUNDARY + 7), isKing: true }), []);
  assert.deepEqual(inRows(...two, row(23, BOUNDARY - 1)), []);
  assert.deepEqual(inRows(...two, row(23, BOUNDARY + 7, 'acme2')), []);
  assert.deepEqual(inRows(...two, row(22, BOUNDARY + 9)), [], 'the same row twice');
  const views = [publishedRound({ rows: [...two, row(23, BOUNDARY + 7)] })];
  const policy = { ...P11.policy, quotaPerOwner: null };
  assert.deepEqual(quotaByMaintenance.find(breachInput({ views, policy })), []);
});

const boundary = (blocks: readonly number[], seated = true) => {
  const all: Contender[] = blocks.map((block, i) =>
    contender(40 + i, { repo: `acme/m${i}`, committedAt: block }),
  );
  return acrossBuckets.find(
    breachInput({
      spec: specOf({
        challengers: seated ? all.slice(-1) : [],
        contenders: all.map((one) => ({
          ...one,
          in: true,
          role: 'challenger',
          reason: '',
          contender: one,
          plans: 'all',
          prechecks: [],
        })),
      }),
    }),
  );
};

test('F2: two submissions on each side of a boundary, within one bucket length', () => {
  const [found, ...more] = boundary([BOUNDARY - 20, BOUNDARY - 10, BOUNDARY + 1, BOUNDARY + 2]);
  assert.deepEqual([found?.uid, found?.decisive, more], [43, false, []]);
  assert.match(found?.evidence.join(' ') ?? '', /4 submissions within 23 blocks/);
  assert.match(found?.evidence.join(' ') ?? '', new RegExp(`boundary at block ${BOUNDARY} lies between`));
});

test('no F2: further apart than a bucket, all in one bucket, or nobody of them is in the round', () => {
  const early = [BOUNDARY - WINDOW + 1, BOUNDARY - WINDOW + 2];
  assert.deepEqual(boundary([...early, BOUNDARY + 2, BOUNDARY + 3]), []);
  assert.deepEqual(boundary([BOUNDARY + 1, BOUNDARY + 2, BOUNDARY + 3, BOUNDARY + 4]), []);
  assert.deepEqual(boundary([BOUNDARY - 10, BOUNDARY + 1]), []);
  assert.deepEqual(boundary([BOUNDARY - 20, BOUNDARY - 10, BOUNDARY + 1, BOUNDARY + 2], false), []);
});

test('F1: 50,000 rows of one owner end in one short finding', () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => row(i + 100, BOUNDARY + 5));
  const [found] = quotaByMaintenance.find(breachInput({ views: [publishedRound({ rows })] }));
  assert.ok((found?.evidence.join(' ').length ?? 0) < 2000);
  assert.match(found?.evidence.join(' ') ?? '', /holds 50000 .* and 49980 more\./);
});
