import { resolve } from 'node:path';
import { readShard } from '../../artifacts/corpus/readShard.js';
import type { SnapshotChoice } from '../../artifacts/snapshot/chooseSnapshot.js';
import { findSnapshots } from '../../artifacts/snapshot/findSnapshots.js';
import { readIndex } from '../../artifacts/snapshot/readIndex.js';
import { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import type { JournalView } from '../../domain/journal.js';
import type { NoTexts, PromptTexts } from '../../domain/promptTexts.js';
import type { Prompt } from '../../domain/round.js';
import type { RoundResult } from '../../domain/verdict.js';
import { AuditError } from '../../errors/base.js';
import { drawPrompts } from '../../reconstruct/prompts/drawPrompts.js';

/** Snapshots that are looked into. */
const MOST_SNAPSHOTS = 64;

type Drawn = RoundResult & {
  readonly seedHash: string;
  readonly prompts: NonNullable<RoundResult['prompts']>;
};

/**
 * The texts of the prompts that a replay scored in a round, drawn again from a corpus shard that a snapshot holds. The
 * replay's own snapshot is looked into first; any other one that holds the shard will do, because each text is held
 * against the sha256 in the replay. Nothing else of a snapshot is opened.
 * @returns why none is at hand, with the remedy; never throws what a file or folder is at fault for
 */
export async function promptTexts(
  view: Pick<JournalView, 'start' | 'teacher'>,
  result: RoundResult,
  choice: SnapshotChoice,
): Promise<PromptTexts | NoTexts> {
  const wanted = new Set(
    view.teacher
      .filter((record) => record.roundId === result.roundId)
      .flatMap((record) => record.prompts?.map(({ sha256 }) => sha256) ?? []),
  );
  if (!isDrawn(result))
    return { why: 'the replay did not draw the prompts of this round', remedy: audited(result) };
  if (wanted.size === 0)
    return { why: 'the replay does not tell which texts it scored', remedy: audited(result) };
  const { shard } = result.prompts;
  const { name, digest } = view.start.spec.snapshot;
  const faults: string[] = [];
  try {
    const snapshots = await held(choice, shard, faults);
    for (const snapshot of snapshots.sort((a, b) => rank(b, digest) - rank(a, digest))) {
      const prompts = await provenTexts(snapshot, result, wanted).catch((error) => fault(error, faults));
      if (prompts !== null && prompts.length > 0) return { snapshot: snapshot.index.name, shard, prompts };
    }
  } catch (error) {
    fault(error, faults);
  }
  return {
    why:
      faults[0] ??
      `no snapshot under ${choice.snapshot ?? choice.snapshots} holds these texts (corpus shard ${shard})`,
    remedy: `give the snapshot "${name}" of this replay with --snapshot DIR, or the folder that holds it with --snapshots DIR`,
  };
}

const isDrawn = (result: RoundResult): result is Drawn => result.seedHash !== null && result.prompts !== null;

const audited = ({ roundId }: RoundResult): string =>
  `run recrown audit ${roundId} with a snapshot that holds them`;

const rank = (snapshot: Snapshot, digest: string): number => (snapshot.index.digest === digest ? 1 : 0);

function fault(error: unknown, faults: string[]): null {
  if (!(error instanceof AuditError)) throw error;
  faults.push([error.message, error.why].filter(Boolean).join(': '));
  return null;
}

/** Snapshots whose index names the shard; one that cannot be read is a fault, and the others are looked into all the same. */
async function held(choice: SnapshotChoice, shard: number, faults: string[]): Promise<Snapshot[]> {
  const dirs =
    choice.snapshot === null
      ? await findSnapshots(resolve(choice.cwd, choice.snapshots))
      : [resolve(choice.cwd, choice.snapshot)];
  const found: Snapshot[] = [];
  for (const dir of dirs.slice(0, MOST_SNAPSHOTS)) {
    const index = await readIndex(dir).catch((error) => fault(error, faults));
    if (index?.corpus.some((one) => one.shard === shard)) found.push(new Snapshot(dir, index));
  }
  return found;
}

/** Of the drawn prompts, those whose sha256 the replay has. */
async function provenTexts(
  snapshot: Snapshot,
  { seedBlock, seedHash, prompts }: Drawn,
  wanted: ReadonlySet<string>,
): Promise<Prompt[] | null> {
  const entry = snapshot.index.corpus.find((one) => one.shard === prompts.shard);
  if (entry === undefined) return null;
  const shard = await readShard(snapshot.objectPath(entry.file));
  try {
    const drawn = await drawPrompts({ block: seedBlock, blockHash: seedHash, n: prompts.drawn, shard });
    return drawn.filter(({ sha256 }) => wanted.has(sha256));
  } finally {
    shard.close();
  }
}
