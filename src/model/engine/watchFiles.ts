import { stat } from 'node:fs/promises';
import { ModelChangedError } from '../../errors/model.js';

/**
 * Remembers size, time of last change and inode of files now.
 *
 * @returns a check that the files are still the same; it rejects with a ModelChangedError that names the first that is not
 */
export async function watchFiles(paths: readonly string[]): Promise<() => Promise<void>> {
  const before = await Promise.all(paths.map(stateOf));
  return async () => {
    const now = await Promise.all(paths.map(stateOf));
    const at = now.findIndex((state, i) => state !== before[i]);
    if (at < 0) return;
    const path = paths[at] as string;
    throw new ModelChangedError({
      what: `the model file ${path} changed while it was in use`,
      why: `it was ${before[at]}, it is ${now[at]}`,
      remedy: 'Restore the file, leave it alone while it is in use, and run the command again.',
      facts: { path },
    });
  };
}

async function stateOf(path: string): Promise<string> {
  try {
    const { size, mtimeNs, ino } = await stat(path, { bigint: true });
    return `${size} bytes, changed at ${mtimeNs} ns, inode ${ino}`;
  } catch (error) {
    return `unreadable (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}
