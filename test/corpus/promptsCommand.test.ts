import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { prompts } from '../../src/cli/commands/prompts.js';
import { CorpusError } from '../../src/errors/artifact.js';
import { UsageError } from '../../src/errors/input.js';
import { recordingContext } from '../cli/recordingContext.js';
import { withFolder, writeParquet } from './writeParquet.js';

const HASH = 'ab'.repeat(32);

describe('recrown prompts', () => {
  it('prints the draw of a shard in draw order', () =>
    withFolder(async (folder) => {
      await writeParquet(
        join(folder, 'shard'),
        `select case when i = 10 then null else 'text ' || i end as text from range(20) t(i) order by i`,
      );
      const request = { block: 720, blockHash: `0x${HASH}`, corpus: 'shard', n: 4 };
      const context = recordingContext(folder, true);
      assert.equal(await prompts(context, request), 0);
      const expected = [2, 18, 12, 8].map((row) => ({
        row,
        sha256: createHash('sha256').update(`text ${row}`).digest('hex'),
        codePoints: `text ${row}`.length,
      }));
      assert.deepEqual(JSON.parse(context.stdout), { schema: 1, shard: 6329, prompts: expected });
      const bare = recordingContext(folder, true);
      await prompts(bare, { ...request, blockHash: HASH });
      assert.equal(bare.stdout, context.stdout);
      const upper = recordingContext(folder, true);
      await prompts(upper, { ...request, blockHash: HASH.toUpperCase() });
      assert.equal(JSON.parse(upper.stdout).shard, 6329);
      assert.notEqual(upper.stdout, context.stdout);
    }));

  it('shows a short table without --json, and 300 prompts unless told', () =>
    withFolder(async (folder) => {
      await writeParquet(join(folder, 'shard'), `select 'text ' || i as text from range(9000) t(i)`);
      const context = recordingContext(folder, false);
      assert.equal(await prompts(context, { block: 720, blockHash: HASH, corpus: join(folder, 'shard') }), 0);
      const lines = context.stdout.trimEnd().split('\n');
      assert.equal(lines.length, 22);
      assert.match(lines.at(-1) ?? '', /^300 prompts from shard 6329, the first 20 shown/);
    }));

  it('refuses bad arguments and short shards', () =>
    withFolder(async (folder) => {
      await writeParquet(join(folder, 'shard'), `select 'x' as text from range(20)`);
      const ask = (change: object): Promise<number> =>
        prompts(recordingContext(folder, true), {
          block: 720,
          blockHash: HASH,
          corpus: 'shard',
          n: 5,
          ...change,
        });
      for (const n of [0, -1, 1.5, 100_001]) await assert.rejects(ask({ n }), UsageError);
      await assert.rejects(ask({ blockHash: 'main' }), UsageError);
      await assert.rejects(ask({ n: 21 }), CorpusError);
      await assert.rejects(ask({ corpus: 'none' }), CorpusError);
    }));
});
