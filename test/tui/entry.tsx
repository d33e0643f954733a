// Opens the screens over a folder of journals. Options come as JSON.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalView } from '../../src/domain/journal.js';
import type { ScreenSettings } from '../../src/domain/screenSettings.js';
import { AuditError } from '../../src/errors/base.js';
import { followReplay, readReplayView } from '../../src/replay/readReplayView.js';
import type { Source } from '../../src/tui/data.js';
import { openTui } from '../../src/tui/openTui.js';
import { COMPARED, DOCTOR } from './answers.js';
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
  /** Journals are read as the program reads them. */
  readonly real?: boolean;
  readonly settings?: Partial<ScreenSettings>;
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
  const note = (name: string, text: string): void => writeFileSync(join(given.folder, '..', name), text);
  return {
    path,
    stop: () => note('stopped', rounds.join(',')),
    hold: (held: boolean) => note('held', String(held)),
    detach: () => note('detached', rounds.join(',')),
  };
};

const base = folderSource(given.folder, given.audit ? startAudit : undefined);
const asked: Source = { ...base, compare: async () => COMPARED, doctor: async () => DOCTOR };
const source: Source = given.crash
  ? { ...asked, read: async (path) => poisoned(await base.read(path)) }
  : given.real
    ? {
        ...asked,
        read: async (path) => readReplayView(path),
        follow: (path, onChange, signal) => followReplay(path, 50, onChange, signal),
      }
    : asked;
const settings: ScreenSettings = {
  theme: 'auto',
  timeZone: 'UTC',
  clipboard: 'auto',
  screenReader: false,
  keys: [],
  ...given.settings,
};

openTui({
  source,
  ...(given.initial === undefined ? {} : { initial: given.initial }),
  ascii: given.ascii ?? false,
  color: given.color ?? true,
  env: process.env,
  header: { subnet: 'SN24 quasar', offline: true },
  settings,
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof AuditError ? error.exitCode : 70;
  },
);
