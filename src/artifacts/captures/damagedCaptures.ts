import { DamagedError } from '../../errors/artifact.js';

/** The error of a captures folder whose bytes are not those that were written. */
export const damagedCaptures = (path: string, why: string, cause?: unknown): DamagedError =>
  new DamagedError({
    what: `the captures in ${path} are damaged`,
    why,
    remedy: 'Restore the folder from a copy, or move it away and start a new one; nothing in it is repaired.',
    facts: { path },
    cause,
  });
