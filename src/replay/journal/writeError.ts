import { IoError } from '../../errors/store.js';

/** A file of a replay cannot be written: what was finished before stays, and the same command goes on from there. */
export const writeError = (path: string, cause: unknown): IoError =>
  new IoError({
    what: `cannot write ${path}`,
    why: cause instanceof Error ? cause.message : String(cause),
    remedy:
      'make room or choose another folder with --replays, then run the same command: finished work is kept',
    cause,
  });
