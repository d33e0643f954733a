import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning } from '../../artifacts/hub/store/isRunning.js';
import { IoError, StoreLockedError } from '../../errors/store.js';

export interface FileLock {
  release(): void;
}

/**
 * Takes a lock file that names this process. A lock left by a process that no longer runs is taken over.
 * @throws StoreLockedError while another process holds it
 */
export function lockFile(path: string, what: string): FileLock {
  for (let attempt = 0; ; attempt++) {
    try {
      // Linked into place with its content, so that nobody ever sees a lock without its owner.
      const own = `${path}.${process.pid}`;
      writeFileSync(own, String(process.pid));
      try {
        linkSync(own, path);
      } finally {
        rmSync(own, { force: true });
      }
      return { release: () => rmSync(path, { force: true }) };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new IoError({
          what: `cannot write ${path}`,
          why: cause instanceof Error ? cause.message : String(cause),
          remedy: 'make room or choose another folder',
          cause,
        });
      const owner = readOwner(path);
      if (attempt > 0 || isRunning(owner))
        throw new StoreLockedError({
          what,
          why: `process ${owner} holds ${path}`,
          remedy: `wait for it to finish, or stop it; if process ${owner} is no recrown, remove ${path}`,
        });
      rmSync(path, { force: true });
    }
  }
}

function readOwner(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8')) || 0;
  } catch {
    // Released between the two calls: the next attempt takes it.
    return 0;
  }
}
