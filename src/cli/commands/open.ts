import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { JournalView } from '../../domain/journal.js';
import { NoTerminalError } from '../../errors/input.js';
import { chainsOf } from '../../replay/chainsOf.js';
import { listReplays } from '../../replay/listReplays.js';
import { followReplay, readReplayView } from '../../replay/readReplayView.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { promptTexts } from '../../replay/texts/promptTexts.js';
import { writeReport } from '../../replay/writeReport.js';
import { reportFileName } from '../../report/reportFileName.js';
import { reportOf } from '../../report/reportOf.js';
import type { ReportView } from '../../report/reportView.js';
import type { CompareDocument, DoctorDocument, Source, StartedAudit } from '../../tui/data.js';
import { choiceOf } from '../choiceOf.js';
import type { CommandContext } from '../context.js';
import { quotedCommand, resumeCommand } from '../resumeCommand.js';

const FOLLOW_EVERY_MS = 250;
/** The audit's first line of narration. */
const JOURNAL_LINE = /^replay [0-9a-f]{6}: (.+\.journal)$/m;

/** Opens the full-screen view over the replays on disk. Needs a terminal; every fact of it has a plain command too. */
export async function open(context: CommandContext, { what }: { what: string | undefined }): Promise<number> {
  if (!context.stdoutIsTTY || !context.stdinIsTTY)
    throw new NoTerminalError({
      what: 'recrown open needs a terminal',
      why: 'standard input or output is not one',
      remedy: 'use the plain commands: recrown audit RANGE, recrown show ROUND (with --json for programs)',
    });
  const { openTui } = await import('../../tui/openTui.js');
  // What a screen still probes or compares is given up when the last screen is left.
  const asked = new AbortController();
  try {
    return await openTui({
      source: sourceOf(context, AbortSignal.any([context.signal, asked.signal])),
      ...(what === undefined ? {} : { initial: what }),
      ascii: context.options.ascii,
      color: context.options.color,
      env: context.env,
      localZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      header: { subnet: `SN${NETUID} quasar`, offline: true },
      ...(context.options.screen === undefined ? {} : { settings: context.options.screen }),
    });
  } finally {
    asked.abort('SIGINT');
  }
}

function sourceOf(context: CommandContext, signal: AbortSignal): Source {
  const { replays } = context.options;
  return {
    list: async () => listReplays(replays, NETUID),
    read: async (path) => readReplayView(path),
    follow: (path, onChange, signal) => followReplay(path, FOLLOW_EVERY_MS, onChange, signal),
    startAudit: (rounds) => startAudit(context, rounds),
    resumeCommand: (view) => resumeCommand(view.id, context.options),
    writeReport: async (views, rounds, format) => {
      const view = await reportWithTexts(context, views, rounds);
      const path = join(context.cwd, reportFileName(view, format));
      writeReport(view, format, { path, force: false, ascii: context.options.ascii });
      return path;
    },
    promptTexts: async (view, result) => promptTexts(view, result, choiceOf(context)),
    commandLine: (words) => quotedCommand([...words, ...foldersOf(context)]),
    compare: async (a, b) => {
      const { compare } = await import('./compare.js');
      return documentOf<CompareDocument>({ ...context, signal }, (own) =>
        compare(own, { a, b, range: undefined, failOn: [] }),
      );
    },
    doctor: async () => {
      const { doctor } = await import('./doctor.js');
      // The window of now, not the one in which the session began.
      const { columns = context.columns, rows = context.rows } = process.stdout;
      return documentOf<DoctorDocument>(
        { ...context, signal, columns, ...(rows === undefined ? {} : { rows }) },
        (own) => doctor(own, { endpoint: [], network: 'finney' }),
      );
    },
  };
}

/** A report of what is shown; of one round with its texts, as `recrown show` has them. */
async function reportWithTexts(
  context: CommandContext,
  views: readonly JournalView[],
  rounds: readonly number[],
): Promise<ReportView> {
  const [roundId] = rounds;
  const view = views.find((one) => one.results.some((result) => result.roundId === roundId));
  const result = view?.results.find((one) => one.roundId === roundId);
  const texts =
    rounds.length === 1 && view !== undefined && result !== undefined
      ? await promptTexts(view, result, choiceOf(context))
      : undefined;
  return reportOf(views, rounds, chainsOf, texts);
}

/** Folders that a command must be told to see what is seen here; those that it takes by itself are left away. */
function foldersOf({ options, env }: CommandContext): string[] {
  const replays = env.RECROWN_REPLAYS ?? 'replays';
  return options.replays === replays ? [] : ['--replays', options.replays];
}

/** What a command prints with --json, so that a screen says exactly what the command says. */
async function documentOf<Document>(
  context: CommandContext,
  command: (own: CommandContext) => Promise<number>,
): Promise<Document> {
  let printed = '';
  const out = (text: string): void => {
    printed += text;
  };
  await command({ ...context, out, err: () => {}, options: { ...context.options, json: true } });
  return JSON.parse(printed) as Document;
}

/** Runs the audit in a process of its own, so that the screen stays quick and a crash of it loses nothing. */
async function startAudit(context: CommandContext, rounds: readonly number[]): Promise<StartedAudit> {
  const { replays, snapshot, snapshots } = context.options;
  const args = ['audit', `${rounds[0]}..${rounds.at(-1)}`, '--fail-on', 'never'];
  args.push('--replays', replays, '--snapshots', snapshots);
  if (snapshot !== null) args.push('--snapshot', snapshot);
  // In a group of its own: a terminal that is closed ends this screen, and a detached audit goes on.
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
    cwd: context.cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let narration = '';
  const journal = new Promise<string>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      narration = (narration + text).slice(-4000);
      const path = JOURNAL_LINE.exec(narration)?.[1];
      if (path !== undefined) resolve(path);
    });
  });
  const ended = new Promise<never>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0 || code === 130) resolve(undefined as never);
      else reject(new Error(narration.trim() || `the audit ended with code ${code}`));
    });
  });
  const path = await Promise.race([journal, ended]);
  const hold = (held: boolean): void => {
    child.kill(held ? 'SIGSTOP' : 'SIGCONT');
  };
  return {
    path,
    // A process that is held takes the signal only when it goes on.
    stop: () => {
      child.kill('SIGINT');
      if (process.platform !== 'win32') hold(false);
    },
    ...(process.platform === 'win32' ? {} : { hold }),
    detach: () => {
      child.unref();
      child.stderr.destroy();
    },
    ended,
  };
}
