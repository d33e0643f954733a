// The audit of the demo: wall time, and peak resident memory of the program and its engine process together.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const replays = mkdtempSync(join(tmpdir(), 'recrown-bench-'));
const args = [
  'audit',
  '11643..11646',
  '--snapshot',
  'snapshots/demo',
  '--replays',
  replays,
  '--fail-on',
  'never',
  '--quiet',
];

const from = performance.now();
const child = spawn(process.execPath, [join(root, 'bin/recrown.js'), ...args], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
let peakKiB = 0;
const timer = setInterval(() => {
  peakKiB = Math.max(peakKiB, residentKiB(child.pid ?? 0));
}, 50);
const code = await new Promise((resolve) => child.once('exit', resolve));
clearInterval(timer);
rmSync(replays, { recursive: true, force: true });
if (code !== 0) throw new Error(`audit exited with ${code}`);
console.log(
  `audit of the demo    ${((performance.now() - from) / 1000).toFixed(1)} s  (aim: under 120 s on two cores)`,
);
console.log(
  peakKiB === 0
    ? 'peak memory          not measured: this system has no /proc'
    : `peak memory          ${(peakKiB / 1024).toFixed(0)} MiB resident, both processes  (aim: under 1,536 MiB)`,
);

/** Resident memory of a process and its children, from /proc. */
function residentKiB(pid: number): number {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => statusOf(name))
      .filter((status) => status.pid === pid || status.parent === pid)
      .reduce((sum, status) => sum + status.kib, 0);
  } catch {
    return 0;
  }
}

function statusOf(pid: string): { pid: number; parent: number; kib: number } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return { pid: Number(pid), parent: field('PPid'), kib: field('VmRSS') };
  } catch {
    // The process ended between the two reads.
    return { pid: 0, parent: 0, kib: 0 };
  }
}
