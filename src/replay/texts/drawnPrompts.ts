import { readShard } from '../../artifacts/corpus/readShard.js';
import { findRepository } from '../../artifacts/hub/findRepository.js';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { Prompt } from '../../domain/round.js';
import { readTokenizer } from '../../model/tokenizer/readTokenizer.js';
import type { Tokenizer } from '../../model/tokenizer/Tokenizer.js';
import { drawPrompts } from '../../reconstruct/prompts/drawPrompts.js';
import { shardOf } from '../../reconstruct/prompts/shardOf.js';
import type { RoundInputs } from '../assembleInputs.js';
import { perSnapshot } from '../perSnapshot.js';

/** The prompts of a round in draw order, and what they are tokenised with. */
export interface DrawnPrompts {
  readonly shard: number;
  readonly prompts: readonly Prompt[];
  /** The teacher's. */
  readonly tokenizer: Tokenizer;
}

/**
 * Draws the round's prompts from the recorded shard.
 * @returns Absent when the shard, the teacher or its tokenizer is not recorded
 */
export async function drawnPrompts(
  { seed, eras }: RoundInputs,
  snapshot: Snapshot,
): Promise<DrawnPrompts | Absent> {
  const tokenizer = await teacherTokenizer(snapshot);
  if (isAbsent(tokenizer)) return tokenizer;
  const shard = shardOf(seed.hash);
  const entry = snapshot.index.corpus.find((one) => one.shard === shard);
  if (entry === undefined)
    return notReplayed(`corpus shard ${shard} is not in the snapshot; the dataset could supply it`);
  const corpus = await readShard(snapshot.objectPath(entry.file));
  try {
    const { prompts: n } = eras.era.policy;
    const draw = { block: seed.block, blockHash: seed.hash, n, shard: corpus };
    return { shard, prompts: await drawPrompts(draw), tokenizer };
  } finally {
    corpus.close();
  }
}

const teacherTokenizer = perSnapshot(readTeacherTokenizer);

async function readTeacherTokenizer(snapshot: Snapshot): Promise<Tokenizer | Absent> {
  const { teacher } = snapshot.index;
  const manifest = teacher === null ? null : findRepository(snapshot, teacher.repo, teacher.revision);
  if (manifest === null || isAbsent(manifest)) return notReplayed('the teacher is not in the snapshot');
  const file = manifest.files.find((one) => one.path === 'tokenizer.json');
  if (file?.held !== true) return notReplayed("the teacher's tokenizer.json is not in the snapshot");
  return readTokenizer(await snapshot.readObject({ sha256: file.sha256, size: file.size }));
}

/** Something that a duel needs and that is not there. */
export const notReplayed = (why: string): Absent => ({ absent: 'missing', why: `Not replayed: ${why}.` });
