// Start-up of the built program: best and median of ten runs each.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const root = process.env.RECROWN_ROOT ?? process.cwd();
const RUNS = 10;

function time(label: string, args: string[], aimMs: number): void {
  const runs = Array.from({ length: RUNS }, () => {
    const from = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin/recrown.js'), ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${label} exited with ${status}: ${stderr}`);
    return performance.now() - from;
  }).sort((a, b) => a - b);
  const [best = 0, median = 0] = [runs[0], runs[RUNS / 2]];
  console.log(
    `${label.padEnd(20)} best ${best.toFixed(0)} ms  median ${median.toFixed(0)} ms  (aim: under ${aimMs} ms)`,
  );
}

time('--version', ['--version'], 200);
time('--help', ['--help'], 200);
time('show 11645 --json', ['show', '11645', '--json'], 700);
