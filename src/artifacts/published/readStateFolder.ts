import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { printable } from '../../domain/printable.js';
import type { PublishedRound } from '../../domain/published.js';
import { NotAvailableError, UsageError } from '../../errors/input.js';
import { readCaptures } from '../captures/readCaptures.js';
import { unreadable } from '../snapshot/fileTrouble.js';
import type { PublishedValue } from './publishedValue.js';
import { readStateFile } from './readStateFile.js';
import { readView, type ViewFiles } from './readView.js';
import { decided, type RoundPlace } from './roundRecord.js';
import { servedTables } from './servedTables.js';

/** The files of a validator's state directory that are read; nothing else in a folder is opened. */
const NAMES = [
  'h2h_latest.json',
  'h2h_history.json',
  'last_eval.json',
  'composite_scores.json',
  'disqualified.json',
  'evaluated_uids.json',
  'scores.json',
  'failures.json',
  'failure_models.json',
] as const;
type StateName = (typeof NAMES)[number];

const CAPTURES = 'captures.jsonl';
/** Markers of things that are no state directory. */
const SNAPSHOT = 'snapshot.json';
const BUNDLE = /(^bundle\.json$)|(\.(bundle|recrown|tar|tgz|zip|gz|zst)$)/;
const ROUND_FOLDER = /^[1-9]\d{0,9}$/;
const MOST_FOLDERS = 1000;

/** Stands for the UID of a validator that a folder does not name. */
const UNNAMED_VALIDATOR = -1;

/** What one validator wrote, as plain files: its state directory, a folder for each round, or what a watch captured. */
export interface StateFolder {
  /** Seed blocks of the decided records, ascending, each once. */
  readonly blocks: readonly number[];
  /** Reads one round. @throws PublishedFileError */
  readonly view: (round: RoundPlace) => Promise<PublishedRound>;
}

type Files = ReadonlyMap<StateName, string>;

/**
 * Opens one validator's published files: a plain folder of its state files, a folder with one such folder for each
 * round (named by its number), or a folder that a watch filled. Only files of known names are read, none over 64 MiB,
 * and no link is followed.
 * @throws UsageError when the folder holds none of them, NotAvailableError for a bundle, PublishedFileError, IoError
 */
export async function readStateFolder(dir: string): Promise<StateFolder> {
  const { sets, owner } = await findSets(dir);
  const parsed = new Map<string, Promise<PublishedValue>>();
  const read = (files: Files | undefined, name: StateName): Promise<PublishedValue | null> => {
    const path = files?.get(name);
    if (path === undefined) return Promise.resolve(null);
    const known = parsed.get(path) ?? readStateFile(path, name);
    parsed.set(path, known);
    return known;
  };
  const blocks = new Set<number>();
  for (const { files } of sets)
    for (const name of ['h2h_history.json', 'h2h_latest.json'] as const) {
      const file = await read(files, name);
      for (const record of file === null ? [] : decided(servedTables.history(file))) {
        const block = record.get('block').count();
        if (block !== null && record.get('results').items().length > 0) blocks.add(block);
      }
    }
  return {
    blocks: [...blocks].sort((a, b) => a - b),
    view: async (round) => {
      const of = (roundId: number) => sets.find((one) => one.roundId === roundId)?.files;
      const files = of(round.roundId) ?? (sets.at(-1) as RoundSet).files;
      return readView(await viewFiles(files, of(round.roundId - 1), read), round, owner);
    },
  };
}

type Read = (files: Files | undefined, name: StateName) => Promise<PublishedValue | null>;

async function viewFiles(files: Files, before: Files | undefined, read: Read): Promise<ViewFiles> {
  const history = async (from: Files | undefined) => {
    const file = await read(from, 'h2h_history.json');
    return file === null ? null : servedTables.history(file);
  };
  const scores = await read(files, 'scores.json');
  const within = (key: string) => (scores === null ? null : servedTables.member(scores, key));
  return {
    latest: await read(files, 'h2h_latest.json'),
    history: await history(files),
    latestBefore: await read(before, 'h2h_latest.json'),
    historyBefore: await history(before),
    lastEval: (await read(files, 'last_eval.json')) ?? within('last_eval'),
    composites: (await read(files, 'composite_scores.json')) ?? within('composite_scores'),
    disqualified: (await read(files, 'disqualified.json')) ?? within('disqualified'),
    evaluated: await read(files, 'evaluated_uids.json'),
    scores: scores === null ? null : (within('scores') ?? (servedTables.isServed(scores) ? null : scores)),
    failures: await read(files, 'failures.json'),
    failureModels: await read(files, 'failure_models.json'),
    captures: [],
    sources: [...files.keys()],
  };
}

interface RoundSet {
  /** null = the files are of no round in particular. */
  readonly roundId: number | null;
  readonly files: Files;
}

interface FoundSets {
  /** Ascending by round; at least one. */
  readonly sets: readonly RoundSet[];
  readonly owner: Pick<PublishedRound, 'validatorUid' | 'validatorHotkey'>;
}

async function findSets(dir: string): Promise<FoundSets> {
  const entries = await entriesOf(dir);
  const unnamed = { validatorUid: UNNAMED_VALIDATOR, validatorHotkey: '' };
  if (entries.includes(CAPTURES)) return capturedSets(dir);
  const plain = filesOf(dir, entries);
  if (plain.size > 0) return { sets: [{ roundId: null, files: plain }], owner: unnamed };
  const rounds = entries
    .filter((name) => ROUND_FOLDER.test(name))
    .map(Number)
    .sort((a, b) => a - b);
  const sets: RoundSet[] = [];
  for (const roundId of rounds.slice(-MOST_FOLDERS)) {
    const folder = join(dir, String(roundId));
    if (!(await isFolder(folder))) continue;
    const files = filesOf(folder, await entriesOf(folder));
    if (files.size > 0) sets.push({ roundId, files });
  }
  if (sets.length > 0) return { sets, owner: unnamed };
  throw refusal(dir, entries);
}

/** Of several captures of one file for a round the last counts, but of the UIDs evaluated, where the first shows its start. */
async function capturedSets(dir: string): Promise<FoundSets> {
  const byRound = new Map<number, Map<StateName, string>>();
  const captures = await readCaptures(dir);
  const known = (name: string): name is StateName => (NAMES as readonly string[]).includes(name);
  for (const { roundId, name, path } of captures) {
    if (!known(name)) continue;
    const files = byRound.get(roundId) ?? new Map<StateName, string>();
    if (name !== 'evaluated_uids.json' || !files.has(name)) files.set(name, path);
    byRound.set(roundId, files);
  }
  const sets = [...byRound]
    .map(([roundId, files]) => ({ roundId, files }))
    .sort((a, b) => a.roundId - b.roundId);
  if (sets.length === 0) throw refusal(dir, []);
  return {
    sets,
    owner: { validatorUid: UNNAMED_VALIDATOR, validatorHotkey: captures[0]?.validatorHotkey ?? '' },
  };
}

const filesOf = (dir: string, entries: readonly string[]): Files =>
  new Map(NAMES.filter((name) => entries.includes(name)).map((name) => [name, join(dir, name)]));

function refusal(dir: string, entries: readonly string[]): UsageError {
  const isSnapshot = entries.includes(SNAPSHOT);
  return new UsageError({
    what: `${printable(dir)} holds no published files of a validator`,
    why: isSnapshot
      ? 'it is a snapshot, which keeps them under the digests of their bytes'
      : `none of ${NAMES.join(', ')} stands in it`,
    remedy: isSnapshot
      ? 'Audit the round with --snapshot: its views are recomputed there. Or give the folder of the files themselves.'
      : 'Give the state directory of a validator, or a folder that recrown watch filled.',
  });
}

const bundleError = (path: string): NotAvailableError =>
  new NotAvailableError({
    what: `${printable(path)} is a bundle, and this version reads no bundles`,
    why: 'it reads the published files of a validator, as a folder',
    remedy: 'Give the folder of the published files.',
  });

async function entriesOf(dir: string): Promise<readonly string[]> {
  try {
    const info = await lstat(dir);
    if (BUNDLE.test(basename(dir))) throw bundleError(dir);
    if (!info.isDirectory() && !info.isSymbolicLink())
      throw new UsageError({
        what: `${printable(dir)} is not a folder`,
        why: 'published files are read from a folder',
        remedy: 'Give the state directory of a validator.',
      });
    const entries = await readdir(dir);
    if (entries.some((name) => BUNDLE.test(name)) && filesOf(dir, entries).size === 0) throw bundleError(dir);
    return entries;
  } catch (cause) {
    if (cause instanceof UsageError || cause instanceof NotAvailableError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError({
        what: `there is no folder ${printable(dir)}`,
        remedy: 'Give the state directory of a validator.',
        cause,
      });
    throw unreadable(dir, cause);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
