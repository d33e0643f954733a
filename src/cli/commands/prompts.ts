import { resolve } from 'node:path';
import { readShard } from '../../artifacts/corpus/readShard.js';
import type { Prompt } from '../../domain/round.js';
import { UsageError } from '../../errors/input.js';
import { drawPrompts } from '../../reconstruct/prompts/drawPrompts.js';
import { shardOf } from '../../reconstruct/prompts/shardOf.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';

/** Prompts of a head-to-head round. */
const ROUND_PROMPTS = 300;
const MOST_PROMPTS = 100_000;
const SHOWN = 20;

interface PromptsOptions {
  readonly block: number;
  /** With or without `0x`; the digits keep their case, which is part of the seed. */
  readonly blockHash: string;
  /** A parquet shard; the one that the hash chooses, which the file itself cannot tell. */
  readonly corpus: string;
  readonly n?: number;
}

/** `recrown prompts`: the prompts that a block hash draws from one parquet shard, in draw order. */
export const prompts: Command<[PromptsOptions]> = async (context, options) => {
  const { block, blockHash, corpus, n = ROUND_PROMPTS } = options;
  if (!Number.isSafeInteger(n) || n < 1 || n > MOST_PROMPTS)
    throw new UsageError({
      what: 'the number of prompts is out of range',
      why: `-n is a whole number from 1 to ${MOST_PROMPTS}`,
      remedy: `Give -n, or leave it out for ${ROUND_PROMPTS}.`,
    });
  const shard = shardOf(blockHash);
  const texts = await readShard(resolve(context.cwd, corpus));
  try {
    const drawn = await drawPrompts({ block, blockHash, n, shard: texts });
    const rows = drawn.map(({ row, sha256, codePoints }) => ({ row, sha256, codePoints }));
    context.out(context.options.json ? jsonLine({ schema: 1, shard, prompts: rows }) : table(shard, drawn));
  } finally {
    texts.close();
  }
  return 0;
};

function table(shard: number, drawn: readonly Prompt[]): string {
  const cells = drawn
    .slice(0, SHOWN)
    .map(({ index, row, codePoints, sha256 }) => [index, row, codePoints, sha256.slice(0, 16)]);
  const lines = [['#', 'row', 'length', 'sha256'], ...cells].map(([index, row, length, digest]) =>
    [String(index).padStart(5), String(row).padStart(8), String(length).padStart(7), digest].join('  '),
  );
  const count = `${drawn.length} prompts from shard ${shard}`;
  const rest = drawn.length > SHOWN ? `, the first ${SHOWN} shown; all with --json` : '';
  return `${lines.join('\n')}\n${count}${rest}\n`;
}
