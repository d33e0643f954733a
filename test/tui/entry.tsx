// Opens the screens over a folder of journals. Options come as JSON: {folder, initial, ascii, color, crash, audit}.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalView } from '../../src/domain/journal.js';
import { AuditError } from '../../src/errors/base.js';
import type { Source } from '../../src/tui/data.js';
import { openTui } from '../../src/tui/openTui.js';
import { folderSource } from './folderSource.js';
import { journalText, start } from './sample.js';

interface EntryOptions {
  readonly folder: string;
  readonly initial?: string;
  readonly ascii?: boolean;
  readonly color?: boolean;
  /** The summary of each round throws when a screen reads it. */
  readonly crash?: boolean;
  /** Rounds can be replayed: a journal appears, and nothing more happens. */
  readonly audit?: boolean;
}

const given = JSON.parse(process.argv[2] ?? '{}') as EntryOptions;

const poisoned = (view: JournalView): JournalView => ({
  ...view,
  results: view.results.map((result) =>
    Object.defineProperty({ ...result }, 'validators', {
      get: () => {
        throw new Error('planted failure');
      },
    }),
  ),
});

const startAudit = async (rounds: readonly number[]) => {
  const path = join(given.folder, 'ff00ff.journal');
  writeFileSync(path, journalText([start({ id: 'ff00ff', spec: { ...start().spec, rounds: [...rounds] } })]));
  return { path, stop: () => writeFileSync(join(given.folder, '..', 'stopped'), rounds.join(',')) };
};

const base = folderSource(given.folder, given.audit ? startAudit : undefined);
const source: Source = given.crash
  ? { ...base, read: async (path) => poisoned(await base.read(path)) }
  : base;

openTui({
  source,
  ...(given.initial === undefined ? {} : { initial: given.initial }),
  ascii: given.ascii ?? false,
  color: given.color ?? true,
  env: process.env,
  header: { subnet: 'SN24 quasar', offline: true },
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof AuditError ? error.exitCode : 70;
  },
);
