// Compiles test/**/*.test.ts and runs them with node's test runner, whose own summary closes the output.
// Arguments: parts of file names; without any, all tests run.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = process.argv.slice(2);
const out = join(root, 'out', `test-${process.pid}`);
const files = readdirSync(join(root, 'test'), { recursive: true })
  .map((name) => `test/${String(name).replaceAll('\\', '/')}`)
  .filter((name) => /\.test\.tsx?$/.test(name))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`);
  process.exit(70);
}
await bundle(files, out, { outbase: '.', packages: 'external', splitting: true });
await bundle(['src/model/engine/engineProcess.ts'], join(out, 'dist'), { outbase: 'src' });
const built = files.map((name) => join(out, name.replace(/\.tsx?$/, '.js')));
const { CI, CONTINUOUS_INTEGRATION, FORCE_COLOR, NO_COLOR, ...env } = process.env;
const result = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-concurrency=2', ...built],
  { cwd: root, stdio: 'inherit', env: { ...env, RECROWN_ROOT: root } },
);
rmSync(out, { recursive: true, force: true });
process.exit(result.status ?? 70);
