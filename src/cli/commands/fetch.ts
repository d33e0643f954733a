import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { UsageError } from '../../errors/input.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { openHub } from '../../replay/record/openHub.js';
import type { ChainRecorder } from '../../replay/record/openRecorder.js';
import { recordWorld } from '../../replay/record/recordWorld.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { interruptible } from '../interruptible.js';
import { jsonLine } from '../jsonLine.js';
import { missingText, recordedText } from '../recordedText.js';
import { cacheDirOf, recorderOf } from '../recorderOf.js';
import { type RecordingOptions, recordingOptions } from '../recordingOptions.js';
import { createRecordProgress } from '../recordProgress.js';
import { quotedCommand } from '../resumeCommand.js';
import { roundsIn } from '../roundsIn.js';

export interface FetchOptions extends RecordingOptions {
  readonly range: string;
  readonly dryRun: boolean;
}

/**
 * `recrown fetch RANGE`: records chain, hub and corpus of a range of rounds into a snapshot. Its code is that of "later"
 * when the hub left a revision without an answer; the snapshot is written all the same.
 */
export async function fetch(context: CommandContext, options: FetchOptions): Promise<number> {
  if (options.endpoint.length === 0)
    throw new UsageError({
      what: 'no archive node is named',
      remedy: 'give one with --endpoint URL; with two on different hosts the block hashes are compared',
    });
  const rounds = roundsIn(options.range, 'fetch');
  const { snapshot, calls, plan } = await recordRounds(context, options, rounds);
  if (snapshot === null) {
    context.out(context.options.json ? jsonLine({ schema: 1, rounds, plan }) : planText(rounds, plan));
    return EXIT.ok;
  }
  context.out(
    context.options.json ? jsonLine(document(snapshot, rounds, calls)) : recordedText(snapshot, rounds),
  );
  return silentRevisions(snapshot) > 0 ? EXIT.retry : EXIT.ok;
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
  const { signal } = context;
  const request = await recordingOptions(context, options, `sn${NETUID}-${rounds[0]}-${rounds.at(-1)}`);
  const cacheDir = cacheDirOf(context, options);
  const hub = openHub({ url: options.hub, cacheDir, signal, env: context.env });
  const recorder = await recorderOf(context, options);
  const progress = createRecordProgress(context);
  try {
    const plan = recorder.plan(rounds);
    if (options.dryRun) return { snapshot: null, calls: {}, plan };
    if (plan.seconds > 0) context.err(planText(rounds, plan));
    const work = recordWorld(
      { ...request, rounds, netuid: NETUID, recorder, made: null },
      { hub, cacheDir, signal, now: new Date().toISOString(), onEvent: progress.on },
    );
    const snapshot = await interruptible(work, signal, quotedCommand(context.argv));
    progress.clear();
    context.err(missingText(options));
    const silent = silentRevisions(snapshot);
    if (silent > 0) context.err(`incomplete: ${silent} revisions without an answer; run again\n`);
    return { snapshot, calls: recorder.calls(), plan };
  } finally {
    progress.clear();
    await recorder.close();
  }
}

/** Revisions of which nothing is known: the same command may find them. */
const silentRevisions = ({ index }: Snapshot): number =>
  index.unresolved.filter((one) => one.state === 'unreachable').length;

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
