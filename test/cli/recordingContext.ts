import type { CommandContext } from '../../src/cli/context.js';

/** A context that keeps what a command writes. */
export function recordingContext(
  cwd: string,
  json: boolean,
  signal = new AbortController().signal,
): CommandContext & { stdout: string; stderr: string } {
  const context = {
    cwd,
    argv: [],
    env: {},
    stdout: '',
    stderr: '',
    out: (text: string) => {
      context.stdout += text;
    },
    err: (text: string) => {
      context.stderr += text;
    },
    stdoutIsTTY: false,
    stderrIsTTY: false,
    stdinIsTTY: false,
    columns: 80,
    signal,
    options: {
      json,
      quiet: false,
      ascii: false,
      color: false,
      snapshot: null,
      snapshots: 'snapshots',
      replays: 'replays',
    },
  };
  return context;
}
