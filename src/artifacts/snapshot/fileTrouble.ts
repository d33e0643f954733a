import { IoError } from '../../errors/store.js';

/** Turns a failure of the file system while reading into the error that the person sees. */
export const unreadable = (path: string, cause: unknown): IoError =>
  new IoError({
    what: `cannot read ${path}`,
    why: (cause as NodeJS.ErrnoException).code ?? String(cause),
    remedy: 'Check that the file exists and that you may read it.',
    facts: { path },
    cause,
  });

/** Turns a failure of the file system while writing into the error that the person sees. */
export const unwritable = (path: string, cause: unknown): IoError =>
  new IoError({
    what: `cannot write ${path}`,
    why: (cause as NodeJS.ErrnoException).code ?? String(cause),
    remedy: 'Check that there is room and that you may write there, then run again.',
    facts: { path },
    cause,
  });
