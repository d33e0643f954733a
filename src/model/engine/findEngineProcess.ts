import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../errors/model.js';

const BUILT = join('dist', 'model', 'engine', 'engineProcess.js');

/** The built file of the engine process: the nearest one upwards of this module. */
export function findEngineProcess(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, BUILT);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) break;
  }
  throw new EngineError({
    what: 'the engine process is not built',
    why: `${BUILT} was not found upwards of ${start}`,
    remedy: 'Run npm run build.',
  });
}
