// Draws the pictures of the README from the sealed replay of the demo (npm run make-pictures): compiles
// scripts/make-pictures into out/ and runs it. Needed whenever the demo was sealed again or a screen changed.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'out', `make-pictures-${process.pid}`);
let status = 70;
try {
  await bundle(['scripts/make-pictures/main.ts'], out, { outbase: '.', packages: 'external' });
  const main = join(out, 'scripts', 'make-pictures', 'main.js');
  const result = spawnSync(process.execPath, ['--enable-source-maps', main], {
    stdio: 'inherit',
    env: { ...process.env, RECROWN_ROOT: root },
  });
  status = result.status ?? 70;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exitCode = status;
