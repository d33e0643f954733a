import { readFileSync } from 'node:fs';

/** How many processes the kernel has killed so far because memory ran out; null where it does not tell. */
export function killedForMemory(): number | null {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}
