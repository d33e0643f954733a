import { statSync } from 'node:fs';
import type { JournalRecord, JournalView } from '../domain/journal.js';
import { DamagedError } from '../errors/artifact.js';
import { readJournal } from './journal/readJournal.js';
import { readOutline } from './plan/planOutline.js';

/** Reads a sealed replay, or as much of a running journal as is on disk. */
export function readReplayView(path: string): JournalView {
  const { start, records, sealed, soundBytes } = readJournal(path);
  const outline = sealed ? undefined : readOutline(path.replace(/\.journal$/, '.work'));
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
    axes: only(records, 'axis'),
    inputs: only(records, 'inputs'),
    probes: only(records, 'probe'),
    bytes: soundBytes,
    ...(outline === undefined ? {} : { outline }),
  };
}

function only<T extends JournalRecord['type']>(
  records: readonly JournalRecord[],
  type: T,
): Extract<JournalRecord, { type: T }>[] {
  return records.filter((record): record is Extract<JournalRecord, { type: T }> => record.type === type);
}

/** Null when the file went away or was begun anew between two looks: the next look tells. */
function viewOf(path: string): JournalView | null {
  try {
    return readReplayView(path);
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
  let seen = -1;
  const look = (): void => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
    if (size < 0 || size === seen) return;
    seen = size;
    const view = viewOf(path);
    if (view !== null) onChange(view);
  };
  const timer = setInterval(look, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  look();
}
