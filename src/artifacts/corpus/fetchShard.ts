import type { SnapshotShardEntry } from '../../domain/snapshot.js';
import { type Hub, type HubTrouble, isHubTrouble } from '../hub/createHub.js';
import { downloadFile, type OnBytes } from '../hub/downloadFile.js';
import { hubFetch, troubleOf } from '../hub/hubFetch.js';
import { ledAway } from '../hub/ledAway.js';

/** The dataset that prompts are drawn from. Rule: duel prompts, docs/methodology.md. */
export const CORPUS_DATASET = 'karpathy/climbmix-400b-shuffle';

/** Largest shard that is fetched; those of the corpus have about 100 MB. */
const MAX_BYTES = 1_000_000_000;

/** Name of a shard in the dataset. */
export const shardPath = (shard: number): string => `shard_${String(shard).padStart(5, '0')}.parquet`;

/** A shard of the corpus in the store, and the commit that it was taken from. */
export interface FetchedShard {
  readonly entry: SnapshotShardEntry;
  /** Commit of the dataset, 40 hex digits. */
  readonly revision: string;
  /**
   * False when no commit was asked for: then it is the head of the dataset's branch as of now, while the validator took
   * what was the head when it judged.
   */
  readonly pinned: boolean;
  /** In the store, named by its digest. */
  readonly path: string;
  readonly reused: boolean;
}

/**
 * Fetches one shard of the corpus by the digest that the dataset lists for it at a commit.
 * @param options revision: commit of the dataset; without it the head of its main branch, which is then named
 * @returns a state when the hub does not give it
 * @throws RetryLaterError, DigestMismatchError, AddressRefusedError, UnavailableError, IoError
 */
export async function fetchShard(
  hub: Hub,
  shard: number,
  options: { readonly revision?: string; readonly onBytes?: OnBytes } = {},
): Promise<FetchedShard | HubTrouble> {
  const path = shardPath(shard);
  const subject = `${path} of ${CORPUS_DATASET}`;
  const found = await findShard(hub, path, options.revision ?? null, subject);
  if (isHubTrouble(found)) return found;
  const { revision, sha256, size } = found;
  const file = { kind: 'datasets', repo: CORPUS_DATASET, revision, path, sha256, size } as const;
  const got = await downloadFile(hub, file, options.onBytes).catch((error: unknown) => {
    const away = ledAway(error, subject);
    if (away === null) throw error;
    return away;
  });
  if (isHubTrouble(got)) return got;
  return {
    entry: { dataset: CORPUS_DATASET, shard, path, file: { sha256, size } },
    revision,
    pinned: options.revision !== undefined,
    ...got,
  };
}

interface FoundShard {
  readonly revision: string;
  readonly sha256: string;
  readonly size: number;
}

/** Commit, digest and size of a shard, as the hub lists them now. */
async function findShard(
  hub: Hub,
  path: string,
  asked: string | null,
  subject: string,
): Promise<FoundShard | HubTrouble> {
  if (asked !== null && !/^[0-9a-f]{40}$/.test(asked))
    return {
      state: 'not-pinned',
      why: `${subject}: the revision asked for is not a commit of 40 hex digits`,
    };
  const { datasetInfo, pathsInfo } = await import('@huggingface/hub');
  const through = { hubUrl: hub.url, fetch: hubFetch(hub, subject) };
  try {
    const info = await datasetInfo({
      name: CORPUS_DATASET,
      revision: asked ?? 'main',
      additionalFields: ['sha'],
      ...through,
    });
    const revision: unknown = info.sha;
    if (typeof revision !== 'string' || !/^[0-9a-f]{40}$/.test(revision))
      return { state: 'unreachable', why: `${subject}: the hub names no commit` };
    if (asked !== null && revision !== asked)
      return { state: 'rewritten', why: `${subject}: the hub answers with another commit` };
    const repo = { type: 'dataset', name: CORPUS_DATASET } as const;
    const [entry] = await pathsInfo({ repo, paths: [path], revision, ...through });
    if (entry === undefined || entry.path !== path)
      return { state: 'gone', why: `${subject}: not listed at ${revision}` };
    const { oid: sha256, size } = entry.lfs ?? { oid: '', size: -1 };
    if (!/^[0-9a-f]{64}$/.test(sha256) || entry.size !== size || !Number.isSafeInteger(size))
      return { state: 'unlisted-digest', why: `${subject}: the hub lists no sha256 for it` };
    if (size < 0 || size > MAX_BYTES)
      return { state: 'too-large', why: `${subject}: ${size} bytes, the limit is ${MAX_BYTES}` };
    return { revision, sha256, size };
  } catch (error) {
    return troubleOf(error, hub, subject);
  }
}
