// Writes a synthetic Quasar checkpoint of full size: compiles scripts/make-full-size into out/ and runs it.
// Argument: the folder (scripts/make-full-size/main.ts).
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'out', `make-full-size-${process.pid}`);
let status = 70;
try {
  await bundle(['scripts/make-full-size/main.ts'], out, { outbase: '.', packages: 'external' });
  const main = join(out, 'scripts', 'make-full-size', 'main.js');
  const result = spawnSync(process.execPath, ['--enable-source-maps', main, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  status = result.status ?? 70;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exitCode = status;
