import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeValue } from '../../src/chain/codec/decodeValue.js';
import { encodePayload } from '../../src/chain/codec/encodePayload.js';
import { encodeStorage, type StorageValue } from '../../src/chain/codec/encodeStorage.js';
import { loadRuntime } from '../../src/chain/codec/registry.js';
import type { KeyArgument, StorageItemName } from '../../src/chain/codec/runtime.js';
import { requireItem, storageKey } from '../../src/chain/codec/storageKeys.js';
import { blake2Hash } from '../../src/domain/blake2Hash.js';
import { encodeHeader } from '../../src/domain/blockHeader.js';
import { decodeCompact, encodeCompact } from '../../src/domain/compact.js';
import { metadataOf, readData, runtimeOf } from './sampleSubnet.js';

interface RealValues {
  samples: { id: string; item: string; key?: string; value?: string; decoded?: unknown }[];
  sn24_storage_keys: Record<string, string | Record<string, string>>;
}

const SPECS = [343, 365, 424];
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
const upper = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);

test('keys of recorded storage, and the length of a slot, are taken from the metadata of every runtime', async () => {
  const real = (await readData('real-values.json')) as RealValues;
  for (const spec of SPECS) {
    const runtime = await runtimeOf(spec);
    assert.equal(runtime.slotMs, 12_000);
    let compared = 0;
    for (const { item, key } of real.samples) {
      const parts = /^(\w+\.\w+)\((\d+), ?(\w+)\)$|^(\w+\.\w+)\((\d+),(\d+)\)$/.exec(item);
      if (parts === null || key === undefined) continue;
      const [name, first, second] = parts.slice(1).filter(Boolean) as [StorageItemName, string, string];
      const last: KeyArgument = /^\d+$/.test(second) ? Number(second) : second;
      assert.equal(storageKey(runtime, name, [Number(first), last]), key, `${spec} ${item}`);
      compared++;
    }
    assert.equal(compared, 5);
    for (const [name, key] of Object.entries(real.sn24_storage_keys)) {
      const item = `SubtensorModule.${upper(name)}` as StorageItemName;
      if (typeof key !== 'string' || runtime.item(item) === null) continue;
      assert.equal(storageKey(runtime, item, [24]), key, `${spec} ${item}`);
    }
    const { weights, keys, revealedCommitments } = real.sn24_storage_keys.prefixes as Record<string, string>;
    assert.equal(storageKey(runtime, 'SubtensorModule.Weights', [24]), weights);
    assert.equal(storageKey(runtime, 'SubtensorModule.Keys', [24]), keys);
    assert.equal(storageKey(runtime, 'Commitments.RevealedCommitments', [24]), revealedCommitments);
  }
});

test('recorded weight rows and commitments decode, and encode to the same bytes', async () => {
  const real = (await readData('real-values.json')) as RealValues;
  const runtime = await runtimeOf(424);
  const sample = (id: string) => real.samples.find((one) => one.id === id) as { key: string; value: string };
  for (const [id, args] of [
    ['weights-one-hot-self', [23, 10]],
    ['weights-four-entries', [521, 255]],
  ] as const) {
    const { key, value } = sample(id);
    const item = requireItem(runtime, 'SubtensorModule.Weights');
    const decoded = decodeValue(runtime, item, bytes(value), id).toJSON() as StorageValue;
    assert.deepEqual(decoded, real.samples.find((one) => one.id === id)?.decoded);
    assert.deepEqual(encodeStorage(runtime, 'SubtensorModule.Weights', args, decoded), [key, value]);
  }
  const local = real.samples.find((one) => one.id === 'revealed-commitments-local');
  const revealed = encodeStorage(
    runtime,
    'Commitments.RevealedCommitments',
    [103, '5EUEt9WW7j8E2M7Hvgeai8rMrdCZX6aMeBRtPkcgM9Mkkkkk'],
    [[Uint8Array.of(0x61, 0x62, 0x63), 478]],
  );
  assert.deepEqual(revealed, [sample('revealed-commitments-key').key, local?.value]);
  const plain = sample('commitment-raw3');
  const item = requireItem(runtime, 'Commitments.CommitmentOf');
  const decoded = decodeValue(runtime, item, bytes(plain.value), 'raw3');
  assert.equal(decoded.toHex(), plain.value);
});

test('the winner and reserve of subnet 24 have the documented bytes', async () => {
  const runtime = await runtimeOf(424);
  const [key, value] = encodeStorage(runtime, 'SubtensorModule.Weights', [24, 3], [[11, 65535], [155, 7282]]); // biome-ignore format: one row
  assert.equal(key, '0x658faa385070e074c85bf6b568cf0555a1e7036061f484bc3048a64b64e35ec418000300');
  assert.equal(value, '0x080b00ffff9b00721c');
});

test('bytes that are cut or left over are refused', async () => {
  const runtime = await runtimeOf(424);
  const item = requireItem(runtime, 'SubtensorModule.Weights');
  for (const value of ['0x080b00ffff9b0072', '0x080b00ffff9b00721c00', '0x', '0xfeffffff'])
    assert.throws(() => decodeValue(runtime, item, bytes(value), 'a test'), { code: 'DAMAGED' }, value);
});

test('recorded headers hash to their block hashes', async () => {
  const { headers } = (await readData('real-headers.json')) as {
    headers: { hash: string; parentHash: string; number: string; stateRoot: string; extrinsicsRoot: string; digest: { logs: string[] } }[]; // biome-ignore format: one shape
  };
  for (const one of headers) {
    const fields = { ...one, number: Number(one.number) } as unknown as Parameters<typeof encodeHeader>[0];
    // encodeHeader writes an empty digest as its last byte; the recorded logs take its place.
    const empty = encodeHeader(fields).header.slice(0, -2);
    const logs = Buffer.from(encodeCompact(one.digest.logs.length)).toString('hex');
    const full = empty + logs + one.digest.logs.map((log) => log.slice(2)).join('');
    assert.equal(blake2Hash(bytes(full)), one.hash);
  }
  assert.equal(headers.length, 3);
});

test('compact integers take their shortest form, and only that is read', () => {
  for (const value of [0, 63, 64, 16383, 16384, 2 ** 30 - 1, 2 ** 30, 2 ** 32 - 1]) {
    const encoded = encodeCompact(value);
    assert.deepEqual(decodeCompact(encoded), { value, width: encoded.length });
    assert.equal(decodeCompact(encoded.subarray(0, encoded.length - 1)), null);
  }
  assert.deepEqual([...encodeCompact(8_382_960)], [0xc2, 0xa7, 0xff, 0x01]);
  assert.equal(decodeCompact(Uint8Array.of(0x01, 0x00)), null, 'zero in two bytes');
  assert.equal(decodeCompact(Uint8Array.of(0x07, 0, 0, 0, 0, 1)), null, 'more than 32 bits');
  assert.deepEqual([...encodePayload('a')], [0x04, 0x61]);
});

test('metadata of another version, or none, is refused without a word on the console', async () => {
  await assert.rejects(loadRuntime(423, await metadataOf(424)), { code: 'DAMAGED' });
  await assert.rejects(loadRuntime(424, Uint8Array.of(1, 2, 3)), { code: 'DAMAGED' });
  const cut = (await metadataOf(424)).subarray(0, 200_000);
  await assert.rejects(loadRuntime(424, cut), { code: 'DAMAGED' });
});
