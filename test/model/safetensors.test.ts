import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SafetensorsError } from '../../src/errors/model.js';
import { IoError } from '../../src/errors/store.js';
import { readHeader } from '../../src/model/safetensors/readHeader.js';
import { encodeSafetensors } from '../../src/model/safetensors/writeSafetensors.js';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-safetensors-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file of the given header text and data size, with a true or a forged header length. */
function file(header: string | Uint8Array, dataBytes: number, length?: bigint): string {
  const text = Buffer.from(header);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(text.length));
  const path = join(folder, 'case.safetensors');
  writeFileSync(path, Buffer.concat([prefix, text, Buffer.alloc(dataBytes)]));
  return path;
}

const entry = (dtype: string, shape: string, begin: number, end: number) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;
const one = (body: string) => `{"a":${body}}`;

const HOSTILE: readonly [name: string, make: () => string, text: RegExp][] = [
  [
    'an empty file',
    () => {
      const p = join(folder, 'e');
      writeFileSync(p, '');
      return p;
    },
    /has 0 bytes/,
  ],
  ['a header length of 0', () => file('{}', 0, 0n), /header length is 0/],
  ['a header longer than the file', () => file('{}', 0, 3n), /header length 3 is beyond/],
  ['a header length of 2^63', () => file('{}', 0, 2n ** 63n), /9223372036854775808 is beyond/],
  [
    'a header length that float64 would round',
    () => file('{}', 0, 2n ** 53n + 1n),
    /9007199254740993 is beyond/,
  ],
  ['a header that is not UTF-8', () => file(Uint8Array.of(0x7b, 0xff, 0x7d), 0), /not UTF-8/],
  ['a byte order mark', () => file('\ufeff{}', 0), /opening brace/],
  ['spaces before the brace', () => file('   {}', 0), /opening brace/],
  ['a NUL after the end', () => file('{}\0', 0), /text after the end/],
  ['a header that is cut', () => file('{"a":', 0), /a value is expected/],
  ['nesting without end', () => file(`{"a":${'['.repeat(100000)}`, 0), /nesting deeper/],
  [
    'a tensor that stands twice',
    () => file(`{"a":${entry('F32', '[1]', 0, 4)},"a":${entry('F32', '[1]', 0, 4)}}`, 4),
    /"a" stands twice/,
  ],
  ['metadata that is no object', () => file('{"__metadata__":[]}', 0), /__metadata__ is not an object/],
  ['metadata that is no string', () => file('{"__metadata__":{"x":1}}', 0), /entry "x" is not a string/],
  ['an entry that is no object', () => file(one('3'), 0), /entry of tensor "a" is not an object/],
  [
    'a field that nobody knows',
    () => file(one('{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":0}'), 4),
    /unknown field "x"/,
  ],
  ['an unknown dtype', () => file(one(entry('F8_E4M3', '[4]', 0, 4)), 4), /unknown dtype "F8_E4M3"/],
  ['a dtype in lower case', () => file(one(entry('f32', '[1]', 0, 4)), 4), /unknown dtype "f32"/],
  [
    'a dtype that is a name of every object',
    () => file(one(entry('constructor', '[1]', 0, 4)), 4),
    /unknown dtype "constructor"/,
  ],
  ['a shape with a fraction', () => file(one(entry('F32', '[0.5]', 0, 4)), 4), /no shape/],
  ['a negative extent', () => file(one(entry('F32', '[-1]', 0, 4)), 4), /no shape/],
  [
    'a shape that overflows',
    () => file(one(entry('F32', '[4294967296,4294967296]', 0, 4)), 4),
    /shape of tensor "a" overflows/,
  ],
  [
    'an offset beyond 2^53',
    () => file(one(entry('F32', '[1]', 0, 4).replace('4]', '9007199254740993]')), 4),
    /no data_offsets/,
  ],
  [
    'an offset beyond float64',
    () => file(one('{"dtype":"F32","shape":[1],"data_offsets":[0,1e400]}'), 4),
    /beyond float64/,
  ],
  [
    'three offsets',
    () => file(one('{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}'), 8),
    /no data_offsets/,
  ],
  ['an end before the beginning', () => file(one(entry('F32', '[1]', 4, 0)), 4), /ends before it begins/],
  ['an end beyond the file', () => file(one(entry('F32', '[2]', 0, 8)), 4), /reaches byte 8/],
  [
    'a length that is not shape times size',
    () => file(one(entry('BF16', '[2]', 0, 8)), 8),
    /has 8 bytes, its shape and dtype need 4/,
  ],
  [
    'tensors that overlap',
    () => file(`{"a":${entry('F32', '[2]', 0, 8)},"b":${entry('F32', '[2]', 4, 12)}}`, 12),
    /"b" overlaps/,
  ],
  [
    'a hole between tensors',
    () => file(`{"a":${entry('F32', '[1]', 0, 4)},"b":${entry('F32', '[1]', 8, 12)}}`, 12),
    /hole of 4 bytes/,
  ],
  [
    'bytes after the last tensor',
    () => file(one(entry('F32', '[1]', 0, 4)), 9),
    /5 bytes after the last tensor/,
  ],
  [
    'too many tensors',
    () => file(`{${Array.from({ length: 100_001 }, (_, i) => `"${i}":0`).join(',')}}`, 0),
    /names 100001 tensors/,
  ],
];

describe('readHeader', () => {
  for (const [name, make, text] of HOSTILE)
    it(`refuses ${name}`, async () => {
      await assert.rejects(readHeader(make()), (error: unknown) => {
        assert.ok(error instanceof SafetensorsError, String(error));
        assert.match(error.why ?? '', text);
        assert.ok(error.remedy.length > 0);
        return true;
      });
    });

  it('names a file that is not there', async () => {
    await assert.rejects(readHeader(join(folder, 'none')), IoError);
  });

  it('takes an empty tensor, a scalar and a key that every object has', async () => {
    const header = `{"__proto__":${entry('U8', '[0,7]', 0, 0)},"s":${entry('F64', '[]', 0, 8)}}`;
    const { tensors } = await readHeader(file(header, 8));
    assert.deepEqual([...tensors.keys()], ['__proto__', 's']);
    assert.equal(tensors.get('s')?.sizeBytes, 8);
  });
});

describe('encodeSafetensors', () => {
  it('writes a file that reads back, whatever the order of the names given', async () => {
    const a = { dtype: 'F32', shape: [2], data: Float32Array.of(1.5, -2) } as const;
    const b = {
      dtype: 'BF16',
      shape: [2, 2],
      data: Float32Array.of(1, 1.00390625, 1.01171875, Number.NaN),
    } as const;
    const bytes = encodeSafetensors({ b, a });
    assert.deepEqual(bytes, encodeSafetensors({ a, b }));
    const path = join(folder, 'written.safetensors');
    writeFileSync(path, bytes);
    const { tensors, metadata } = await readHeader(path);
    assert.deepEqual({ ...metadata }, { format: 'pt' });
    assert.deepEqual([...tensors.keys()], ['a', 'b']);
    const stored = readFileSync(path);
    const offset = tensors.get('b')?.offset ?? 0;
    assert.equal(offset % 2, 0);
    const words = [0, 1, 2, 3].map((i) => stored.readUInt16LE(offset + 2 * i));
    // A tie goes to the even neighbour: down from 1 + 2^-8, up from 1 + 3 x 2^-8.
    assert.deepEqual(words.slice(0, 3), [0x3f80, 0x3f80, 0x3f82]);
    assert.equal((words[3] as number) & 0x7fc0, 0x7fc0);
  });

  it('refuses data that does not fill its shape', () => {
    assert.throws(
      () => encodeSafetensors({ a: { dtype: 'F32', shape: [3], data: new Float32Array(2) } }),
      RangeError,
    );
  });
});
