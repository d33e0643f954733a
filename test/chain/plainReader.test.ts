import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TypeRegistry } from '@polkadot/types';
import type { PortableRegistry } from '@polkadot/types/metadata';
import { toBytes, toCount, toFlag, toHotkey, toList } from '../../src/chain/codec/decodePlain.js';
import { decodeStored } from '../../src/chain/codec/decodeValue.js';
import { type PlainReader, plainReader } from '../../src/chain/codec/plainReader.js';
import { loadRuntime } from '../../src/chain/codec/registry.js';
import type { StorageItem } from '../../src/chain/codec/runtime.js';
import { requireItem, storageKey } from '../../src/chain/codec/storageKeys.js';
import { openDemo } from '../support/demoArchive.js';
import { below, byCodec, byReader, damage, ITEMS_OF_SHAPE, randomBytes, seeded } from './plainValues.js';
import { runtimeOf } from './sampleSubnet.js';

/** Runtimes of the metadata at hand, of which the first ones lack some items. */
const SPECS = [219, 343, 365, 424];
const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replace(/^0x/, ''), 'hex'));

test('every item that the rules read is of a plain shape, in every runtime; events and structs are not', async () => {
  for (const spec of SPECS) {
    const runtime = await runtimeOf(spec);
    for (const [shape, items] of Object.entries(ITEMS_OF_SHAPE))
      for (const name of items) {
        const item = runtime.item(name);
        if (item === null) continue;
        assert.notEqual(item.plain, null, `${spec} ${name}`);
        assert.equal(runtime.registry.createTypeUnsafe(item.valueType, []).toRawType(), shape, name);
      }
    for (const name of ['System.Events', 'Commitments.CommitmentOf', 'Commitments.TimelockedIndex'] as const)
      assert.equal(runtime.item(name)?.plain ?? null, null, `${spec} ${name}`);
  }
});

test('random values of every shape, and bytes near to them: the same values as the codec, the same refusals', async () => {
  for (const spec of SPECS) {
    const runtime = await runtimeOf(spec);
    for (const [shape, items] of Object.entries(ITEMS_OF_SHAPE))
      for (const name of items) {
        const item = runtime.item(name);
        if (item === null || item.plain === null) continue;
        const { plain, valueType } = item;
        const decode = (bytes: Uint8Array) => runtime.registry.createTypeUnsafe(valueType, [bytes]);
        const random = seeded(spec);
        let refused = 0;
        for (let nth = 0; nth < 24; nth++) {
          const whole = randomBytes(shape, random);
          const value = byReader(plain, new Uint8Array(whole));
          assert.notEqual(value, null, `${name}: ${whole.toString('hex')}`);
          assert.deepEqual(value, byCodec(decode, new Uint8Array(whole)), name);
          for (let again = 0; again < 4; again++) {
            const bytes = new Uint8Array(damage(whole, random));
            const found = byReader(plain, bytes);
            assert.deepEqual(found, byCodec(decode, bytes), `${name}: ${Buffer.from(bytes).toString('hex')}`);
            if (found === null) refused++;
          }
        }
        assert.ok(refused > 15, `${name}: ${refused} refused`);
      }
  }
});

test('every storage value of the demo: the codec and the plain reader say the same', async () => {
  const demo = await openDemo();
  let compared = 0;
  for (const { number, specVersion } of demo.index.blocks) {
    const runtime = await loadRuntime(specVersion, await demo.runtimeMetadata(specVersion));
    const items = new Map<string, StorageItem>();
    for (const name of Object.values(ITEMS_OF_SHAPE).flat()) {
      const item = runtime.item(name);
      if (item !== null) items.set(item.prefix, item);
    }
    const events = storageKey(runtime, 'System.Events', []);
    for (const [key, value] of (await demo.blockRecord(number)).storage) {
      // Events stay with the codec.
      if (key === events) continue;
      const item = items.get(key.slice(2, 66));
      assert.ok(item !== undefined && item.plain !== null, key);
      if (value === null) continue;
      const decode = (bytes: Uint8Array) => runtime.registry.createTypeUnsafe(item.valueType, [bytes]);
      const found = byReader(item.plain, bytesOf(value));
      assert.notEqual(found, null, key);
      assert.deepEqual(found, byCodec(decode, bytesOf(value)), key);
      compared++;
    }
  }
  assert.ok(compared > 1_000, `${compared} values`);
});

test('damaged bytes are refused as such, also those that the codec reads as something else', async () => {
  const runtime = await runtimeOf(424);
  const refused = {
    'SubtensorModule.CommitRevealWeightsEnabled': ['', '02', '0100'],
    'SubtensorModule.ValidatorPermit': ['080102', '01', '010001', '0801', '08010100'],
    'SubtensorModule.Tempo': ['', '01', '010203'],
    'SubtensorModule.LastUpdate': ['', '02', '0300000000', '03ffffffff', 'feffffff', '0401000000000000'],
    'SubtensorModule.Weights': ['080b00ffff9b0072', '080b00ffff9b00721c00', '09000b00ffff9b00721c'],
    'SubtensorModule.Keys': ['ab'.repeat(31), 'ab'.repeat(33)],
    'Commitments.RevealedCommitments': ['04', '0408616200000000000000', '04fdff6162', '0403ffffffff', '0401000000000000000000'], // biome-ignore format: one list
  } as const;
  for (const [name, values] of Object.entries(refused))
    for (const value of values) {
      const item = requireItem(runtime, name as keyof typeof refused);
      assert.throws(
        () => decodeStored(runtime, item, bytesOf(value), 'here'),
        { code: 'DAMAGED' },
        `${name} ${value}`,
      );
    }
});

test('integers are exact: from 2^53 on they are no count, and do not hinder what stands beside them', async () => {
  const runtime = await runtimeOf(424);
  const read = (name: 'SubtensorModule.LastUpdate' | 'SubtensorModule.WeightCommits', hex: string) =>
    toList(decodeStored(runtime, requireItem(runtime, name), bytesOf(hex), 'here'));
  const list = read('SubtensorModule.LastUpdate', '0cffffffffffff1f000000000000002000ffffffffffffffff');
  assert.deepEqual(list, [2 ** 53 - 1, 2n ** 53n, 2n ** 64n - 1n]);
  assert.equal(toCount(list[0]), Number.MAX_SAFE_INTEGER);
  for (const large of list.slice(1)) assert.throws(() => toCount(large), { code: 'UNSUPPORTED_SUBNET' });
  const commit = `04${'ab'.repeat(32)}${'0700000000000000'}${'0900000000000000'}${'ff'.repeat(8)}`;
  const [hash, first, second, last] = toList(read('SubtensorModule.WeightCommits', commit)[0]);
  assert.deepEqual([toBytes(hash).length, toCount(first), toCount(second), last], [32, 7, 9, 2n ** 64n - 1n]);
});

test('a value of another kind than expected is refused by name', () => {
  const code = 'UNSUPPORTED_SUBNET';
  const bytes = new Uint8Array(31);
  for (const value of [true, [1], bytes, null, undefined]) assert.throws(() => toCount(value), { code });
  for (const value of [1, 1n, [true], bytes, null]) assert.throws(() => toFlag(value), { code });
  for (const value of [1, true, bytes, null]) assert.throws(() => toList(value), { code });
  for (const value of [1, true, [1], null]) assert.throws(() => toBytes(value), { code });
  assert.throws(() => toHotkey(bytes), { code, why: /31 bytes/ });
});

/** Types as later runtimes name them, and some that are not plain. */
const TYPES = [
  { Primitive: 'u16' },
  { Composite: { fields: [{ type: 0 }] }, path: ['subtensor', 'NetUid'] },
  { Composite: { fields: [{ type: 0 }] }, path: ['sp_arithmetic', 'PerU16'] },
  { Tuple: [1, 2] },
  { Sequence: { type: 3 } },
  { Primitive: 'u64' },
  { Composite: { fields: [{ type: 5 }] }, path: ['subtensor', 'TaoBalance'] },
  { Sequence: { type: 6 } },
  // Not plain from here on.
  { Composite: { fields: [{ type: 4 }] }, path: ['BTreeSet'] },
  { Composite: { fields: [{ name: 'bits', type: 5 }] }, path: ['substrate_fixed', 'FixedU64'] },
  { Primitive: 'u128' },
  { Primitive: 'i64' },
  { Tuple: [] },
  { Sequence: { type: 12 } },
  { Composite: { fields: [{ type: 14 }] }, path: ['Endless'] },
  { Sequence: { type: 15 } },
  { Tuple: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
  { Variant: { variants: [] }, path: ['Nothing'] },
  { Compact: { type: 0 } },
  { Tuple: [0, 10] },
] as const;
const PLAIN = 8;

function makeLookup(): { readonly registry: TypeRegistry; readonly lookup: PortableRegistry } {
  const registry = new TypeRegistry();
  const types = TYPES.map((type, id) => {
    const { path = [], ...def } = type as { path?: readonly string[] };
    return { id, type: { path, params: [], def, docs: [] } };
  });
  const lookup = registry.createTypeUnsafe<PortableRegistry>('PortableRegistry', [{ types }, true]);
  registry.setLookup(lookup);
  return { registry, lookup };
}

test('newtypes of later runtimes are what they hold; other types are left to the codec, endless ones too', () => {
  const { registry, lookup } = makeLookup();
  const typeOf = (id: number) => registry.createTypeUnsafe('SiLookupTypeId', [id]) as never;
  for (const [id, type] of TYPES.entries())
    assert.equal(plainReader(lookup, typeOf(id)) !== null, id < PLAIN, JSON.stringify(type));
  const shapes = { 1: 'u16', 2: 'u16', 3: '(u16,u16)', 4: 'Vec<(u16,u16)>', 6: 'u64', 7: 'Vec<u64>' };
  const random = seeded(9);
  for (const [id, shape] of Object.entries(shapes)) {
    const read = plainReader(lookup, typeOf(Number(id))) as PlainReader;
    const decode = (bytes: Uint8Array) => registry.createTypeUnsafe(`Lookup${id}`, [bytes]);
    for (let nth = 0; nth < 40; nth++) {
      const whole = randomBytes(shape, random);
      const bytes = new Uint8Array(below(random, 2) === 0 ? whole : damage(whole, random));
      assert.deepEqual(byReader(read, bytes), byCodec(decode, bytes), `${shape} ${whole.toString('hex')}`);
    }
  }
});
