import { resolve } from 'node:path';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { printable } from '../../domain/printable.js';
import { parseRange } from '../../domain/range.js';
import { parseRevision } from '../../domain/revision.js';
import { InvalidRangeError, UsageError } from '../../errors/input.js';
import { NETUID } from '../../replay/readStoredRound.js';
import type { NamedRevision } from '../../replay/record/committedRevisions.js';
import { openHub } from '../../replay/record/openHub.js';
import type { ChainRecorder } from '../../replay/record/openRecorder.js';
import { recordWorld } from '../../replay/record/recordWorld.js';
import { roundsOf } from '../../replay/roundsOf.js';
import type { ArchiveOptions, WorldOptions } from '../call.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { interruptible } from '../interruptible.js';
import { jsonLine } from '../jsonLine.js';
import { cacheDirOf, networkOf, recorderOf } from '../recorderOf.js';
import { createRecordProgress } from '../recordProgress.js';
import { quotedCommand } from '../resumeCommand.js';

export interface FetchOptions extends ArchiveOptions, WorldOptions {
  readonly range: string;
  readonly dryRun: boolean;
  readonly out?: string;
  readonly name?: string;
}

/** `recrown fetch RANGE`: records chain, hub and corpus of a range of rounds into a snapshot. */
export async function fetch(context: CommandContext, options: FetchOptions): Promise<number> {
  if (options.endpoint.length === 0)
    throw new UsageError({
      what: 'no archive node is named',
      remedy: 'give one with --endpoint URL; with two on different hosts the block hashes are compared',
    });
  const rounds = roundsIn(options.range);
  const { snapshot, calls, plan } = await recordRounds(context, options, rounds);
  if (snapshot === null) {
    context.out(context.options.json ? jsonLine({ schema: 1, rounds, plan }) : planText(rounds, plan));
    return EXIT.ok;
  }
  context.out(context.options.json ? jsonLine(document(snapshot, rounds, calls)) : text(snapshot));
  return EXIT.ok;
}

/**
 * Records rounds as `fetch` does; with `dryRun` only the plan is made and nobody is asked.
 * @throws the errors of the archive and the hub; InterruptedError with the command that goes on
 */
export async function recordRounds(
  context: CommandContext,
  options: Omit<FetchOptions, 'range'>,
  rounds: readonly number[],
): Promise<{
  snapshot: Snapshot | null;
  calls: Readonly<Record<string, number>>;
  plan: ReturnType<ChainRecorder['plan']>;
}> {
  const snapshots = resolve(context.cwd, context.options.snapshots);
  const cacheDir = cacheDirOf(context, options);
  const network = networkOf(options.network);
  const teacher = teacherOf(options.teacher);
  const { signal } = context;
  const recorder = await recorderOf(context, options);
  const progress = createRecordProgress(context);
  try {
    const plan = recorder.plan(rounds);
    if (options.dryRun) return { snapshot: null, calls: {}, plan };
    context.err(planText(rounds, plan));
    const hub = openHub({ url: options.hub, cacheDir, signal, env: context.env });
    const work = recordWorld(
      {
        rounds,
        netuid: NETUID,
        network,
        recorder,
        parts: new Set(options.parts),
        captures: options.captures.map((dir) => resolve(context.cwd, dir)),
        teacher,
        maxBytes: options.maxBytes,
        name: options.name ?? `sn${NETUID}-${rounds[0]}-${rounds.at(-1)}`,
        snapshots,
        out: options.out === undefined ? null : resolve(context.cwd, options.out),
        made: null,
      },
      { hub, cacheDir, signal, now: new Date().toISOString(), onEvent: progress.on },
    );
    const snapshot = await interruptible(work, signal, quotedCommand(context.argv));
    return { snapshot, calls: recorder.calls(), plan };
  } finally {
    progress.clear();
    await recorder.close();
  }
}

function roundsIn(range: string): readonly number[] {
  const span = parseRange(range);
  if (typeof span !== 'string') return roundsOf(span);
  throw new InvalidRangeError({
    what: `cannot fetch this range: ${span}`,
    remedy: 'give rounds (11648..11650) or blocks (block:8382960, 8382960..8385120)',
  });
}

function teacherOf(text: string | undefined): NamedRevision | null {
  if (text === undefined) return null;
  const [, repo = '', revision = ''] = /^([^@]+)@(.+)$/.exec(text) ?? [];
  if (repo !== '' && parseRevision(revision) !== null) return { repo, revision };
  throw new UsageError({
    what: `"${printable(text, 100)}" is no pinned teacher`,
    why: 'a branch names files that can change',
    remedy: 'give --teacher OWNER/NAME@REVISION with the 40 hex digits of a commit',
  });
}

const planText = (
  rounds: readonly number[],
  { blocks, cached, calls, seconds }: ReturnType<ChainRecorder['plan']>,
): string =>
  `rounds ${rounds[0]}..${rounds.at(-1)}: about ${blocks} blocks (${cached} held), calls ${calls.bulk} bulk reads, ${calls.hashes} hashes, ${calls.headers} headers, ${calls.proofs} proofs; about ${durationText(seconds)} at the pace of a public archive\n`;

const durationText = (seconds: number): string =>
  seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.ceil(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;

/** The JSON contract of the command (docs/formats.md). */
function document(
  { dir, index }: Snapshot,
  rounds: readonly number[],
  calls: Readonly<Record<string, number>>,
): object {
  return {
    schema: 1,
    snapshot: { dir, name: index.name, digest: index.digest, seal: index.seal },
    rounds,
    endpoints: index.endpoints,
    blocks: index.blocks.length,
    provenBlocks: index.blocks.filter((block) => block.proof !== undefined).length,
    runtimes: index.runtimes.map((one) => one.specVersion),
    calls,
    repositories: index.repositories.map(({ repo, revision }) => ({ repo, revision })),
    unresolved: index.unresolved,
    corpus: index.corpus.map(({ shard, file }) => ({ shard, ...file })),
    published: index.published.length,
  };
}

function text({ dir, index }: Snapshot): string {
  const proven = index.blocks.filter((block) => block.proof !== undefined).length;
  return `${[
    `snapshot ${dir}`,
    `  digest ${index.digest}`,
    `  ${index.blocks.length} blocks, ${proven} with proofs, hashes from ${index.endpoints.join(', ')}`,
    `  ${index.repositories.length} revisions listed, ${index.unresolved.length} not given, ${index.corpus.length} shards, ${index.published.length} captured files`,
    ...index.unresolved.map(
      ({ repo, revision, state, why }) => `  ${state}: ${printable(`${repo}@${revision}: ${why}`, 300)}`,
    ),
    `audit it: recrown audit RANGE --snapshot ${dir} --offline`,
  ].join('\n')}\n`;
}
