import { join } from 'node:path';
import { fetchShard } from '../../artifacts/corpus/fetchShard.js';
import { isHubTrouble } from '../../artifacts/hub/createHub.js';
import type { ObjectRef, SnapshotShardEntry } from '../../domain/snapshot.js';
import { shardOf } from '../../reconstruct/prompts/shardOf.js';
import { AnswerCache } from './answerCache.js';
import type { Budget } from './budget.js';
import type { RecordTools } from './recordTools.js';

/** A shard of the corpus in the store, and its place in a snapshot. */
export interface FoundShard {
  readonly entry: Omit<SnapshotShardEntry, 'file'>;
  readonly object: ObjectRef;
  readonly path: string;
}

/**
 * Fetches the shards that block hashes choose, each once, at the head of the dataset's branch; one that is held is not
 * asked for again. What the hub does not give is told and left out.
 * @param hashes of the seed blocks
 */
export async function fetchShards(
  hashes: readonly string[],
  budget: Budget,
  tools: RecordTools,
): Promise<readonly FoundShard[]> {
  const cache = new AnswerCache<SnapshotShardEntry>(join(tools.cacheDir, 'shards'));
  const found: FoundShard[] = [];
  for (const shard of [...new Set(hashes.map(shardOf))].sort((a, b) => a - b)) {
    tools.signal.throwIfAborted();
    const question = `${tools.hub.url} shard ${shard}`;
    const known = await cache.get(question);
    const held = known !== null && (await tools.hub.store.has(known.file.sha256, known.file.size));
    const entry = held ? known : await fetchOne(shard, budget, tools);
    if (entry === null) continue;
    if (!held) await cache.put(question, entry);
    const { file, ...place } = entry;
    found.push({ entry: place, object: file, path: tools.hub.store.pathOf(file.sha256) });
  }
  if (found.length > 0)
    tools.onEvent({
      type: 'note',
      text: 'assumed: the evaluator read these shards of the corpus, at this commit, and neither FineWeb nor its own cache of prompts; a captured text shows whether it did',
    });
  return found;
}

async function fetchOne(
  shard: number,
  budget: Budget,
  tools: RecordTools,
): Promise<SnapshotShardEntry | null> {
  let spent = false;
  const onBytes = (done: number, total: number): void => {
    if (!spent) budget.spend(total - done, `shard ${shard} of the corpus`);
    spent = true;
    tools.onEvent({ type: 'progress', part: 'corpus', label: `shard ${shard}`, done, total, unit: 'bytes' });
  };
  const got = await fetchShard(tools.hub, shard, { onBytes });
  if (!isHubTrouble(got)) return { ...got.entry, revision: got.revision };
  tools.onEvent({ type: 'note', text: `shard ${shard} of the corpus: ${got.state}: ${got.why}` });
  return null;
}
