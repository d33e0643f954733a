import type { BlockHash, BlockNumber } from '../../domain/block.js';
import type { RoundId } from '../../domain/round.js';
import { BlockSource, type SourceOptions } from './BlockSource.js';
import type { RangeDone } from './cache/cacheEntries.js';
import { checkLinks } from './checkLinks.js';
import { expectedBlocks, finishedRange } from './expectedBlocks.js';
import { interruptible } from './interruption.js';
import { type ReadBlock, Recorder } from './Recorder.js';
import { type RecordedBlock, recordedBlock } from './recordedBlock.js';
import { recordSpan } from './recordSpan.js';
import { type AnchoredSpan, anchoredSpans } from './roundAnchors.js';
import { TaskPool } from './TaskPool.js';

export interface RecordProgress {
  /** Blocks read so far, from the cache or the archive. */
  readonly done: number;
  /** Blocks that will probably be read in all. */
  readonly total: number;
  /** Calls by JSON-RPC method so far. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface RangeInput extends SourceOptions {
  readonly netuid: number;
  readonly fromRound: RoundId;
  /** Included. */
  readonly toRound: RoundId;
  /** Blocks that are read at once; default 4. */
  readonly concurrency?: number;
  readonly onProgress?: (progress: RecordProgress) => void;
}

export interface RecordedRange {
  readonly genesisHash: BlockHash;
  /** Ascending. */
  readonly blocks: readonly RecordedBlock[];
  /** Ascending by version; SCALE metadata. */
  readonly runtimes: readonly { readonly specVersion: number; readonly metadata: Uint8Array }[];
  /** Hosts that all gave the hash of every block here. */
  readonly endpoints: readonly string[];
}

const CONCURRENCY = 4;

/**
 * Records what the audit of a range of rounds reads from the chain: seed blocks in full, and between them the blocks in
 * which something changed (rule: which blocks are read, docs/methodology.md). The result depends on the chain alone,
 * not on the order of answers, faults, page sizes, or what the cache held. Everything read is kept at once, so that
 * the same call goes on after an interruption, and asks nothing when everything is there.
 * @throws BlockNotFinalError before anything is read, when the range reaches beyond the finalised block;
 * EndpointsDisagreeError, ChainLieError, InterruptedError, and what the archive throws
 */
export const recordRange = (input: RangeInput): Promise<RecordedRange> =>
  interruptible(input.signal, () => record(input));

async function record(input: RangeInput): Promise<RecordedRange> {
  const spans = anchoredSpans(input.fromRound, input.toRound);
  const source = new BlockSource(input, (spans.at(-1) as AnchoredSpan).to);
  const recorder = new Recorder(source, input.netuid, progressOf(input, source, spans));
  const pool = new TaskPool(input.concurrency ?? CONCURRENCY);
  const anchors = await readAnchors(recorder, pool, spans);
  const between = await pool.all(spans, async ({ from, to, fixed }) => {
    const ends = { from: anchors.get(from) as ReadBlock, to: anchors.get(to) as ReadBlock };
    const found = await recordSpan(recorder, pool, ends, fixed);
    return found.map((block) => recordedBlock(block, [from, to]));
  });
  const full = [...anchors.values()].map((block) => recordedBlock(block));
  const blocks = [...full, ...between.flat()].sort((a, b) => a.number - b.number);
  checkLinks(blocks, input.endpoints);
  if (finishedRange(input) === null) await input.cache.saveRange(rangeOf(input, blocks.length));
  return {
    genesisHash: await source.genesisHash(),
    blocks,
    runtimes: recorder.versions.runtimes(blocks.map((block) => block.specVersion)),
    endpoints: input.endpoints,
  };
}

/** Reads the blocks that spans begin and end with: the first one alone, the others with its keys as a guess. */
async function readAnchors(
  recorder: Recorder,
  pool: TaskPool,
  spans: readonly AnchoredSpan[],
): Promise<ReadonlyMap<BlockNumber, ReadBlock>> {
  const numbers = [...new Set(spans.flatMap((span) => [span.from, span.to]))];
  const opened = await pool.all(numbers, (number) => pool.run(() => recorder.open(number)));
  await recorder.versions.learn(opened);
  let guess: readonly string[] = [];
  const read = async (open: (typeof opened)[number]): Promise<ReadBlock> => {
    const block = await recorder.read(open, null, guess);
    guess = [...block.reading.storage.keys()];
    return block;
  };
  const [first, ...others] = opened;
  const blocks = first === undefined ? [] : [await read(first)];
  blocks.push(...(await pool.all(others, (open) => pool.run(() => read(open)))));
  return new Map(blocks.map((block) => [block.open.number, block]));
}

const rangeOf = (
  { netuid, fromRound, toRound, proofs, endpoints }: RangeInput,
  blocks: number,
): RangeDone => ({ netuid, fromRound, toRound, proofs, endpoints, blocks });

function progressOf(input: RangeInput, source: BlockSource, spans: readonly AnchoredSpan[]): () => void {
  const expected = finishedRange(input)?.blocks ?? expectedBlocks(spans);
  let done = 0;
  return () => {
    done += 1;
    input.onProgress?.({ done, total: Math.max(expected, done), calls: source.calls });
  };
}
