import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readShard } from '../../src/artifacts/corpus/readShard.js';
import { CorpusError } from '../../src/errors/artifact.js';
import { gzipBomb, type Handmade, handmadeParquet } from './handmadeParquet.js';
import { withFolder, writeParquet } from './writeParquet.js';

const MIB = 1024 * 1024;

async function readAll(path: string): Promise<(string | null)[]> {
  const shard = await readShard(path);
  try {
    return await shard.readTexts(Array.from({ length: Math.min(shard.rows, 300) }, (_, row) => row), 10_001); // biome-ignore format: one row
  } finally {
    shard.close();
  }
}

test('files made by hand are read where they tell the truth', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'shard');
    for (const say of [{}, { codec: 2 }, { values: ['', 'x'.repeat(20_000)] }] as const) {
      await writeFile(path, handmadeParquet(say));
      const expected = 'values' in say ? ['', 'x'.repeat(10_001)] : ['a', 'b'];
      assert.deepEqual(await readAll(path), expected);
    }
  }));

test('files whose numbers lie are refused by name', async (t) => {
  const cut = Buffer.alloc(8);
  cut.writeUInt32LE(0x7fffffff);
  const rows: readonly (readonly [string, Handmade])[] = [
    ['a list of 2^31 elements', { schemaCount: 2 ** 31 - 1 }],
    ['a page that says it unpacks to 2 GiB', { uncompressed: 2 ** 31 - 1 }],
    ['a packed page that says so', { codec: 2, uncompressed: 2 ** 31 - 1 }],
    ['a page that unpacks to more than it says', { codec: 2, values: ['x'.repeat(1000)], uncompressed: 5 }],
    ['a page that says it is longer than the file', { compressed: 2 ** 31 - 1 }],
    ['a negative page', { uncompressed: -5 }],
    ['another codec than that of the page', { namedCodec: 2 }],
    ['another codec (zstd)', { namedCodec: 6 }],
    ['a codec that is none', { namedCodec: 99 }],
    ['more rows than there are', { rows: 5 }],
    ['2^40 rows', { rows: 2 ** 40 }],
    ['more rows and values than there are', { rows: 1_500_000, numValues: 1_500_000 }],
    ['a footer that counts other rows', { footerRows: 5 }],
    ['a text longer than the page', { values: ['abcd'], body: cut }],
    ['a footer of 6 MB with 200,000 row groups', { rowGroups: 200_000 }],
  ];
  for (const [name, say] of rows)
    await t.test(name, () =>
      withFolder(async (folder) => {
        const path = join(folder, 'shard');
        await writeFile(path, handmadeParquet(say));
        await assert.rejects(readAll(path), CorpusError);
      }),
    );
});

test('a page of few MB that unpacks to 1 GB stays out of memory', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'shard');
    const size = 1_000_000_000;
    const file = handmadeParquet({ codec: 2, values: ['x'], body: await gzipBomb(size), uncompressed: size });
    assert.ok(file.length < 8 * MIB);
    await writeFile(path, file);
    const before = process.resourceUsage().maxRSS;
    await assert.rejects(readAll(path), CorpusError);
    assert.ok(process.resourceUsage().maxRSS - before < 800 * 1024, 'less than the memory limit was added');
  }));

test('a small file of gigabytes of text gives the texts that are asked for, cut', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'shard');
    await writeParquet(path, `select repeat('x', 200000) as text from range(20000)`);
    const texts = await readAll(path);
    assert.equal(texts.length, 300);
    assert.ok(texts.every((one) => one?.length === 10_001));
  }));
