import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'times';
/** A file beyond this is none of ours. */
const MAX_BYTES = 1 << 24;

/**
 * Notes when a line of a running journal was written, beside it: a journal itself holds no time, because the same inputs
 * give the same bytes.
 * @param n number of the line, from 0
 */
export function keepTime(workDir: string, n: number): void {
  try {
    if (n === 0) mkdirSync(workDir, { recursive: true });
    appendFileSync(join(workDir, NAME), `${n} ${Date.now()}\n`);
  } catch {
    // The log is then shown without this time; a full disk stops the audit at its journal, with its own error.
  }
}

/** Milliseconds since 1970 by number of the line; none where nothing was kept, as of every sealed replay. */
export function readTimes(workDir: string): ReadonlyMap<number, number> {
  try {
    const path = join(workDir, NAME);
    if (statSync(path).size > MAX_BYTES) return new Map();
    // Of a line that was written twice, before an interruption and after it, the later time counts.
    return new Map(
      [...readFileSync(path, 'utf8').matchAll(/^(\d{1,9}) (\d{1,15})$/gm)].map(
        ([, n, at]) => [Number(n), Number(at)] as const,
      ),
    );
  } catch {
    return new Map();
  }
}
