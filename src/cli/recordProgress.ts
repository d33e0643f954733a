import { performance } from 'node:perf_hooks';
import { printable } from '../domain/printable.js';
import type { RecordEvent } from '../replay/record/recordEvents.js';
import type { CommandContext } from './context.js';
import { StatusLine } from './statusLine.js';

/**
 * Shows a running recording on stderr: one line that is rewritten on a terminal, otherwise one line per part and per tenth
 * of it. What the cache holds is no work: until something is asked for, only the size of the chain is told. Time left is given from the pace of the part as it was measured so far.
 */
export function createRecordProgress(context: CommandContext): {
  on(event: RecordEvent): void;
  clear(): void;
} {
  let startedAt = performance.now();
  let first: number | null = null;
  let label = '';
  let isIdle = true;
  let pending: string | null = null;
  let chain = '';
  const line = new StatusLine(context);
  const begin = (): void => {
    startedAt = performance.now();
    first = null;
    line.begin();
  };
  const announce = (): void => {
    if (pending !== null) line.print(pending);
    pending = null;
  };
  const progress = (event: Extract<RecordEvent, { type: 'progress' }>): void => {
    if (event.part === 'chain') chain = `${event.done} blocks, ${event.label}`;
    if (isIdle && event.part === 'chain' && event.label === '0 calls') return;
    isIdle = false;
    announce();
    if (event.unit === 'bytes' && event.label !== label) begin();
    label = event.label;
    first ??= event.done;
    const left = timeLeft(
      event.done - first,
      event.total - event.done,
      (performance.now() - startedAt) / 1000,
    );
    const text = `${event.part.padEnd(9)} ${amount(event)}  ${printable(event.label, 60)}  ${left}`;
    line.show(text, event);
  };
  return {
    clear: () => line.clear(),
    on(event) {
      if (event.type === 'progress') progress(event);
      else if (event.type === 'note') line.print(`note: ${printable(event.text, 400)}`);
      else if (event.state === 'started') {
        begin();
        label = '';
        pending = `${event.part.padEnd(9)} ${event.what}`;
        if (!isIdle) announce();
      } else {
        pending = null;
        if (event.part === 'chain' && chain !== '') line.print(`chain     ${chain}`);
      }
    },
  };
}

const amount = ({ done, total, unit }: Extract<RecordEvent, { type: 'progress' }>): string =>
  unit !== 'bytes'
    ? `${done}/${total} ${unit}`
    : total < 1e6
      ? `${(done / 1e3).toFixed(1)}/${(total / 1e3).toFixed(1)} KB`
      : `${(done / 1e6).toFixed(1)}/${(total / 1e6).toFixed(1)} MB`;

function timeLeft(done: number, left: number, seconds: number): string {
  if (done <= 0 || seconds < 2) return 'time left: measuring';
  const rest = Math.ceil((left * seconds) / done);
  return `about ${rest < 90 ? `${rest} s` : `${Math.ceil(rest / 60)} min`} left`;
}
