import { spawnSync } from 'node:child_process';
import type { Guard } from './guard.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What is run when nobody chose a pager. */
const DEFAULT_PAGER = 'less';

const setRaw = (raw: boolean): void => {
  if (process.stdin.isTTY) process.stdin.setRawMode(raw);
};

/** Gives the terminal away, does something with it, and takes it back. */
const away = (guard: Guard, action: () => void): void => {
  guard.pause();
  setRaw(false);
  try {
    action();
  } finally {
    setRaw(true);
    guard.resume();
  }
};

/**
 * Shows a text in the pager of $PAGER (less without one) and waits until it ends; the screens stand still meanwhile.
 * @returns why it could not be shown; null when it was
 */
export const openPager = (text: string, env: Env, guard: Guard): string | null => {
  const pager = env.PAGER?.trim() || DEFAULT_PAGER;
  let problem: string | null = null;
  away(guard, () => {
    // As every program does with $PAGER: the shell reads it, so that it may hold options. The text goes through a pipe.
    const run = spawnSync(pager, {
      shell: true,
      input: text,
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...env } as NodeJS.ProcessEnv,
    });
    // A pager that is left early closes the pipe: that is no fault.
    const code = run.status ?? 0;
    if (code === 126 || code === 127) problem = `$PAGER cannot be run: ${pager}`;
    else if (run.error !== undefined && (run.error as NodeJS.ErrnoException).code !== 'EPIPE')
      problem = `$PAGER failed: ${run.error.message}`;
  });
  return problem;
};

/** Stops this process as the shell's job; it goes on here when the shell brings it back. */
export const suspend = (guard: Guard): void => {
  // SIGSTOP takes effect within the call: the line after it runs when the process is continued.
  away(guard, () => {
    if (process.platform !== 'win32') process.kill(process.pid, 'SIGSTOP');
  });
};

const NATIVE: readonly (readonly string[])[] = [
  ['pbcopy'],
  ['wl-copy'],
  ['xclip', '-selection', 'clipboard'],
  ['clip.exe'],
];

/** Copies with a tool of this machine; false when none is here. */
export const copyNatively = (text: string): boolean =>
  NATIVE.some(([command = '', ...args]) => {
    const run = spawnSync(command, args, { input: text, stdio: ['pipe', 'ignore', 'ignore'], timeout: 2000 });
    return run.status === 0;
  });
