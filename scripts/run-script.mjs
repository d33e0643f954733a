// Compiles a folder of scripts/ with the engine process into out/, runs its main.ts and removes what was compiled.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Its exit code becomes that of this process. @param {string} name @param {string[]} args */
export async function runScript(name, args = process.argv.slice(2)) {
  const out = join(root, 'out', `${name}-${process.pid}`);
  process.exitCode = 70;
  try {
    await bundle([`scripts/${name}/main.ts`], out, { outbase: '.', packages: 'external' });
    await bundle(['src/model/engine/engineProcess.ts'], join(out, 'dist'), { outbase: 'src' });
    const main = join(out, 'scripts', name, 'main.js');
    const { status } = spawnSync(process.execPath, ['--enable-source-maps', main, ...args], {
      stdio: 'inherit',
      env: { ...process.env, RECROWN_ROOT: root },
    });
    process.exitCode = status ?? 70;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
