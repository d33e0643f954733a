import { readFileSync } from 'node:fs';

/** Ticks of the system's clock in a second, as Linux tells them to programs. */
const TICKS = 100;

/** Processor seconds of a process, user and system; with those of children that it has waited for. Linux only. */
export function processorSeconds(pid: number | 'self', withChildren = false): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold blanks: state is the third field.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  return (user + system + (withChildren ? childUser + childSystem : 0)) / TICKS;
}
