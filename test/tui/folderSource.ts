// Reads journals of one folder. Stands where the command builds its source; trusts the files, which the test wrote.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalLine, JournalRecord, JournalView } from '../../src/domain/journal.js';
import type { Source, StartedAudit } from '../../src/tui/data.js';

const ofType = <T extends JournalRecord['type']>(records: readonly JournalRecord[], type: T) =>
  records.filter((record): record is Extract<JournalRecord, { type: T }> => record.type === type);

const readView = (path: string): JournalView => {
  const text = readFileSync(path, 'utf8');
  const records = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as JournalLine).record);
  const start = ofType(records, 'start')[0];
  if (start === undefined) throw new Error('the journal has no first line');
  return {
    id: start.id,
    path,
    sealed: ofType(records, 'seal').length > 0,
    start,
    results: ofType(records, 'round').map((record) => record.result),
    scores: ofType(records, 'scores'),
    plans: ofType(records, 'plan'),
    stages: ofType(records, 'stage'),
    teacher: ofType(records, 'teacher'),
    inputs: ofType(records, 'inputs'),
    bytes: Buffer.byteLength(text),
  };
};

export const folderSource = (
  folder: string,
  startAudit?: (rounds: readonly number[]) => Promise<StartedAudit>,
): Source => ({
  list: async () =>
    readdirSync(folder)
      .sort()
      .map((name) => ({
        id: name.split('.')[0] ?? name,
        path: join(folder, name),
        sealed: name.endsWith('.jsonl'),
      })),
  read: async (path) => readView(path),
  follow: (path, onChange, signal) => {
    let seen = -1;
    const look = (): void => {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
      if (size < 0 || size === seen) return;
      seen = size;
      onChange(readView(path));
    };
    const timer = setInterval(look, 50);
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    look();
  },
  ...(startAudit === undefined ? {} : { startAudit }),
});
