import { spawn } from 'node:child_process';
import { NoTerminalError } from '../../errors/input.js';
import { listReplays } from '../../replay/listReplays.js';
import { followReplay, readReplayView } from '../../replay/readReplayView.js';
import { NETUID } from '../../replay/readStoredRound.js';
import type { Source, StartedAudit } from '../../tui/data.js';
import type { CommandContext } from '../context.js';
import { resumeCommand } from '../resumeCommand.js';

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
  return openTui({
    source: sourceOf(context),
    ...(what === undefined ? {} : { initial: what }),
    ascii: context.options.ascii,
    color: context.options.color,
    env: context.env,
    header: { subnet: `SN${NETUID} quasar`, offline: true },
  });
}

function sourceOf(context: CommandContext): Source {
  const { replays } = context.options;
  return {
    list: async () => listReplays(replays, NETUID),
    read: async (path) => readReplayView(path),
    follow: (path, onChange, signal) => followReplay(path, FOLLOW_EVERY_MS, onChange, signal),
    startAudit: (rounds) => startAudit(context, rounds),
    resumeCommand: (view) => resumeCommand(view.id, context.options),
  };
}

/** Runs the audit in a process of its own, so that the screen stays quick and a crash of it loses nothing. */
async function startAudit(context: CommandContext, rounds: readonly number[]): Promise<StartedAudit> {
  const { replays, snapshot, snapshots } = context.options;
  const args = ['audit', `${rounds[0]}..${rounds.at(-1)}`, '--fail-on', 'never'];
  args.push('--replays', replays, '--snapshots', snapshots);
  if (snapshot !== null) args.push('--snapshot', snapshot);
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
    cwd: context.cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
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
  return { path, stop: () => child.kill('SIGINT'), ended };
}
