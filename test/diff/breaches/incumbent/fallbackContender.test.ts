import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fallbackContender } from '../../../../src/diff/breaches/incumbent/fallbackContender.js';
import type { ContenderDecision, PrecheckFinding, RoundSpec } from '../../../../src/domain/round.js';
import { breachInput, contender, KING, specOf } from '../../breachCases.js';
import { FALLBACK, hotkeyOf, round } from '../../chainCases.js';

const find = (more: Partial<RoundSpec>) => fallbackContender.find(breachInput({ spec: specOf(more) }));
const check = (status: PrecheckFinding['status']): PrecheckFinding => ({
  rule: 10,
  status,
  category: status === 'fail' ? 'INVALID' : null,
  reason: 'Weights of 6 GB.',
});
const decision = (
  prechecks: readonly PrecheckFinding[],
  more: Partial<NonNullable<ContenderDecision['contender']>> = {},
): ContenderDecision => ({
  uid: FALLBACK,
  hotkey: hotkeyOf(FALLBACK),
  in: false,
  role: null,
  reason: 'Later than the first 10 that wait.',
  contender: contender(FALLBACK, { committedAt: round.cutoffBlock - 5, ...more }),
  plans: 'none',
  prechecks,
});

test('A6: the fallback UID is king or challenger, in this plan or a possible one', () => {
  const plan = { kind: 'schedule', of: [], incumbentUid: KING, challengers: [FALLBACK], why: '' } as const;
  const [king] = find({ king: contender(FALLBACK) });
  assert.deepEqual([king?.uid, king?.decisive], [FALLBACK, false]);
  assert.match(king?.evidence.join(' ') ?? '', /seats it as king/);
  const [challenger] = find({
    challengers: [contender(FALLBACK)],
    contenders: [{ ...decision([]), in: true, role: 'challenger' }],
  });
  assert.match(challenger?.evidence.join(' ') ?? '', /owner155\/model.*as a challenger/);
  assert.match(find({ plans: [plan] })[0]?.evidence.join(' ') ?? '', /possible plan .* as a challenger/);
  const seats = { ...plan, incumbentUid: FALLBACK, challengers: [] };
  assert.match(find({ plans: [seats] })[0]?.evidence.join(' ') ?? '', /possible plan seats it/);
});

test('A6: it holds a commitment that passes, and is not in yet', () => {
  const [breach] = find({ contenders: [decision([check('pass'), check('not checked')])] });
  assert.match(breach?.evidence.join(' ') ?? '', /owner155\/model.*may be seated in a later round/);
});

test('no A6: no commitment, a failing one, one that nothing looked at, one of somebody else, or a later one', () => {
  assert.deepEqual(find({}), []);
  assert.deepEqual(find({ contenders: [decision([check('pass'), check('fail')])] }), []);
  assert.deepEqual(find({ contenders: [decision([])] }), []);
  assert.deepEqual(find({ contenders: [decision([check('not checked')])] }), []);
  assert.equal(
    find({ contenders: [decision([check('pass')], { committedAt: round.cutoffBlock })] }).length,
    1,
  );
  assert.deepEqual(find({ contenders: [decision([check('pass')], { hotkey: 'hotkey-before' })] }), []);
  assert.deepEqual(
    find({ contenders: [decision([check('pass')], { committedAt: round.cutoffBlock + 1 })] }),
    [],
  );
  assert.deepEqual(
    fallbackContender.find(breachInput({ spec: specOf({ king: contender(FALLBACK) }), fallbackUid: null })),
    [],
  );
});
