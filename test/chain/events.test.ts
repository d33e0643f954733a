import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getEvents } from '../../src/chain/actions/getEvents.js';
import { type EventValue, encodeEvents } from '../../src/chain/codec/encodeEvents.js';
import { splitStorageIndex, storageIndex } from '../../src/chain/codec/storageIndex.js';
import type { ChainEvent } from '../../src/domain/chainState.js';
import { hotkeyNumber, readerOf, runtimeOf } from './sampleSubnet.js';

const BLOCK = 8_382_960;
const HASH = `0x${'ab'.repeat(32)}`;
const OTHER = `0x${'cd'.repeat(32)}`;
const [OLD, NEW, WHO] = [hotkeyNumber(1), hotkeyNumber(2), hotkeyNumber(3)];

const S = (
  name: string,
  fields: EventValue['fields'],
  phase: EventValue['phase'] = 'initialization',
): EventValue => ({ pallet: 'SubtensorModule', name, fields, phase });
const C = (name: string, fields: EventValue['fields']): EventValue => ({
  pallet: 'Commitments',
  name,
  fields,
  phase: 2,
});

const read = async (spec: number, events: readonly EventValue[]) =>
  getEvents(await readerOf(spec, BLOCK, [encodeEvents(await runtimeOf(spec), events)]));

const found = (kind: ChainEvent['kind'], parts: Partial<ChainEvent>): ChainEvent => ({
  kind,
  phase: 'initialization',
  uid: null,
  hotkey: null,
  commitHash: null,
  newHotkey: null,
  ...parts,
});

test('events of the subnet are read in order, with the indexes and fields of each runtime', async () => {
  for (const spec of [219, 315, 343, 365, 424]) {
    const late = spec >= 315;
    const events: EventValue[] = [
      S('WeightsSet', [24, 3]),
      S('WeightsSet', [23, 3]),
      ...(late ? [S('TimelockedWeightsRevealed', [24, WHO]), S('CRV3WeightsRevealed', [24, WHO])] : []),
      { pallet: 'System', name: 'Remarked', fields: [WHO, HASH], phase: 0 },
      S('NeuronRegistered', [24, 7, WHO], 1),
      S('WeightsCommitted', [WHO, 24, HASH], 2),
      S('CRV3WeightsCommitted', [WHO, 24, OTHER], 3),
      ...(late ? [S('TimelockedWeightsCommitted', [WHO, 24, HASH, 99], 4)] : []),
      S('WeightsRevealed', [WHO, 24, HASH], 5),
      S('WeightsBatchRevealed', [WHO, 24, [HASH, OTHER]], 6),
      S('HotkeySwapped', [WHO, OLD, NEW], 7),
      ...(late ? [S('HotkeySwappedOnSubnet', [WHO, OLD, NEW, 24], 8)] : []),
      ...(late ? [S('HotkeySwappedOnSubnet', [WHO, OLD, NEW, 25], 8)] : []),
      C('Commitment', [24, WHO]),
      ...(late ? [C('TimelockCommitment', [24, WHO, 9]), C('CommitmentRevealed', [24, WHO])] : []),
      ...(spec >= 423 ? [S('EpochDeferred', [24, 1, 2]), S('EpochSkipped', [24, 2], 'finalization')] : []),
    ];
    const extrinsic = { phase: 'extrinsic' } as const;
    assert.deepEqual(
      await read(spec, events),
      [
        found('weights-set', { uid: 3 }),
        ...(late
          ? [found('weights-revealed', { hotkey: WHO }), found('weights-revealed', { hotkey: WHO })]
          : []),
        found('registered', { ...extrinsic, uid: 7, hotkey: WHO }),
        found('weights-committed', { ...extrinsic, hotkey: WHO, commitHash: HASH }),
        found('weights-committed', { ...extrinsic, hotkey: WHO, commitHash: OTHER }),
        ...(late ? [found('weights-committed', { ...extrinsic, hotkey: WHO, commitHash: HASH })] : []),
        found('weights-revealed', { ...extrinsic, hotkey: WHO, commitHash: HASH }),
        found('weights-revealed', { ...extrinsic, hotkey: WHO, commitHash: HASH }),
        found('weights-revealed', { ...extrinsic, hotkey: WHO, commitHash: OTHER }),
        found('hotkey-swapped', { ...extrinsic, hotkey: OLD, newHotkey: NEW }),
        ...(late ? [found('hotkey-swapped', { ...extrinsic, hotkey: OLD, newHotkey: NEW })] : []),
        found('commitment-set', { ...extrinsic, hotkey: WHO }),
        ...(late
          ? [
              found('commitment-set', { ...extrinsic, hotkey: WHO }),
              found('commitment-revealed', { ...extrinsic, hotkey: WHO }),
            ]
          : []),
        ...(spec >= 423
          ? [found('epoch-deferred', {}), found('epoch-skipped', { phase: 'finalization' })]
          : []),
      ],
      `${spec}`,
    );
  }
});

test('events that were not read are unknown, and so are those of a block that seems to have none', async () => {
  assert.equal(getEvents(await readerOf(424, BLOCK, [])), null);
  assert.equal(await read(424, []), null);
  const [key] = encodeEvents(await runtimeOf(424), []);
  assert.equal(getEvents(await readerOf(424, BLOCK, [[key, null]])), null);
});

test('a record that does not decode damages all events', async () => {
  const [key, value] = encodeEvents(await runtimeOf(424), [
    S('WeightsSet', [24, 3]),
    S('WeightsSet', [24, 4]),
  ]);
  const bad = [
    `${value}00`,
    value?.slice(0, -2),
    value?.replace(/^0x08/, '0x0c'),
    // An event index that the pallet does not have.
    '0x040207ff1800030000',
  ] as `0x${string}`[];
  for (const one of bad) {
    const reader = await readerOf(424, BLOCK, [[key, one]]);
    assert.throws(() => getEvents(reader), { code: 'DAMAGED' }, one);
  }
});

test('weights of another mechanism stop loudly, those of another subnet do not', async () => {
  assert.equal(storageIndex(24, 1), 4120);
  assert.deepEqual(splitStorageIndex(4120), { netuid: 24, mechanism: 1 });
  await assert.rejects(read(424, [S('WeightsSet', [storageIndex(24, 1), 3])]), {
    code: 'UNSUPPORTED_SUBNET',
  });
  assert.deepEqual(await read(424, [S('WeightsSet', [storageIndex(23, 1), 3])]), []);
});
