import { sha256Hex } from '../../domain/canonical.js';
import type { Prompt } from '../../domain/round.js';
import { CorpusError } from '../../errors/artifact.js';
import { PyRandom } from '../../python/random.js';
import { codePointLength } from '../../python/text.js';
import { promptText, TEXT_LIMIT } from './promptText.js';
import { drawSeed } from './shardOf.js';

/** Rows read beyond those still needed, so that a few unusable texts cost no second pass over the shard. */
const SPARE_ROWS = 16;

/** The shard that `shardOf` names. */
export interface ShardTexts {
  /** Number of rows. */
  readonly rows: number;
  /**
   * Texts of the given rows, in the order asked; null where there is none.
   * @param maxCodePoints what follows the first so many code points may be left out
   */
  readonly readTexts: (rows: readonly number[], maxCodePoints: number) => Promise<readonly (string | null)[]>;
}

export interface DrawRequest {
  readonly block: number;
  /** Hash of `block`, with or without `0x`; the case of its digits is part of the seed. */
  readonly blockHash: string;
  /** Prompts wanted. */
  readonly n: number;
  readonly shard: ShardTexts;
}

/**
 * The prompts of a round, in draw order: all rows of the shard shuffled by the block hash as a string seed,
 * walked until `n` usable texts are found. Rows count from 0. An empty or missing text is skipped;
 * a text that the formatter rejects stays as the empty prompt.
 * Rule: duel prompts, docs/methodology.md.
 * @throws CorpusError when the shard ends before `n` usable texts
 */
export async function drawPrompts({ block, blockHash, n, shard }: DrawRequest): Promise<Prompt[]> {
  const order = Uint32Array.from({ length: shard.rows }, (_, row) => row);
  new PyRandom(drawSeed(blockHash)).shuffle(order);
  const prompts: Prompt[] = [];
  let spare = SPARE_ROWS;
  for (let at = 0; prompts.length < n && at < order.length; spare *= 2) {
    const rows = Array.from(order.subarray(at, at + n - prompts.length + spare));
    const texts = await shard.readTexts(rows, TEXT_LIMIT + 1);
    rows.forEach((row, i) => {
      const text = texts[i];
      if (text && prompts.length < n) prompts.push(promptOf(prompts.length, row, text));
    });
    at += rows.length;
  }
  if (prompts.length === n) return prompts;
  throw new CorpusError({
    what: `the corpus shard has too few texts for block ${block}`,
    why: `${n} usable texts are wanted, ${prompts.length} were found in ${shard.rows} rows`,
    remedy: 'Give the whole shard that the block hash chooses, or ask for fewer prompts.',
    facts: { block, wanted: n, found: prompts.length, rows: shard.rows },
  });
}

function promptOf(index: number, row: number, source: string): Prompt {
  const text = promptText(source);
  return { index, row, text, sha256: sha256Hex(text), codePoints: codePointLength(text) };
}
