import { statSync } from 'node:fs';
import type { JournalRecord, JournalView } from '../domain/journal.js';
import { DamagedError } from '../errors/artifact.js';
import { readTimes } from './journal/journalTimes.js';
import { type JournalContent, readFurther, readJournal } from './journal/readJournal.js';
import { readOutline } from './plan/planOutline.js';

/** Reads a sealed replay, or as much of a running journal as is on disk. */
export function readReplayView(path: string): JournalView {
  return viewFrom(path, readJournal(path));
}

function viewFrom(path: string, { start, records, sealed, soundBytes }: JournalContent): JournalView {
  const workDir = path.replace(/\.journal$/, '.work');
  const outline = sealed ? undefined : readOutline(workDir);
  const times = sealed ? undefined : timesOf(records, workDir);
  return {
    id: start.id,
    path,
    sealed,
    start,
    results: only(records, 'round').map((record) => record.result),
    scores: only(records, 'scores'),
    plans: only(records, 'plan'),
    stages: only(records, 'stage'),
    teacher: only(records, 'teacher'),
    texts: only(records, 'texts'),
    axes: only(records, 'axis'),
    inputs: only(records, 'inputs'),
    probes: only(records, 'probe'),
    bytes: soundBytes,
    ...(outline === undefined ? {} : { outline }),
    ...(times === undefined ? {} : { times }),
  };
}

/** When each record was written, by the record itself: a round's by its result. */
function timesOf(records: readonly JournalRecord[], workDir: string): ReadonlyMap<object, number> {
  const kept = readTimes(workDir);
  return new Map(
    records.flatMap((record, n) => {
      const at = kept.get(n);
      return at === undefined ? [] : [[record.type === 'round' ? record.result : record, at] as const];
    }),
  );
}

function only<T extends JournalRecord['type']>(
  records: readonly JournalRecord[],
  type: T,
): Extract<JournalRecord, { type: T }>[] {
  return records.filter((record): record is Extract<JournalRecord, { type: T }> => record.type === type);
}

/**
 * Reads a journal again and again: of one that grows only what is new, since a large one read whole four times a second
 * would keep a core busy.
 * @returns null when the file went away or was begun anew between two looks: the next look tells
 */
function createReader(path: string): () => JournalView | null {
  let content: JournalContent | null = null;
  return () => {
    const before = content;
    content = null;
    // What does not follow from the lines before belongs to a journal that was begun anew.
    const further = before === null || before.sealed ? null : unlessDamaged(() => readFurther(path, before));
    content = further ?? unlessDamaged(() => readJournal(path));
    return content === null ? null : viewFrom(path, content);
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
