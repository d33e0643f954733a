import { readFileSync } from 'node:fs';

/** Ticks of /proc/PID/stat in a second; fixed on Linux. */
const TICKS = 100;

/** Memory of a process, MB: its own, and mapped from files. */
export interface Memory {
  readonly anonymous: number;
  readonly file: number;
}

export function memoryOf(processId: number): Memory {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const read = (name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  return { anonymous: read('RssAnon'), file: read('RssFile') };
}

/** Seconds that all threads of a process have run so far. */
function processorTime(processId: number): number {
  const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Seconds of one piece of work. A loaded machine lengthens the wall time much and the processor time little. */
export interface Duration {
  readonly wall: number;
  readonly processor: number;
}

/** What one run costs the process that does it, and the most anonymous memory seen in it. */
export async function measure(
  processId: number,
  run: () => Promise<unknown>,
): Promise<Duration & { readonly anonymous: number }> {
  let anonymous = 0;
  const look = () => {
    anonymous = Math.max(anonymous, memoryOf(processId).anonymous);
  };
  const watch = setInterval(look, 50);
  const [wall, processor] = [performance.now(), processorTime(processId)];
  try {
    await run();
  } finally {
    clearInterval(watch);
  }
  const spent = { wall: (performance.now() - wall) / 1000, processor: processorTime(processId) - processor };
  look();
  return { ...spent, anonymous };
}

/** The shortest of several, each figure for itself. */
export function shortest(runs: readonly Duration[]): Duration {
  return {
    wall: Math.min(...runs.map(({ wall }) => wall)),
    processor: Math.min(...runs.map(({ processor }) => processor)),
  };
}
