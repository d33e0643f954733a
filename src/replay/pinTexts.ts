import { readShard } from '../artifacts/corpus/readShard.js';
import { findRepository } from '../artifacts/hub/findRepository.js';
import type { Snapshot } from '../artifacts/snapshot/snapshot.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import type { PublishedRound } from '../domain/published.js';
import type { Prompt } from '../domain/round.js';
import { readTokenizer } from '../model/tokenizer/readTokenizer.js';
import type { Tokenizer } from '../model/tokenizer/Tokenizer.js';
import { drawPrompts } from '../reconstruct/prompts/drawPrompts.js';
import { shardOf } from '../reconstruct/prompts/shardOf.js';
import type { RoundInputs } from './assembleInputs.js';
import { type PinnedText, pinText } from './pinnedText.js';

/** The drawn prompts of a round and every captured teacher text on them. */
export interface RoundTexts {
  readonly shard: number;
  readonly prompts: readonly Prompt[];
  /** In the order of capture; never empty. */
  readonly texts: readonly PinnedText[];
  /** Captured texts that cannot stand for the round, each with the reason. */
  readonly faults: readonly Absent[];
}

/**
 * Draws the round's prompts from the recorded shard and joins each captured teacher text to them.
 * @returns Absent when the shard, the teacher or its tokenizer is not recorded, or no capture fits the draw
 */
export async function pinTexts(inputs: RoundInputs, snapshot: Snapshot): Promise<RoundTexts | Absent> {
  const { seed, published } = inputs;
  const captures = published?.captures ?? [];
  if (captures.length === 0)
    return missing(
      "no captured teacher text (eval_data.json); the validator's files of the round could supply it",
    );
  const tokenizer = await teacherTokenizer(snapshot);
  if (isAbsent(tokenizer)) return tokenizer;
  const shard = shardOf(seed.hash);
  const entry = snapshot.index.corpus.find((one) => one.shard === shard);
  if (entry === undefined)
    return missing(`corpus shard ${shard} is not in the snapshot; the dataset could supply it`);
  const corpus = await readShard(snapshot.objectPath(entry.file));
  let prompts: Prompt[];
  try {
    const { prompts: n } = inputs.eras.era.policy;
    prompts = await drawPrompts({ block: seed.block, blockHash: seed.hash, n, shard: corpus });
  } finally {
    corpus.close();
  }
  const texts: PinnedText[] = [];
  const faults: string[] = [];
  for (const capture of captures) {
    const text = pinText(capture, prompts, tokenizer);
    const least =
      published !== null && capture.ofValidator === published.validatorUid ? publishedPrompts(published) : 1;
    if ('fault' in text) faults.push(text.fault);
    else if (text.sequences.length < Math.max(1, least))
      faults.push(
        `the captured teacher text ${capture.sha256.slice(0, 12)} holds ${text.sequences.length} prompts of at least ${least}`,
      );
    else texts.push(text);
  }
  if (texts.length === 0) return missing(faults[0] ?? 'no captured teacher text can be used');
  return { shard, prompts, texts, faults: faults.map(missing) };
}

/** Prompts that the published numbers rest on: a captured text with fewer is not the whole text of the round. */
const publishedPrompts = (published: PublishedRound): number =>
  Math.max(
    0,
    ...published.rows.flatMap((row) => [
      row.promptsTotal ?? 0,
      row.tTest?.n ?? 0,
      row.klPerPrompt?.length ?? 0,
    ]),
  );

async function teacherTokenizer(snapshot: Snapshot): Promise<Tokenizer | Absent> {
  const { teacher } = snapshot.index;
  const manifest = teacher === null ? null : findRepository(snapshot, teacher.repo, teacher.revision);
  if (manifest === null || isAbsent(manifest)) return missing('the teacher is not in the snapshot');
  const file = manifest.files.find((one) => one.path === 'tokenizer.json');
  if (file?.held !== true) return missing("the teacher's tokenizer.json is not in the snapshot");
  return readTokenizer(await snapshot.readObject({ sha256: file.sha256, size: file.size }));
}

const missing = (why: string): Absent => ({ absent: 'missing', why: `Not replayed: ${why}.` });
