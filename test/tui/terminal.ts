// A real terminal around a real process: node-pty and a headless xterm.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { build } from 'esbuild';
import type { JournalRecord } from '../../src/domain/journal.js';
import { FINISHED, journalText } from './sample.js';

const root = process.env.RECROWN_ROOT ?? join(fileURLToPath(import.meta.url), '../../..');

/** Bundles the entry once per test file; returns its folder, which the test removes. */
export const buildEntry = async (): Promise<string> => {
  const out = mkdtempSync(join(tmpdir(), 'recrown-tui-'));
  await build({
    absWorkingDir: root,
    entryPoints: ['test/tui/entry.tsx'],
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    logLevel: 'warning',
    outExtension: { '.js': '.mjs' },
    alias: { 'react-devtools-core': join(root, 'scripts/empty.mjs') },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  });
  return out;
};

/** Writes journals to a new folder inside `out`. */
export const writeJournals = (
  out: string,
  name: string,
  journals: Readonly<Record<string, readonly JournalRecord[]>> = { '7c1f09.replay.jsonl': FINISHED },
): string => {
  const folder = join(out, name, 'sn24');
  mkdirSync(folder, { recursive: true });
  for (const [file, records] of Object.entries(journals))
    writeFileSync(join(folder, file), journalText(records));
  return folder;
};

const children: { kill(signal?: string): void }[] = [];

/** Ends what a failed test left running, and removes the folder. */
export const remove = (folder: string): void => {
  for (const child of children) {
    try {
      child.kill('SIGKILL');
    } catch {
      // It has ended.
    }
  }
  rmSync(folder, { recursive: true, force: true });
};

export interface Screen {
  readonly term: InstanceType<typeof xterm.Terminal>;
  readonly pid: number;
  /** Rows without trailing blanks. */
  rows(): string[];
  /** Everything that the process wrote. */
  raw(): string;
  /** Waits until the screen, as one text, is as wanted. */
  until(wanted: (text: string, rows: string[]) => boolean, what?: string): Promise<string>;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  signal(name: string): void;
  /** Exit code, once it ended. */
  ended(): Promise<number>;
}

const WAIT_MS = 20_000;

export const openScreen = (
  out: string,
  options: object,
  { cols = 100, rows = 30, env = {} as Record<string, string> } = {},
): Screen => {
  const { CI, CONTINUOUS_INTEGRATION, NO_COLOR, FORCE_COLOR, TMUX, STY, ...inherited } = process.env;
  const childEnv = { ...inherited, TERM: 'xterm-256color', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...env };
  const term = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const child = pty.spawn(process.execPath, [join(out, 'entry.mjs'), JSON.stringify(options)], {
    cols,
    rows,
    cwd: out,
    env: childEnv as Record<string, string>,
  });
  children.push(child);
  let written = '';
  let code: number | null = null;
  child.onData((data) => {
    written += data;
    term.write(data);
  });
  child.onExit((exit) => {
    code = exit.exitCode;
  });
  const read = (): string[] => {
    const buffer = term.buffer.active;
    return Array.from(
      { length: term.rows },
      (_, y) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '',
    );
  };
  const until: Screen['until'] = async (wanted, what = 'the screen') => {
    const end = Date.now() + WAIT_MS;
    while (Date.now() < end) {
      const now = read();
      // A frame is drawn in pieces: what is wanted must still be there a moment later.
      if (wanted(now.join('\n'), now)) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        const again = read();
        if (wanted(again.join('\n'), again)) return again.join('\n');
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill('SIGKILL');
    throw new Error(`waited for ${what}:\n${read().join('\n')}`);
  };
  return {
    term,
    pid: child.pid,
    rows: read,
    raw: () => written,
    until,
    type: (keys) => child.write(keys),
    resize: (columns, lines) => {
      term.resize(columns, lines);
      child.resize(columns, lines);
    },
    signal: (name) => child.kill(name),
    ended: async () => {
      await until(() => code !== null, 'the end of the process');
      await new Promise((resolve) => term.write('', () => resolve(null)));
      return code ?? -1;
    },
  };
};
