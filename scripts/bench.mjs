// Bundles bench/*.ts and runs them one after another. Arguments: parts of file names; without any, all run.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = process.argv.slice(2);
const out = join(root, 'out', `bench-${process.pid}`);
const names = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();
await bundle(
  names.map((name) => `bench/${name}`),
  out,
  { outbase: '.', packages: 'external' },
);
await bundle(['src/model/engine/engineProcess.ts'], join(out, 'dist'), { outbase: 'src' });
let status = 0;
for (const name of names) {
  console.log(`\n== ${name}`);
  const run = spawnSync(process.execPath, [join(out, 'bench', name.replace(/\.ts$/, '.js'))], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, RECROWN_ROOT: root },
  });
  status = (run.status ?? 70) || status;
}
rmSync(out, { recursive: true, force: true });
process.exit(status);
