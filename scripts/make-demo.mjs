// Makes a synthetic snapshot: compiles scripts/make-demo with the engine process into out/ and runs it.
// Arguments: --seed N --plan FILE --out DIR (scripts/make-demo/README.md).
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'out', `make-demo-${process.pid}`);
let status = 70;
try {
  await bundle(['scripts/make-demo/main.ts'], out, { outbase: '.', packages: 'external' });
  await bundle(['src/model/engine/engineProcess.ts'], join(out, 'dist'), { outbase: 'src' });
  const main = join(out, 'scripts', 'make-demo', 'main.js');
  const result = spawnSync(process.execPath, ['--enable-source-maps', main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, RECROWN_ROOT: root },
  });
  status = result.status ?? 70;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exitCode = status;
