import assert from 'node:assert/strict';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readShard } from '../../src/artifacts/corpus/readShard.js';
import { CorpusError } from '../../src/errors/artifact.js';
import { withFolder, writeParquet } from './writeParquet.js';

const refusedWith =
  (pattern: RegExp) =>
  (error: unknown): boolean =>
    error instanceof CorpusError && error.exitCode === 64 && pattern.test(`${error.message}: ${error.why}`);

describe('readShard', () => {
  it('reads scattered rows of many row groups in the order asked', () =>
    withFolder(async (folder) => {
      const path = join(folder, '9f86d081884c7d659a2feaa0c55ad015');
      await writeParquet(path, `select i as n, 'row ' || i as text from range(30000) t(i)`);
      const shard = await readShard(path);
      try {
        assert.equal(shard.rows, 30000);
        const rows = [29999, 0, 2048, 2047, 15000, 1, 8191];
        assert.deepEqual(
          await shard.readTexts(rows),
          rows.map((row) => `row ${row}`),
        );
        assert.deepEqual(await shard.readTexts([]), []);
      } finally {
        shard.close();
      }
    }));

  it('keeps every character, and cuts by code points where asked', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'shard');
      await writeParquet(path, `select 'a' || chr(0) || chr(128578) || 'e' || chr(769) || ' ' as text`);
      const shard = await readShard(path);
      assert.deepEqual(await shard.readTexts([0]), ['a\0🙂e\u0301 ']);
      assert.deepEqual(await shard.readTexts([0], 4), ['a\0🙂e']);
      shard.close();
    }));

  it('gives null where a row has no text', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'shard.parquet');
      await writeParquet(
        path,
        `select case when i % 2 = 0 then 'x' || i end as text from range(10) t(i) order by i`,
      );
      const shard = await readShard(path);
      assert.deepEqual(await shard.readTexts([3, 2, 9]), [null, 'x2', null]);
      shard.close();
    }));

  it('takes the path literally: quotes, patterns and key=value folders', () =>
    withFolder(async (folder) => {
      const odd = join(folder, 'o[d]*?', 'text=5');
      const decoy = join(folder, 'odxy', 'text=5');
      for (const place of [odd, decoy]) await mkdir(place, { recursive: true });
      const plain = join(folder, 'plain');
      await writeParquet(plain, `select 'right' as text`);
      await writeParquet(join(decoy, "it's"), `select 'wrong' as text`);
      await writeFile(join(odd, "it's"), await readFile(plain));
      const shard = await readShard(join(odd, "it's"));
      assert.deepEqual(await shard.readTexts([0]), ['right']);
      shard.close();
    }));

  it('refuses what is no parquet file with texts', () =>
    withFolder(async (folder) => {
      const path = (name: string): string => join(folder, name);
      await writeFile(path('text'), 'PAR1 this is not parquet PAR1');
      await writeFile(path('empty'), '');
      await writeParquet(path('other'), `select 'x' as content`);
      await writeParquet(path('upper'), `select 'x' as "TEXT"`);
      await writeParquet(path('number'), `select 1 as text`);
      await writeParquet(path('bytes'), `select 'x'::blob as text`);
      await writeParquet(path('clash'), `select 'x' as text, 1 as file_row_number`);
      await assert.rejects(readShard(path('text')), refusedWith(/not a readable parquet/));
      await assert.rejects(readShard(path('empty')), refusedWith(/not a readable parquet/));
      await assert.rejects(readShard(path('other')), refusedWith(/no column "text"/));
      await assert.rejects(readShard(path('upper')), refusedWith(/no column "text"/));
      await assert.rejects(readShard(path('number')), refusedWith(/its type is INTEGER/));
      await assert.rejects(readShard(path('bytes')), refusedWith(/its type is BLOB/));
      await assert.rejects(readShard(path('clash')), CorpusError);
      await assert.rejects(readShard(path('none')), refusedWith(/no such file/));
      await assert.rejects(readShard(folder), refusedWith(/not a file/));
    }));

  it('refuses rows that it does not have, and data that is cut or changed', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'shard');
      await writeParquet(path, `select 'row ' || i as text from range(5000) t(i)`);
      const shard = await readShard(path);
      for (const row of [5000, -1, 0.5, Number.NaN])
        await assert.rejects(shard.readTexts([0, row]), refusedWith(/no row/));
      shard.close();
      const bytes = await readFile(path);
      bytes.fill(0xff, 4, 3000);
      await writeFile(join(folder, 'changed'), bytes);
      const changed = await readShard(join(folder, 'changed'));
      await assert.rejects(changed.readTexts([0, 1]), CorpusError);
      changed.close();
      await truncate(path, bytes.length - 100);
      await assert.rejects(readShard(path), CorpusError);
    }));
});
