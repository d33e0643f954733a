import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeAuraSlot, encodeAuraSlot } from '../../src/domain/auraSlot.js';
import { encodeHeader } from '../../src/domain/blockHeader.js';
import { blockTime, isBlockTime } from '../../src/domain/blockTime.js';

interface RealHeader {
  readonly hash: string;
  readonly number: string;
  readonly digest: { readonly logs: readonly string[] };
}

const ROOT = process.env.RECROWN_ROOT ?? process.cwd();
const { headers } = JSON.parse(readFileSync(join(ROOT, 'test/data/real-headers.json'), 'utf8')) as {
  headers: RealHeader[];
};
const REAL = headers.map((one) => {
  const fields = { ...one, number: Number(one.number) } as unknown as Parameters<typeof encodeHeader>[0];
  return { ...encodeHeader(fields, one.digest.logs), wanted: one.hash, logs: one.digest.logs };
});

const FIELDS = {
  parentHash: `0x${'1'.repeat(64)}`,
  number: 8_382_960,
  stateRoot: `0x${'2'.repeat(64)}`,
  extrinsicsRoot: `0x${'3'.repeat(64)}`,
} as const;
const bytes = (hex: string): Buffer => Buffer.from(hex.slice(2), 'hex');
const slotOf = (...logs: string[]): bigint | null => decodeAuraSlot(bytes(encodeHeader(FIELDS, logs).header));

test('recorded headers of finney name their slots: neighbours follow one another, in slots of 12 s', () => {
  assert.deepEqual(
    REAL.map(({ header, hash, wanted }) => [hash === wanted, decodeAuraSlot(bytes(header))]),
    [
      [true, 145_799_203n],
      [true, 145_799_204n],
      [true, 146_599_431n],
    ],
  );
  assert.deepEqual(
    REAL.map(({ header }) => blockTime(header, 12_000)),
    ['2025-06-10T21:20:36Z', '2025-06-10T21:20:48Z', '2025-09-30T00:46:12Z'],
  );
});

test('a real header that is cut anywhere, or goes on, names no slot', () => {
  const whole = bytes(REAL[0]?.header ?? '0x');
  for (let end = 0; end < whole.length; end++)
    assert.equal(decodeAuraSlot(whole.subarray(0, end)), null, String(end));
  assert.equal(decodeAuraSlot(Buffer.concat([whole, Buffer.of(0)])), null);
});

test('only one Aura entry of a whole digest is a slot', () => {
  const own = encodeAuraSlot(149_283_204n);
  assert.equal(own, '0x06617572612084e1e50800000000');
  const [, consensus = '', seal = ''] = REAL[0]?.logs ?? [];
  const other = '0x000c010203';
  for (const logs of [[own], [consensus, own, seal], [other, '0x08', own]])
    assert.equal(slotOf(...logs), 149_283_204n, logs.join(' '));
  for (const [why, logs] of [
    ['no entry', []],
    ['a consensus entry and a seal alone', [consensus, seal]],
    ['two of them', [own, own]],
    ['another engine', [own.replace('61757261', '42414245')]],
    ['a consensus entry of Aura', [own.replace('0x06', '0x04')]],
    ['seven bytes', ['0x06617572611c84e1e508000000']],
    ['nine bytes', ['0x06617572612484e1e5080000000000']],
    ['a kind that there is none of', [own, '0x0761757261']],
    ['more entries than any header has', [...Array(256).fill('0x08'), own]],
    ['a length beyond the end', ['0x0661757261feffffff84e1e50800000000']],
  ] as const)
    assert.equal(slotOf(...logs), null, why);
});

test('a header without slot, a runtime without its length and a moment beyond all dates have no time', () => {
  const at = (slot: bigint, slotMs: number | null) =>
    blockTime(encodeHeader(FIELDS, [encodeAuraSlot(slot)]).header, slotMs);
  assert.equal(at(149_283_204n, 12_000), '2026-10-07T18:40:48Z');
  assert.equal(at(1n, 250), '1970-01-01T00:00:00Z');
  assert.equal(at(149_283_204n, null), undefined);
  assert.equal(blockTime(encodeHeader(FIELDS).header, 12_000), undefined);
  assert.equal(blockTime('0x', 12_000), undefined);
  assert.equal(at(253_402_300_799n, 1000), '9999-12-31T23:59:59Z');
  for (const slot of [253_402_300_800n, 2n ** 64n - 1n]) assert.equal(at(slot, 1000), undefined);
});

test('only a text of a day that there is is a time', () => {
  assert.ok(isBlockTime('2026-02-28T23:59:59Z') && isBlockTime('2024-02-29T00:00:00Z'));
  for (const text of [
    ...['2026-02-29T00:00:00Z', '2026-06-31T00:00:00Z', '2026-06-11T24:00:00Z', '2026-13-01T00:00:00Z'],
    ...['2026-06-11 20:48:00', '2026-06-11T20:48:00.000Z', '1969-12-31T23:59:59Z', '', 1_781_150_400, null],
  ])
    assert.equal(isBlockTime(text), false, String(text));
});
