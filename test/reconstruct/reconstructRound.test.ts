import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WeightEntry } from '../../src/domain/weights.js';
import {
  COMMITTED,
  type Miner,
  published,
  publishedRow,
  reconstruct,
  record,
  round,
  type World,
} from './cases.js';

const crowning = (uid: number): WeightEntry[] => [
  [uid, 65535],
  [155, 7282],
];
const rows = (...votes: [stake: number, uid: number][]): World['rows'] =>
  Object.fromEntries(votes.map(([stake, uid], i) => [100 + i, { stake, row: crowning(uid) }]));

const miners = (...uids: number[]): Miner[] => uids.map((uid) => ({ uid }));
const of = (spec: ReturnType<typeof reconstruct>, uid: number) => {
  const found = spec.contenders.find((one) => one.uid === uid);
  assert.ok(found, `UID ${uid}`);
  return found;
};

test('king by consensus of the rows at the seed block; every UID with a commitment has a reason', () => {
  const spec = reconstruct({ miners: miners(0, 5, 6), rows: rows([40000, 0], [20000, 5]) });
  assert.equal(spec.king?.uid, 0);
  assert.equal(spec.incumbentSource, 'chain_consensus');
  assert.deepEqual(
    spec.challengers.map((one) => one.uid),
    [5, 6],
  );
  assert.equal(spec.contenders.length, 3);
  assert.ok(spec.contenders.every((one) => one.in && one.reason.length > 20));
  assert.equal(of(spec, 0).role, 'king');
  assert.equal(of(spec, 5).role, 'challenger');
  assert.equal(spec.seedBlock, round.seedBlock);
  assert.equal(spec.challengers[0]?.hotkey, 'hotkey-5');
  assert.equal(spec.challengers[0]?.committedAt, COMMITTED + 5);
});

test('a stake weight of 0 with a permit outvotes real stake; without a permit nobody counts', () => {
  const spec = reconstruct({ miners: miners(5, 6), rows: rows([40000, 5], [0, 6]) });
  assert.equal(spec.king?.uid, 6);
});

test("the validator's own king wins when valid and different", () => {
  const world = { miners: miners(5, 6), rows: rows([40000, 5]) };
  const local = reconstruct({ ...world, published: published({ localKingUid: 6 }) });
  assert.deepEqual([local.king?.uid, local.incumbentSource], [6, 'h2h_latest']);
  const gone = reconstruct({ ...world, published: published({ localKingUid: 77 }) });
  assert.deepEqual([gone.king?.uid, gone.incumbentSource], [5, 'chain_consensus']);
  const below = reconstruct({
    ...world,
    published: published({ composites: [record(5, { axes: { capability: 0.01, length: 0.01 } })] }),
  });
  assert.deepEqual([below.king, below.incumbentSource], [null, 'none']);
});

test('a consensus UID without a valid commitment leaves the round without a king', () => {
  const spec = reconstruct({ miners: miners(6), rows: rows([40000, 5]) });
  assert.deepEqual([spec.king, spec.incumbentSource], [null, 'none']);
});

test('out: branch, unreadable payload, too late, too early, another hotkey at the seed block, not recorded', () => {
  const spec = reconstruct({
    miners: [
      { uid: 1, payload: '{"model": "a/b", "revision": "main"}' },
      { uid: 2, payload: 'nonsense' },
      { uid: 3, committedAt: round.cutoffBlock + 1 },
      { uid: 4, committedAt: 8_380_399 },
      { uid: 5 },
      { uid: 6, manifest: null },
      { uid: 7 },
    ],
    replaced: [5],
  });
  const expected: [number, RegExp][] = [
    [1, /40 hex digits/],
    [2, /not JSON/],
    [3, /after the cutoff/],
    [4, /before the first that counts/],
    [5, /another hotkey/],
    [6, /does not hold owner6\/model/],
  ];
  for (const [uid, reason] of expected) {
    assert.equal(of(spec, uid).in, false);
    assert.match(of(spec, uid).reason, reason);
  }
  assert.deepEqual(
    spec.challengers.map((one) => one.uid),
    [7],
  );
});

test('duplicates: the earliest commitment stays, the later one is out and names it', () => {
  const same = {
    files: [{ path: 'model.safetensors', size: 6_287_032_320, sha256: 'f'.repeat(64), held: true }],
  };
  const spec = reconstruct({
    miners: [
      { uid: 1, committedAt: COMMITTED + 50, manifest: same },
      { uid: 9, committedAt: COMMITTED + 10, manifest: same },
      { uid: 3, committedAt: COMMITTED + 50, manifest: same },
    ],
  });
  assert.deepEqual(
    spec.challengers.map((one) => one.uid),
    [9],
  );
  assert.match(of(spec, 1).reason, /those of UID 9/);
  assert.match(of(spec, 3).reason, /those of UID 9/);
});

test('a disqualified copy does not anchor others', () => {
  const same = {
    files: [{ path: 'model.safetensors', size: 6_287_032_320, sha256: 'f'.repeat(64), held: true }],
  };
  const spec = reconstruct({
    miners: [
      { uid: 9, committedAt: COMMITTED + 10, manifest: { ...same, private: true } },
      { uid: 1, committedAt: COMMITTED + 50, manifest: same },
    ],
  });
  assert.match(of(spec, 9).reason, /rule 22/);
  assert.equal(of(spec, 1).in, true);
});

test('pending: one evaluation per commitment, and the reason names the file', () => {
  const world = { miners: miners(1, 2, 3, 4, 5), rows: rows([40000, 5]) };
  const spec = reconstruct({
    ...world,
    published: published({
      composites: [
        record(1),
        record(2, { committedAt: COMMITTED - 9000, model: 'owner2/older', revision: 'b'.repeat(40) }),
        record(5),
      ],
      evaluatedUids: [1, 2, 3, 5],
    }),
  });
  assert.match(of(spec, 1).reason, /one evaluation per commitment \(composite_scores\.json of validator 3\)/);
  assert.equal(of(spec, 2).in, true);
  assert.match(of(spec, 3).reason, /evaluated_uids\.json/);
  assert.equal(of(spec, 4).in, true);
  assert.equal(of(spec, 5).role, 'king');
});

test('a published row of this round shows that a commitment was pending', () => {
  const state = {
    composites: [record(1)],
    evaluatedUids: [],
    disqualified: { [`hotkey-1:${COMMITTED + 1}`]: 'quality: KL=9' },
  };
  const without = reconstruct({ miners: miners(1), published: published(state) });
  assert.equal(of(without, 1).in, false);
  assert.match(of(without, 1).reason, /disqualified before/);
  const row = reconstruct({ miners: miners(1), published: published({ ...state, rows: [publishedRow(1)] }) });
  assert.equal(of(row, 1).in, true);
  const other = published({ ...state, rows: [publishedRow(1, { committedAt: 7 })] });
  assert.equal(of(reconstruct({ miners: miners(1), published: other }), 1).in, false);
});

test('a commitment whose repository is not recorded is in when the validator published a row for it', () => {
  const world = { miners: [{ uid: 1, manifest: null }], published: published({ rows: [publishedRow(1)] }) };
  assert.equal(of(reconstruct(world), 1).in, true);
  assert.match(of(reconstruct(world), 1).reason, /not recorded/);
});

test('quotas of the fixed bucket, ten a round, and the maintenance rotation when nothing else waits', () => {
  const many = Array.from({ length: 14 }, (_, i) => ({ uid: i + 1 }));
  const spec = reconstruct({ miners: many });
  assert.equal(spec.challengers.length, 10);
  assert.match(of(spec, 11).reason, /stays pending/);
  const owned = Array.from({ length: 4 }, (_, i) => ({ uid: i + 1, repo: `Same/model-${i}` }));
  const limited = reconstruct({ miners: owned });
  assert.deepEqual(
    limited.challengers.map((one) => one.uid),
    [1, 2],
  );
  assert.match(of(limited, 3).reason, /quota: number 3 of its repository owner/);
  const scored = [1, 2].map((uid) => record(uid, { model: `Same/model-${uid - 1}` }));
  const rotation = reconstruct({ miners: owned, published: published({ composites: scored }) });
  assert.deepEqual(
    rotation.challengers.map((one) => one.uid),
    [3, 4],
  );
  assert.match(of(rotation, 3).reason, /maintenance/);
});

test('a validator whose records were captured and are empty starts over without quotas', () => {
  const owned = Array.from({ length: 4 }, (_, i) => ({ uid: i + 1, repo: `Same/model-${i}` }));
  const empty = published({ sources: ['composite_scores.json', 'h2h_latest.json'] });
  assert.equal(reconstruct({ miners: owned, published: empty }).challengers.length, 4);
});
