import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Limits of one confined program. */
export interface Limits {
  readonly wallMs: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly fileBytes: number;
  readonly openFiles: number;
  /** Output beyond this ends the program. */
  readonly outputBytes: number;
}

/** How a confined program ended. */
export interface ConfinedRun {
  /** Exit status; null when it was ended by a signal. */
  readonly status: number | null;
  readonly ended: 'itself' | 'time' | 'output';
  readonly stdout: string;
  readonly stderr: string;
}

/** A sandbox that was found to confine; see `findSandbox`. */
export interface Sandbox {
  readonly bwrap: string;
  readonly python: string;
  readonly filter: Uint8Array;
  /** Whether nested user namespaces can be forbidden. */
  readonly noNestedNamespaces: boolean;
}

/** Sets the limits, which cannot be raised again, and becomes the program. Arguments: cpu, memory, file, files, interpreter arguments. */
const BOOT = `
import os, resource, sys
cpu, memory, size, files = map(int, sys.argv[1:5])
for what, most in ((resource.RLIMIT_CPU, cpu), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, size), (resource.RLIMIT_NOFILE, files), (resource.RLIMIT_CORE, 0)):
    resource.setrlimit(what, (most, most))
os.execv(sys.executable, [sys.executable] + sys.argv[5:])
`;

const SYSTEM = ['/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache'];
const SCRATCH_BYTES = 16 << 20;

/**
 * Runs a Python program in a new set of namespaces: no network, no home, a read-only system, an empty scratch folder as
 * working folder, no processes of its own, and the limits. Whatever it starts ends with it.
 *
 * @param program source text, readable for the program as `/work/main.py`
 * @param flags of the interpreter, for example `['-I', '-s']`
 * @param files further files by path under `/work`, readable only
 */
export function runConfined(
  sandbox: Sandbox,
  program: string,
  flags: readonly string[],
  limits: Limits,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<ConfinedRun> {
  const inside = Object.entries({ 'main.py': program, ...files });
  const args = [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
    ...(sandbox.noNestedNamespaces ? ['--unshare-user', '--disable-userns'] : []),
    ...['--setenv', 'PATH', '/usr/bin:/bin', '--setenv', 'LC_ALL', 'C', '--setenv', 'HOME', '/work'],
    ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--size', String(SCRATCH_BYTES), '--tmpfs', '/work'],
    ...inside.flatMap(([path], i) => ['--ro-bind-data', String(4 + i), `/work/${path}`]),
    ...['--remount-ro', '/', '--chdir', '/work', '--seccomp', '3', '--'],
    ...[sandbox.python, '-I', '-S', '-c', BOOT],
    ...[limits.cpuSeconds, limits.memoryBytes, limits.fileBytes, limits.openFiles].map(String),
    ...[...flags, '/work/main.py'],
  ];
  const child = spawn(sandbox.bwrap, args, {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...inside.map(() => 'pipe' as const)],
  });
  const give = (fd: number, data: string | Uint8Array): void => {
    const pipe = child.stdio[fd] as Writable | null | undefined;
    // The sandbox may end before it has read what it is given.
    pipe?.on('error', () => undefined).end(data);
  };
  give(3, sandbox.filter);
  inside.forEach(([, text], i) => {
    give(4 + i, text);
  });
  return new Promise((resolve) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let ended: ConfinedRun['ended'] = 'itself';
    let size = 0;
    const end = (why: ConfinedRun['ended']): void => {
      if (ended === 'itself') ended = why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end('time'), limits.wallMs);
    const keep = (list: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limits.outputBytes) list.push(chunk);
      else end('output');
    };
    child.stdout?.on('data', keep(out));
    child.stderr?.on('data', keep(err));
    let fault = '';
    child.on('error', (error) => {
      fault = error.message;
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      const text = (list: Buffer[]): string => Buffer.concat(list).toString('utf8');
      resolve({ status, ended, stdout: text(out), stderr: text(err) + fault });
    });
  });
}
