import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PublishedRound } from '../../src/domain/published.js';
import type { Era, Policy } from '../../src/eras/defineEra.js';
import { P11 } from '../../src/eras/p11.js';
import { isPending } from '../../src/reconstruct/pending.js';
import { validatorStateFindings } from '../../src/reconstruct/prechecks/validatorState.js';
import { COMMITTED, published, publishedRow, reconstruct, record, round, type World } from './cases.js';

const contender = {
  uid: 1,
  hotkey: 'hotkey-1',
  repo: 'owner1/model',
  revision: 'a'.repeat(40) as never,
  committedAt: COMMITTED + 1,
};
const pendingOf = (view: Partial<PublishedRound>, hasRow = false, policy: Partial<Policy> = {}) =>
  isPending(contender, published(view), hasRow, { ...P11.policy, ...policy }, round.seedBlock);
type History = NonNullable<PublishedRound['history']>;
const historyOf = (block: number, row: Partial<History[number]['rows'][number]>, count = 1): History =>
  Array.from({ length: count }, () => ({
    block,
    kingUid: null,
    newKingUid: null,
    kingChanged: false,
    rows: [{ uid: 1, model: 'x/y', committedAt: 1, disqualified: false, hasTest: false, ...row }],
  }));
const BEFORE = round.seedBlock - 720;

test('what shows an earlier evaluation, and what does not', () => {
  const other = { committedAt: COMMITTED - 9000, model: 'owner1/older', revision: 'b'.repeat(40) };
  const done: [RegExp, Partial<PublishedRound>][] = [
    [/one evaluation per commitment \(composite_scores/, { composites: [record(1)] }],
    [/same model and revision/, { composites: [record(7, { model: 'owner1/model', committedAt: 5 })] }],
    [/evaluated_uids/, { evaluatedUids: [1] }],
    [/score 3\.9 \(scores/, { scores: { 1: 3.9 } }],
    [/row in the round of block/, { history: historyOf(BEFORE, {}) }],
    [
      /same repository name \(composite/,
      { composites: [record(7, { model: 'owner1/model', revision: 'c'.repeat(40) })] },
    ],
    [
      /same repository name \(h2h/,
      { history: historyOf(BEFORE, { uid: 7, model: 'owner1/model', committedAt: null }) },
    ],
    [/row in the round/, { composites: [record(1, other)], history: historyOf(BEFORE, {}) }],
  ];
  for (const [why, view] of done) {
    const found = pendingOf(view);
    assert.equal(found.pending, 'no', String(why));
    assert.match(found.why, why);
  }
  const open: Partial<PublishedRound>[] = [
    {},
    { composites: [record(1, other)], evaluatedUids: [1], scores: { 1: 1 } },
    { evaluatedUids: [1], scores: {} },
    { scores: { 1: 4 } },
    { scores: { 1: 5 } },
    { history: historyOf(BEFORE, { disqualified: true }) },
    { history: historyOf(round.seedBlock, {}) },
    { history: [...historyOf(BEFORE, { uid: 9 }, 50), ...historyOf(BEFORE - 720, {})] },
    {
      composites: [
        record(7, { model: 'owner1/model', revision: 'c'.repeat(40), committedAt: round.seedBlock - 7201 }),
      ],
    },
  ];
  for (const view of open) assert.equal(pendingOf(view).pending, 'unknown', JSON.stringify(view));
  assert.equal(pendingOf({ composites: [record(1)] }, true).pending, 'yes');
  const repo = { composites: [record(7, { model: 'owner1/model', revision: 'c'.repeat(40) })] };
  assert.equal(pendingOf(repo, false, { recentRepoSkip: false }).pending, 'unknown');
  assert.equal(isPending(contender, null, false, P11.policy, round.seedBlock).pending, 'unknown');
});

test('rules 2 to 5 read published state', () => {
  const of = (rule: number, view: Partial<PublishedRound>, line: Policy['precheckLine'] = 'MID') =>
    validatorStateFindings(contender, published(view), { ...P11.policy, precheckLine: line }).find(
      (one) => one.rule === rule,
    );
  const failures = (count: number, model: string | null) => ({ failures: { 1: { count, model } } });
  const full = `owner1/model@${'a'.repeat(40)}`;
  assert.equal(of(2, {})?.status, 'not checked');
  assert.equal(of(2, { failures: {} })?.status, 'pass');
  for (const model of [full, 'owner1/model']) {
    assert.equal(of(2, failures(3, model))?.category, 'EVAL_ERROR');
    assert.equal(of(2, failures(2, model))?.status, 'pass');
  }
  assert.equal(of(2, failures(9, 'owner1/other'))?.status, 'pass');
  assert.equal(of(2, failures(9, null))?.status, 'pass');
  assert.equal(of(3, { evaluatedUids: [] })?.status, 'pass');
  assert.equal(of(3, { evaluatedUids: [1] })?.status, 'not checked');
  assert.equal(of(3, { evaluatedUids: [1] }, 'P2')?.status, 'pass');
  assert.equal(of(4, { evaluatedUids: [] })?.status, 'pass');
  assert.equal(of(4, {})?.status, 'not checked');
  const left = { evaluatedUids: [1], scores: { 1: 5 } };
  assert.equal(of(5, left)?.category, 'EVAL_ERROR');
  assert.equal(of(5, { ...left, scores: { 1: 4 } })?.status, 'pass');
  assert.equal(of(5, { ...left, scores: {} })?.status, 'pass');
  assert.equal(of(5, { ...left, composites: [record(1)] })?.status, 'pass');
  assert.equal(of(5, { ...left, disqualified: { [`hotkey-1:${COMMITTED + 1}`]: 'x' } })?.status, 'pass');
  assert.equal(of(5, { evaluatedUids: [1] })?.status, 'not checked');
  assert.equal(of(5, { evaluatedUids: [] })?.status, 'pass');
  const nobody = validatorStateFindings(contender, null, P11.policy);
  assert.deepEqual(
    nobody.map((one) => one.status),
    Array(5).fill('not checked'),
  );
});

const partOf = (spec: ReturnType<typeof reconstruct>, uid: number) =>
  spec.contenders.find((one) => one.uid === uid)?.plans;
const owned = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ uid: i + 1, repo: `Same/m-${i}` }));
const rows: World['rows'] = {
  100: { stake: 40000, row: [[5, 65535]] },
  101: { stake: 0, row: [[6, 65535]] },
};

test('without published files: the plans that follow from the chain, and every part is only possible', () => {
  const spec = reconstruct({ miners: [...owned(4), { uid: 9, payload: 'nonsense' }] });
  assert.deepEqual(
    spec.plans.map((plan) => [plan.kind, plan.challengers, plan.of]),
    [
      ['schedule', [1, 2], []],
      ['reset', [1, 2, 3, 4], []],
      ['maintenance', [3, 4], []],
    ],
  );
  assert.deepEqual(
    [1, 2, 3, 4, 9].map((uid) => partOf(spec, uid)),
    ['some', 'some', 'some', 'some', 'none'],
  );
  assert.deepEqual(
    spec.plans[0]?.challengers,
    spec.challengers.map((one) => one.uid),
  );
});

test('validators with different files give different plans, each named once', () => {
  const base = { evaluatedUids: [], scores: {}, history: [], sources: ['composite_scores.json'] };
  const view = (validatorUid: number, more: Partial<PublishedRound>) =>
    published({ ...base, validatorUid, ...more });
  const world = { miners: [{ uid: 1 }, { uid: 2 }, { uid: 5 }], rows };
  const chosen = view(3, { rows: [publishedRow(1), publishedRow(2)] });
  const views = [
    view(8, { composites: [record(1)], localKingUid: 5 }),
    chosen,
    view(4, { rows: [publishedRow(1), publishedRow(2)] }),
  ];
  const spec = reconstruct({ ...world, published: chosen }, { views });
  assert.deepEqual(
    spec.plans.map((plan) => [plan.incumbentUid, plan.challengers, plan.of]),
    [
      [null, [1, 2, 5], [3, 4]],
      [5, [2], [8]],
    ],
  );
  assert.equal(spec.king, null);
  assert.deepEqual(
    [1, 2, 5].map((uid) => partOf(spec, uid)),
    ['some', 'some', 'some'],
  );
  const alone = reconstruct({ ...world, published: chosen });
  assert.deepEqual(
    [1, 2, 5].map((uid) => partOf(alone, uid)),
    ['all', 'all', 'some'],
  );
});

test('an own last king that is not captured: the plans with each that rows pay, and every part only possible', () => {
  const untold = { absent: 'missing', why: 'x' } as const;
  const paid: World['rows'] = {
    100: { stake: 40000, row: [[5, 65535]] },
    101: { stake: 0, row: [[6, 65535]] },
  };
  const miners = [
    ...[1, 2, 5, 6].map((uid) => ({ uid })),
    { uid: 7, committedAt: 10 },
    { uid: 9, payload: 'x' },
  ];
  const base = { rows: [publishedRow(1), publishedRow(2)], composites: [record(5), record(6)] };
  const of = (localKingUid: PublishedRound['localKingUid'], more: Partial<Policy> = {}) =>
    reconstruct(
      { miners, rows: paid, published: published({ ...base, localKingUid }) },
      { era: under(more) },
    );
  const seats = (spec: ReturnType<typeof reconstruct>) => spec.plans.map((plan) => plan.incumbentUid);
  const parts = (spec: ReturnType<typeof reconstruct>) => [1, 2, 5, 6, 7, 9].map((uid) => partOf(spec, uid));
  assert.deepEqual([seats(of(null)), parts(of(null))], [[6], ['all', 'all', 'none', 'all', 'none', 'none']]);
  assert.deepEqual([seats(of(5)), parts(of(5))], [[5], ['all', 'all', 'all', 'none', 'none', 'none']]);
  const spec = of(untold);
  assert.deepEqual(
    [seats(spec), parts(spec)],
    [
      [6, 5],
      ['all', 'all', 'some', 'some', 'some', 'none'],
    ],
  );
  assert.match(spec.plans[1]?.why ?? '', /^Were UID 5 the king of its own record: /);
  // Where consensus alone decides nothing depends on it.
  assert.deepEqual(
    of(untold, { incumbentSource: 'consensus' }).contenders,
    of(null, { incumbentSource: 'consensus' }).contenders,
  );
});

test('a consensus king that waits may push the last of the ten out, where another one is seated', () => {
  const untold = { absent: 'missing', why: 'x' } as const;
  const miners = Array.from({ length: 11 }, (_, i) => ({ uid: i + 1 }));
  const rowsOf = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((uid) => publishedRow(uid));
  const world = { miners, rows: { 100: { stake: 9, row: [[1, 65535]] } } satisfies World['rows'] };
  const of = (localKingUid: PublishedRound['localKingUid']) =>
    reconstruct({ ...world, published: published({ rows: rowsOf, localKingUid }) });
  assert.deepEqual(
    [1, 10, 11].map((uid) => partOf(of(null), uid)),
    ['all', 'all', 'all'],
  );
  assert.deepEqual(
    [1, 10, 11].map((uid) => partOf(of(untold), uid)),
    ['some', 'all', 'some'],
  );
});

test('the consensus as the rule sums it and by real stake', () => {
  const spec = reconstruct({ miners: [{ uid: 5 }, { uid: 6 }], rows });
  assert.deepEqual(spec.consensus, { asRule: 6, byTrueStake: 5 });
  assert.equal(partOf(spec, 6), 'some');
  const nobody = reconstruct({ miners: [], rows: { 100: { stake: 0, row: [[5, 65535]] } } });
  assert.deepEqual(nobody.consensus, { asRule: 5, byTrueStake: null });
});

const under = (policy: Partial<Policy>, more: Partial<Era> = {}): Era => ({
  ...P11,
  ...more,
  policy: { ...P11.policy, ...policy },
});

test('in eras where consensus alone decides the own last king is not looked at', () => {
  const world = { miners: [{ uid: 5 }, { uid: 6 }], rows, published: published({ localKingUid: 5 }) };
  assert.equal(reconstruct(world).king?.uid, 5);
  const spec = reconstruct(world, { era: under({ incumbentSource: 'consensus' }) });
  assert.equal(spec.king?.uid, 6);
  assert.equal(
    partOf(reconstruct({ ...world, published: null }, { era: under({ incumbentSource: 'consensus' }) }), 6),
    'all',
  );
});

test('no quota, no maintenance, no minimum block where the era has none', () => {
  const free = under({ quotaPerOwner: null, quotaPerHotkey: null, minCommitBlock: null });
  assert.equal(reconstruct({ miners: owned(4) }, { era: free }).challengers.length, 4);
  assert.equal(reconstruct({ miners: [{ uid: 1, committedAt: 10 }] }, { era: free }).challengers.length, 1);
  const scored = [1, 2].map((uid) => record(uid, { model: `Same/m-${uid - 1}` }));
  const view = published({ composites: scored });
  assert.equal(reconstruct({ miners: owned(4), published: view }).plans[0]?.kind, 'maintenance');
  const spec = reconstruct({ miners: owned(4), published: view }, { era: under({ maintenance: false }) });
  assert.deepEqual([spec.plans[0]?.kind, spec.challengers], ['schedule', []]);
});

test('plans under another era that may have been in force; one with another grid has no such round', () => {
  const world = { miners: owned(4) };
  const id = 'P8';
  const other = under({ quotaPerOwner: null, quotaPerHotkey: null }, { id });
  const spec = reconstruct(world, { others: [other] });
  assert.deepEqual(spec.plans.at(-1)?.challengers, [1, 2, 3, 4]);
  assert.match(spec.plans.at(-1)?.why ?? '', /era P8/);
  assert.equal(spec.eraId, 'P11');
  const grid = { ...P11.coordination, protocol: 1, roundBlocks: 360 } as const;
  const alone = reconstruct(world, { others: [under({}, { id: 'P2', coordination: grid })] });
  assert.ok(alone.plans.every((plan) => /era P11/.test(plan.why)));
});

test('protocol 1: a round of 360 blocks plans what had its first room there', () => {
  const coordination = {
    protocol: 1,
    roundBlocks: 360,
    activationDelay: 120,
    commitFinality: 20,
    joinWindow: 20,
  } as const;
  const era = under({ minCommitBlock: null, quotaPerOwner: null, quotaPerHotkey: null }, { coordination });
  const roundId = round.seedBlock / 360;
  const at = round.cutoffBlock;
  const miners = [
    ...Array.from({ length: 11 }, (_, i) => ({ uid: i + 1, committedAt: at - i })),
    { uid: 90, committedAt: at - 360 },
  ];
  const spec = reconstruct({ miners, published: published({ composites: [record(11)] }) }, { era, roundId });
  assert.equal(spec.activationBlock, round.seedBlock + 120);
  assert.equal(spec.plans[0]?.kind, 'first-eligible');
  assert.deepEqual(
    spec.challengers.map((one) => one.uid),
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2],
  );
  assert.match(spec.contenders.find((one) => one.uid === 90)?.reason ?? '', /one round is another/);
});

test('a passing failure puts off its UID, or stops the round where the era says so', () => {
  const world = { miners: [{ uid: 1 }, { uid: 2, manifest: { files: [] } }] };
  const off = reconstruct(world);
  assert.deepEqual(
    off.challengers.map((one) => one.uid),
    [1],
  );
  const skip = { era: under({ precheckError: 'skip-round' }) };
  const stopped = reconstruct(world, skip);
  assert.deepEqual(stopped.challengers, []);
  assert.match(stopped.contenders[0]?.reason ?? '', /skips the round/);
  assert.equal(partOf(stopped, 1), 'some');
  const shown = reconstruct({ ...world, published: published({ rows: [publishedRow(1)] }) }, skip);
  assert.deepEqual(
    shown.challengers.map((one) => one.uid),
    [1],
  );
});

test('an unrecorded repository is neither in nor refused: it may be in, and may have come first', () => {
  const world = { miners: [{ uid: 1, manifest: null }, { uid: 2 }] };
  const view = published({ rows: [publishedRow(2)], evaluatedUids: [], sources: ['composite_scores.json'] });
  const spec = reconstruct({ ...world, published: view });
  assert.deepEqual(
    [1, 2].map((uid) => [spec.contenders.find((one) => one.uid === uid)?.in, partOf(spec, uid)]),
    [
      [false, 'some'],
      [true, 'all'],
    ],
  );
  const king = reconstruct({ ...world, rows: { 100: { stake: 1, row: [[1, 65535]] } }, published: view });
  assert.equal(king.king?.uid, 1);
  assert.equal(partOf(king, 1), 'some');
});

test('every contender carries its findings in the order of the rules', () => {
  const spec = reconstruct({ miners: [{ uid: 1 }, { uid: 2, payload: 'x' }] });
  assert.deepEqual(
    spec.contenders[0]?.prechecks.map((one) => one.rule),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22],
  );
  assert.deepEqual(spec.contenders[1]?.prechecks, []);
  assert.ok(
    spec.contenders[0]?.prechecks.every((one) => (one.category !== null) === (one.status === 'fail')),
  );
});

test('the list of plans is bounded and the same on every call', () => {
  const miners = Array.from({ length: 100 }, (_, uid) => ({ uid }));
  const views = Array.from({ length: 90 }, (_, i) => published({ validatorUid: 200 - i, localKingUid: i }));
  const [one, two] = [0, 1].map(() => reconstruct({ miners }, { views }));
  assert.equal(one?.plans.length, 64);
  assert.deepEqual(one, two);
});

test('a commitment that names a branch cannot be replayed, and may have been scored', () => {
  const branch = { uid: 1, payload: '{"model": "owner1/model", "revision": "main"}' };
  const spec = reconstruct({
    miners: [branch, { uid: 2 }],
    published: published({ rows: [publishedRow(2)] }),
  });
  assert.deepEqual([partOf(spec, 1), partOf(spec, 2)], ['some', 'all']);
  assert.deepEqual(
    spec.challengers.map((one) => one.uid),
    [2],
  );
  const many = Array.from({ length: 10 }, (_, i) => ({ uid: i + 2 }));
  const rowsOf = many.map((one) => publishedRow(one.uid));
  const full = reconstruct({ miners: [branch, ...many], published: published({ rows: rowsOf }) });
  assert.deepEqual([partOf(full, 10), partOf(full, 11)], ['all', 'some']);
  const seated = reconstruct({ miners: [branch], rows: { 100: { stake: 1, row: [[1, 65535]] } } });
  assert.deepEqual([seated.king, seated.plans[0]?.incumbentUid], [null, 1]);
});
