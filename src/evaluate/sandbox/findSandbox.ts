import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Absent } from '../../domain/absent.js';
import { printable } from '../../domain/printable.js';
import { forkFilter } from './forkFilter.js';
import { type Limits, runConfined, type Sandbox } from './runConfined.js';

const LIMITS: Limits = {
  wallMs: 10_000,
  cpuSeconds: 5,
  memoryBytes: 512 << 20,
  fileBytes: 1 << 20,
  openFiles: 64,
  outputBytes: 1 << 16,
};

/** Tries what a confined program must not be able to do, and prints what it could. */
const PROBE = `
import os, socket
could = []
def attempt(name, act):
    try:
        act()
        could.append(name)
    except (OSError, AttributeError, ValueError, MemoryError):
        pass
def network():
    with socket.socket() as one:
        one.settimeout(1)
        one.connect(("192.0.2.1", 9))
attempt("start a process", lambda: os._exit(0) if os.fork() == 0 else None)
attempt("reach a network", network)
attempt("list a home folder", lambda: os.listdir("/root") + os.listdir("/home"))
attempt("read the list of users", lambda: open("/etc/passwd").read())
attempt("write to the system", lambda: open("/usr/probe", "w").close())
attempt("write to the root folder", lambda: open("/probe", "w").close())
attempt("take a gigabyte of memory", lambda: bytearray(1 << 30))
interfaces = [name for _, name in socket.if_nameindex() if name != "lo"]
if interfaces: could.append("see network interfaces")
if len([one for one in os.listdir("/proc") if one.isdigit()]) > 4: could.append("see other processes")
attempt("write to the scratch folder", lambda: open("/work/probe", "w").write("x"))
print("|".join(could))
`;

/** The one thing that the probe must be able to do. */
const WANTED = 'write to the scratch folder';

/**
 * The sandbox for programs that models write: bubblewrap, measured here to confine. Where it cannot be had, programs are
 * not run at all.
 *
 * @param path the folders to look in, as in PATH
 * @returns Absent with what is missing, or with what a confined program could still do
 */
export async function findSandbox(path: string, architecture: string): Promise<Sandbox | Absent> {
  const bwrap = found('bwrap', path.split(delimiter));
  if (bwrap === null) return missing('bubblewrap (bwrap) is not installed');
  // Only the system's interpreter is visible inside.
  const python = found('python3', ['/usr/bin', '/bin']);
  if (python === null) return missing('the system has no python3 in /usr/bin');
  const filter = forkFilter(architecture);
  if (filter === null) return missing(`no filter of system calls is held for ${architecture}`);
  let fault = '';
  for (const noNestedNamespaces of [true, false]) {
    const sandbox: Sandbox = { bwrap, python, filter, noNestedNamespaces };
    const run = await runConfined(sandbox, PROBE, ['-I', '-S'], LIMITS);
    const could = run.stdout.trim();
    if (run.status === 0 && could === WANTED) return sandbox;
    fault =
      run.status === 0
        ? `a confined program could ${
            could
              .split('|')
              .filter((one) => one !== WANTED)
              .join(', ') || 'not write to its scratch folder'
          }`
        : `bubblewrap does not run here: ${printable(run.stderr.trim(), 200)}`;
  }
  return missing(fault);
}

function found(name: string, folders: readonly string[]): string | null {
  for (const folder of folders.filter((one) => one.startsWith('/'))) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return null;
}

const missing = (why: string): Absent => ({ absent: 'missing', why: `Programs are not run: ${why}.` });
