import { statSync } from 'node:fs';
import type { JournalView } from '../domain/journal.js';
import { DamagedError } from '../errors/artifact.js';
import { createTimesReader } from './journal/journalTimes.js';
import { type JournalContent, readFurther, readJournal } from './journal/readJournal.js';
import { type JournalLists, journalLists } from './journalLists.js';
import { readOutline } from './plan/planOutline.js';

/** Reads a sealed replay, or as much of a running journal as is on disk. */
export function readReplayView(path: string): JournalView {
  const content = readJournal(path);
  return viewFrom(path, content, journalLists(content.records), createTimesReader(workDirOf(path)));
}

const workDirOf = (path: string): string => path.replace(/\.journal$/, '.work');

function viewFrom(
  path: string,
  { start, records, sealed, soundBytes }: JournalContent,
  lists: JournalLists,
  timesOf: ReturnType<typeof createTimesReader>,
): JournalView {
  const outline = sealed ? undefined : readOutline(workDirOf(path));
  return {
    id: start.id,
    path,
    sealed,
    start,
    ...lists,
    bytes: soundBytes,
    ...(outline === undefined ? {} : { outline }),
    ...(sealed ? {} : { times: timesOf(records) }),
  };
}

/**
 * Reads a journal again and again: of one that grows only what is new, since a large one read whole four times a second
 * would keep a core busy.
 * @returns null when the file went away or was begun anew between two looks: the next look tells
 */
function createReader(path: string): () => JournalView | null {
  const timesOf = createTimesReader(workDirOf(path));
  let content: JournalContent | null = null;
  let lists: JournalLists | undefined;
  return () => {
    const before = content;
    content = null;
    // What does not follow from the lines before belongs to a journal that was begun anew.
    const further = before === null || before.sealed ? null : unlessDamaged(() => readFurther(path, before));
    content = further ?? unlessDamaged(() => readJournal(path));
    if (content === null) return null;
    lists =
      further === null
        ? journalLists(content.records)
        : journalLists(content.records.slice(before?.records.length), lists);
    return viewFrom(path, content, lists, timesOf);
  };
}

function unlessDamaged<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof DamagedError) return null;
    throw error;
  }
}

/**
 * Calls back with the whole view each time the journal has grown, until the signal is aborted or the file is sealed
 * and gone. Reads the file only: a running replay never notices.
 * @param everyMs how often the size is looked at
 */
export function followReplay(
  path: string,
  everyMs: number,
  onChange: (view: JournalView) => void,
  signal: AbortSignal,
): void {
  const read = createReader(path);
  let seen = -1;
  const look = (): void => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
    if (size < 0 || size === seen) return;
    seen = size;
    const view = read();
    if (view !== null) onChange(view);
  };
  const timer = setInterval(look, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  look();
}
