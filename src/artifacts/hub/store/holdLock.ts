import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { unwritable } from '../../snapshot/fileTrouble.js';
import { isRunning } from './isRunning.js';

/** A lock that its holder has not touched for so long is given up, whoever holds it. */
const STALE_MS = 60_000;
const TOUCH_MS = 10_000;
const POLL_MS = 100;

/** Tells this process from an earlier one that had the same number. */
const self = `${hostname()} ${process.pid} ${randomUUID()}`;

export interface Lock {
  readonly release: () => Promise<void>;
}

/**
 * Holds a lock file, waiting while another process does. A lock of a process of this machine that is gone, or that was
 * not touched for a minute, is taken over.
 * @param now milliseconds since 1970
 * @throws IoError; the reason of the signal
 */
export async function holdLock(path: string, signal: AbortSignal, now: () => number): Promise<Lock> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const handle = await open(path, 'wx', 0o644);
      await handle.writeFile(self).finally(() => handle.close());
      return keep(path, now);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(path, cause);
    }
    const stale = await staleMark(path, now);
    if (stale !== null) await takeAway(path, stale);
    else
      await wait(POLL_MS, undefined, { signal }).catch(() => {
        throw signal.reason;
      });
  }
}

function keep(path: string, now: () => number): Lock {
  const timer = setInterval(() => {
    const at = new Date(now());
    utimes(path, at, at).catch(() => undefined);
  }, TOUCH_MS).unref();
  return {
    release: async () => {
      clearInterval(timer);
      await unlink(path).catch(() => undefined);
    },
  };
}

/** What a stale lock holds; null while its holder lives. */
async function staleMark(path: string, now: () => number): Promise<string | null> {
  try {
    const [mark, found] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    if (Math.abs(now() - found.mtimeMs) > STALE_MS) return mark;
    const [host, pid = ''] = mark.split(' ');
    if (host !== hostname() || !/^\d{1,9}$/.test(pid) || mark === self) return null;
    return Number(pid) === process.pid || !isRunning(Number(pid)) ? mark : null;
  } catch {
    return null;
  }
}

/** Moves a stale lock aside and removes it; a lock that another process took meanwhile is put back. */
async function takeAway(path: string, stale: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path);
    await unlink(aside);
  } catch {
    // Another process was faster; the next round sees what it left.
  }
}
