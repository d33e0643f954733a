import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.js';
import { CorpusError } from '../../src/errors/artifact.js';
import { UsageError } from '../../src/errors/input.js';
import { continuationFilter } from '../../src/reconstruct/prompts/continuationFilter.js';
import { drawPrompts, type ShardTexts } from '../../src/reconstruct/prompts/drawPrompts.js';
import { drawSeed, shardOf } from '../../src/reconstruct/prompts/shardOf.js';

const HASH = 'ab'.repeat(32);
/** range(20) shuffled by random.Random("ab" * 32) under CPython 3.11.7. */
const ORDER = [2, 10, 18, 12, 8, 1, 6, 14, 11, 9, 15, 16, 19, 13, 5, 0, 4, 7, 3, 17];

function shardFrom(texts: readonly (string | null)[]): ShardTexts & { reads: number[][] } {
  const reads: number[][] = [];
  return {
    rows: texts.length,
    reads,
    readTexts: async (rows) => {
      reads.push([...rows]);
      return rows.map((row) => texts[row] ?? null);
    },
  };
}
const twenty = (text: (row: number) => string | null): (string | null)[] =>
  Array.from({ length: 20 }, (_, row) => text(row));

describe('shardOf', () => {
  it('takes the first eight digits modulo 6542', () => {
    assert.equal(shardOf(HASH), 6329);
    assert.equal(shardOf(`0x${HASH}`), 6329);
    assert.equal(shardOf('00abcdef1234'), 593);
    assert.equal(shardOf('abcdef1234'), 1360);
    assert.equal(shardOf(`${sha256Hex('42')}`), 5916);
  });

  it('keeps case and leading zeros in the seed', () => {
    assert.equal(drawSeed('0x00ABcdef'), '00ABcdef');
    assert.equal(shardOf('ABCDEF1234'), shardOf('abcdef1234'));
  });

  it('refuses what is no hash', () => {
    for (const text of ['', '0x', 'abc', '0xzz', `${HASH}0`, '-1234567', '0x0x12345678', '12345678\n'])
      assert.throws(() => shardOf(text), UsageError, JSON.stringify(text));
  });
});

describe('drawPrompts', () => {
  it('walks the shuffled rows and numbers them from 0', async () => {
    const prompts = await drawPrompts({
      block: 720,
      blockHash: `0x${HASH}`,
      n: 5,
      shard: shardFrom(twenty((row) => `text 🙂 ${row}`)),
    });
    assert.deepEqual(
      prompts.map(({ index, row, text }) => [index, row, text]),
      ORDER.slice(0, 5).map((row, index) => [index, row, `text 🙂 ${row}`]),
    );
    assert.equal(prompts[0]?.sha256, sha256Hex('text 🙂 2'));
    assert.equal(prompts[0]?.codePoints, 8);
  });

  it('skips empty and missing texts, and keeps rejected ones as empty prompts', async () => {
    const texts = twenty((row) => `text ${row}`);
    texts[2] = '';
    texts[10] = null;
    texts[18] = '\u200b\u200b\u200bx';
    const prompts = await drawPrompts({ block: 720, blockHash: HASH, n: 3, shard: shardFrom(texts) });
    assert.deepEqual(
      prompts.map(({ row, text, codePoints }) => [row, text, codePoints]),
      [
        [18, '', 0],
        [12, 'text 12', 7],
        [8, 'text 8', 6],
      ],
    );
    assert.equal(prompts[0]?.sha256, sha256Hex(''));
  });

  it('reads on in batches until enough are found, never a row twice', async () => {
    const size = 5000;
    const shard = shardFrom(
      Array.from({ length: size }, (_, row) => (row % 50 === 0 ? `text ${row}` : null)),
    );
    const prompts = await drawPrompts({ block: 720, blockHash: HASH, n: 60, shard });
    assert.equal(prompts.length, 60);
    assert.ok(prompts.every(({ row, text }) => row % 50 === 0 && text === `text ${row}`));
    const read = shard.reads.flat();
    assert.ok(shard.reads.length > 1);
    assert.equal(new Set(read).size, read.length);
    assert.ok(read.length < size);
  });

  it('starts the shuffle of 1000 rows as CPython does', async () => {
    const shard = shardFrom(Array.from({ length: 1000 }, (_, row) => `${row}`));
    const prompts = await drawPrompts({ block: 42, blockHash: sha256Hex('42'), n: 12, shard });
    assert.deepEqual(
      prompts.map(({ row }) => row),
      [764, 900, 884, 932, 277, 483, 933, 659, 99, 247, 724, 68],
    );
  });

  it('names wanted and found when the shard is too short', async () => {
    const shard = shardFrom(twenty((row) => (row < 4 ? 'x' : null)));
    await assert.rejects(
      drawPrompts({ block: 720, blockHash: HASH, n: 5, shard }),
      (error) => error instanceof CorpusError && error.facts.wanted === 5 && error.facts.found === 4,
    );
    assert.equal((await drawPrompts({ block: 720, blockHash: HASH, n: 4, shard })).length, 4);
  });
});

describe('continuationFilter', () => {
  it('keeps continuations of ten tokens and more', () => {
    assert.deepEqual(continuationFilter([10, 9, 0, 11, 1024]), [0, 3, 4]);
    assert.deepEqual(continuationFilter([]), []);
  });
});
