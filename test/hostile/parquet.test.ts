import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchShard, shardPath } from '../../src/artifacts/corpus/fetchShard.js';
import { readShard } from '../../src/artifacts/corpus/readShard.js';
import { isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { gzipBomb, type Handmade, handmadeParquet } from '../corpus/handmadeParquet.js';
import { servedFile } from '../support/loopbackHub/repository.js';
import { startLoopbackHub } from '../support/loopbackHub/startLoopbackHub.js';
import { nestedBomb, tarOf, zipOf } from './archives.js';
import { inPlace } from './place.js';
import { hubAt } from './record.js';
import { failsWith } from './shown.js';

interface ParquetRow {
  readonly value: string;
  readonly bytes: () => Buffer | Promise<Buffer>;
  /** The texts that are read, or the code of the error. */
  readonly expect: 'CORPUS_UNREADABLE' | readonly (string | null)[];
}

const GIGABYTE = 1_000_000_000;
const SLIP = { name: '../../../../evil', content: 'written by an archive' };
const HARD_LINK = { name: 'shard', link: '/etc/passwd' };
/** Ends as parquet does, with a footer of 40 bytes. */
const asParquet = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.from('\x28\0\0\0PAR1', 'latin1')]);
const lying = (say: Handmade) => () => handmadeParquet(say);

const refused = (value: string, bytes: ParquetRow['bytes']): ParquetRow => ({ value, bytes, expect: 'CORPUS_UNREADABLE' }); // biome-ignore format: one row

const ROWS: readonly ParquetRow[] = [
  { value: '51-57 a sound file', bytes: lying({}), expect: ['a', 'b'] },
  { value: '51-57 a sound file, packed', bytes: lying({ codec: 2 }), expect: ['a', 'b'] },
  {
    value: '51-57 texts of escapes stay as they are',
    bytes: lying({ values: ['\u001b[2J', '../../.bashrc'] }),
    expect: ['\u001b[2J', '../../.bashrc'],
  },
  refused('51 a tar that leads out', () => tarOf([SLIP])),
  refused('51 the same, ending as parquet', () => asParquet(tarOf([SLIP]))),
  refused('51 a zip that leads out', () => zipOf(SLIP.name, Buffer.from(SLIP.content))),
  refused('51 the same, ending as parquet', () => asParquet(zipOf(SLIP.name, Buffer.from(SLIP.content)))),
  refused('52 a hard link in a tar', () => asParquet(tarOf([HARD_LINK, SLIP]))),
  refused('53 packed bytes within packed bytes', nestedBomb),
  refused('53 a page that unpacks to a gigabyte', async () =>
    handmadeParquet({ codec: 2, values: ['x'], body: await gzipBomb(GIGABYTE), uncompressed: GIGABYTE }),
  ),
  refused('53 a page that unpacks to more than it says', lying({ codec: 2, values: ['x'.repeat(1000)], uncompressed: 5 })), // biome-ignore format: one row
  refused('54 a list of 2^31 elements', lying({ schemaCount: 2 ** 31 - 1 })),
  refused('55 a page of 2 GiB', lying({ uncompressed: 2 ** 31 - 1 })),
  refused('55 a page longer than the file', lying({ compressed: 2 ** 31 - 1 })),
  refused('55 a page of negative size', lying({ uncompressed: -5 })),
  refused('56 another codec than that of the page', lying({ namedCodec: 2 })),
  refused('56 a codec that is none', lying({ namedCodec: 99 })),
  refused('57 more rows than there are', lying({ rows: 5 })),
  refused('57 2^40 rows', lying({ rows: 2 ** 40 })),
  refused('57 a footer that counts other rows', lying({ footerRows: 5 })),
];

async function readTexts(path: string): Promise<(string | null)[]> {
  const shard = await readShard(path);
  try {
    return await shard.readTexts([...Array(Math.min(shard.rows, 100)).keys()], 10_001);
  } finally {
    shard.close();
  }
}

test('51 to 57: hostile shards of the corpus, from the hub to their texts', async (t) => {
  const hub = await startLoopbackHub();
  t.after(() => hub.close());
  const files = [];
  for (const [shard, { bytes }] of ROWS.entries())
    files.push(servedFile(shardPath(shard), await bytes(), true));
  const repo = 'karpathy/climbmix-400b-shuffle';
  hub.add({ kind: 'datasets', repo, revision: 'd'.repeat(40), branch: 'main', files });
  for (const [shard, { value, expect }] of ROWS.entries())
    await t.test(value, () =>
      inPlace(async (data) => {
        const got = await fetchShard(hubAt(data, hub.url), shard);
        assert.ok(!isHubTrouble(got));
        const before = process.resourceUsage().maxRSS;
        if (typeof expect === 'string') await failsWith(expect, () => readTexts(got.path));
        else assert.deepEqual(await readTexts(got.path), expect);
        assert.ok(
          process.resourceUsage().maxRSS - before < 800 * 1024,
          'more than the memory limit was taken',
        );
      }),
    );
});
