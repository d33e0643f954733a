import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = process.env.RECROWN_ROOT ?? process.cwd();
const BIN = join(ROOT, 'bin/recrown.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program to its end, without a terminal. */
export function recrown(args: readonly string[], env: Record<string, string> = {}, cwd = ROOT): Ended {
  const run = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** Starts the program; `signal` is sent as soon as its narration matches. */
export function recrownUntil(args: readonly string[], when: RegExp, signal: NodeJS.Signals): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, sent] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    if (!sent && when.test(stderr)) {
      sent = true;
      child.kill(signal);
    }
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}
