// Runs after an installation. Without the development dependencies (npm ci --omit=dev) there is nothing to build with: dist/
// then has to be there already, as it is in the packed program.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function canBuild() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}

if (canBuild()) await (await import('./build.mjs')).buildProgram();
else if (!existsSync(join(root, 'dist', 'bin.js')))
  console.error(
    'recrown: not built, because the development dependencies were left out; run npm ci for them',
  );
