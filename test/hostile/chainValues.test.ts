import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeStorage, type StorageValue } from '../../src/chain/codec/encodeStorage.js';
import type { Runtime, StorageItemName } from '../../src/chain/codec/runtime.js';
import { validatorRows } from '../../src/diff/observeRows.js';
import { printable } from '../../src/domain/printable.js';
import type { WeightEntry } from '../../src/domain/weights.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { readCommitment } from '../../src/reconstruct/readCommitment.js';
import type { Changes } from '../support/loopbackNode/createLoopbackWorld.js';
import { inventHotkey } from '../support/loopbackNode/simulate/subnetModel.js';
import { BLOCK, decode, readBlock, readRound, start } from './nodes.js';
import { commits, hostileWorld, payloadOf, ROUND, SEED } from './record.js';
import { assertClean, failsWith } from './shown.js';

const { activationBlock: ACTIVATION } = roundBlocks(ROUND);

interface RowRow {
  readonly value: string;
  readonly row: readonly WeightEntry[];
  /** As it is read: ascending by UID. */
  readonly read?: readonly WeightEntry[];
  readonly status: ReturnType<typeof validatorRows>[number]['status'];
}

const PAYS: readonly WeightEntry[] = [
  [2, 65535],
  [5, 7282],
];

const WEIGHTS: readonly RowRow[] = [
  { value: '66 the row that is expected', row: PAYS, status: 'equal' },
  { value: '66 empty, as ever', row: [], status: 'unset' },
  { value: '66 emptied', row: [], status: 'stale' },
  { value: '66 unsorted', row: [[5, 7282], [2, 65535]], read: PAYS, status: 'equal' }, // biome-ignore format: one row
  { value: '66 a UID twice', row: [[2, 65535], [2, 1], [5, 7282]], status: 'differs' }, // biome-ignore format: one row
  { value: '66 a UID beyond the subnet', row: [[2, 65535], [60_000, 7282]], status: 'differs' }, // biome-ignore format: one row
  { value: '66 a sum of 0', row: [[2, 0], [5, 0]], status: 'differs' }, // biome-ignore format: one row
  { value: '66 a weight that was rounded otherwise', row: [[2, 65535], [5, 7281]], status: 'differs' }, // biome-ignore format: one row
  { value: '66 its own UID', row: [[8, 65535]], status: 'differs' }, // biome-ignore format: one row
  { value: '66 more entries than UIDs', row: Array.from({ length: 4096 }, (_, at) => [at, 1] as const), status: 'differs' }, // biome-ignore format: one row
];

/** Storage of this subnet that is set at a block. */
const put = (runtime: Runtime, name: StorageItemName, args: readonly number[], value: StorageValue) =>
  encodeStorage(runtime, name, [24, ...args], value) as readonly [string, string | null];

test('66: hostile weight rows, set in the window of the round', async (t) => {
  const size = WEIGHTS.length + 1;
  const seats = WEIGHTS.map((_, uid) => uid);
  const hostile = await hostileWorld({ size, validators: seats, commitReveal: false }, (runtime) => {
    const changes: Changes = [
      ...WEIGHTS.map(({ row }, uid) =>
        put(
          runtime,
          'SubtensorModule.Weights',
          [uid],
          row.map((one) => [...one]),
        ),
      ),
      put(
        runtime,
        'SubtensorModule.LastUpdate',
        [],
        Array.from({ length: size }, () => ACTIVATION + 10),
      ),
    ];
    const never = put(runtime, 'SubtensorModule.Weights', [1], []);
    return new Map<number, Changes>([
      [SEED - 125, [never]],
      [ACTIVATION + 10, changes],
    ]);
  });
  const states = await readRound([await start(hostile)]);
  const last = states.at(-1);
  const judged = validatorRows({
    round: roundBlocks(ROUND),
    states,
    expected: PAYS,
    alternatives: [],
    fallbackUid: 1,
    winner: { uid: 2, hotkey: inventHotkey('uid 2') },
  });
  for (const [uid, { value, row, read = row, status }] of WEIGHTS.entries())
    await t.test(value, () => {
      assert.deepEqual(last?.weights.find((one) => one.uid === uid)?.row, read);
      const found = judged.find((one) => one.uid === uid);
      assert.equal(found?.status, status, found?.note ?? '');
      assertClean(found?.note ?? '');
    });
  for (const bytes of ['0x080b00ffff9b0072', '0x080b00ffff9b00721c00', '0x', '0xfeffffff'])
    await t.test(`66 the bytes ${bytes}`, async () => {
      const cut = await hostileWorld({}, (runtime) => {
        const [key] = put(runtime, 'SubtensorModule.Weights', [0], []);
        return new Map([[BLOCK - 5, [[key, bytes] as const]]]);
      });
      await failsWith('DAMAGED', async () => decode(await readBlock([await start(cut)])));
    });
});

interface CommitRow {
  readonly value: string;
  readonly payload: string | Uint8Array;
  /** What the evaluator's reading makes of it: a repository, or why there is none. */
  readonly expect: string | RegExp;
}

const prefixed = (...bytes: readonly number[]): Uint8Array => Uint8Array.of(bytes.length << 2, ...bytes);

const COMMITS: readonly CommitRow[] = [
  { value: '68 sound', payload: payloadOf('org/name'), expect: 'org/name' },
  { value: '68 not UTF-8', payload: prefixed(0xff, 0xfe, 0xc0), expect: /not JSON/ },
  { value: '68 not UTF-8 inside a name', payload: Buffer.concat([Buffer.from([0x6d, 0x01]), Buffer.from(payloadOf('org/n\u00e9')).subarray(0, 91)]), expect: /not JSON|not a repository/ }, // biome-ignore format: one row
  { value: '68 0 bytes', payload: new Uint8Array(0), expect: /not JSON/ },
  { value: '68 a length of 0', payload: '', expect: /not JSON/ },
  { value: '68 a length beyond the bytes', payload: Uint8Array.of(0xfc, 0x7b), expect: /not JSON/ },
  { value: '68 further fields', payload: JSON.stringify({ ...JSON.parse(payloadOf('org/name')), block: 1, hotkey: 'x', __proto__: null, extra: { model: 'a/b' } }), expect: 'org/name' }, // biome-ignore format: one row
  {
    value: '68 two repositories in a list',
    payload: payloadOf(['org/one', 'org/two']),
    expect: /names no model/,
  },
  { value: '68 two repositories under one name', payload: `{"model":"org/one",${payloadOf('org/two').slice(1)}`, expect: 'org/two' }, // biome-ignore format: one row
  {
    value: '68 escapes in the name',
    payload: payloadOf('org/\u001b[2J\u009b\u202e'),
    expect: /not a repository name/,
  },
  { value: '68 escapes around the JSON', payload: '\u001b]0;x\u0007{}\u009b', expect: /not JSON/ },
  { value: '68 100,000 brackets', payload: '['.repeat(100_000), expect: /longer than/ },
];

test('68 and 69: hostile commitments', async (t) => {
  const uid = COMMITS.length + 1;
  const late = { ...commits(uid, payloadOf('org/late')), revealedAt: SEED - 100 };
  const reveals = [...COMMITS.map(({ payload }, at) => commits(at + 1, payload)), late];
  const replacements = [{ block: SEED - 105, uid }];
  const url = await start(await hostileWorld({ size: uid + 1, reveals, replacements }));
  const { commitments, uids } = await decode(await readBlock([url]));
  for (const [at, { value, expect }] of COMMITS.entries())
    await t.test(value, () => {
      const found = commitments.find((one) => one.uid === at + 1);
      const entry = found?.entries[found.chosen ?? -1];
      assert.ok(entry !== undefined);
      const read = readCommitment(entry.text);
      if (typeof expect === 'string') assert.deepEqual([read.ok, read.repo], [true, expect]);
      else assert.match(read.ok ? read.repo : read.reason, expect);
      assertClean(JSON.stringify(read));
      assertClean(printable(entry.text));
    });
  await t.test('69 a commitment that is revealed after its hotkey lost the UID', () => {
    assert.notEqual(uids[uid]?.hotkey, inventHotkey(`uid ${uid}`));
    assert.ok(!commitments.some((one) => one.uid === uid || one.hotkey === inventHotkey(`uid ${uid}`)));
  });
});

test('70 to 72: a subnet that its weights do not describe', async (t) => {
  const rows: readonly (readonly [value: string, name: StorageItemName, raw: string])[] = [
    ['70 two mechanisms', 'SubtensorModule.MechanismCountCurrent', '0x02'],
    ['70 no mechanism', 'SubtensorModule.MechanismCountCurrent', '0x00'],
  ];
  for (const [value, name, raw] of rows)
    await t.test(value, async () => {
      const other = await hostileWorld({}, (runtime) => {
        const [key] = put(runtime, name, [], 1);
        return new Map([[BLOCK - 5, [[key, raw] as const]]]);
      });
      await failsWith('UNSUPPORTED_SUBNET', async () => decode(await readBlock([await start(other)])));
    });
});
