import { performance } from 'node:perf_hooks';
import { printable } from '../domain/printable.js';
import type { RecordEvent } from '../replay/record/recordEvents.js';
import type { CommandContext } from './context.js';

const TTY_INTERVAL_MS = 200;

/**
 * Shows a running recording on stderr: one line that is rewritten on a terminal, otherwise one line per part and per tenth
 * of it. Time left is given from the pace of the part as it was measured so far.
 */
export function createRecordProgress(context: CommandContext): {
  on(event: RecordEvent): void;
  clear(): void;
} {
  let startedAt = performance.now();
  let first: number | null = null;
  let label = '';
  let shownAt = 0;
  let tenth = -1;
  let open = false;
  const clear = (): void => {
    if (open) context.err('\r\x1b[2K');
    open = false;
  };
  const line = (text: string): void => {
    clear();
    context.err(`${text}\n`);
  };
  const begin = (): void => {
    startedAt = performance.now();
    first = null;
    tenth = -1;
  };
  const progress = (event: Extract<RecordEvent, { type: 'progress' }>): void => {
    if (event.unit === 'bytes' && event.label !== label) begin();
    label = event.label;
    first ??= event.done;
    const left = timeLeft(
      event.done - first,
      event.total - event.done,
      (performance.now() - startedAt) / 1000,
    );
    const text = `${event.part.padEnd(9)} ${amount(event)}  ${printable(event.label, 60)}  ${left}`;
    if (!context.stderrIsTTY) {
      const now = Math.floor((event.done * 10) / Math.max(1, event.total));
      if (now !== tenth) line(text);
      tenth = now;
      return;
    }
    if (performance.now() - shownAt < TTY_INTERVAL_MS) return;
    shownAt = performance.now();
    context.err(`\r\x1b[2K${text.slice(0, context.columns - 1)}`);
    open = true;
  };
  return {
    clear,
    on(event) {
      if (event.type === 'progress') progress(event);
      else if (event.type === 'note') line(`note: ${printable(event.text, 400)}`);
      else if (event.state === 'started') {
        begin();
        label = '';
        line(`${event.part.padEnd(9)} ${event.what}`);
      }
    },
  };
}

const amount = ({ done, total, unit }: Extract<RecordEvent, { type: 'progress' }>): string =>
  unit === 'bytes' ? `${megabytes(done)}/${megabytes(total)} MB` : `${done}/${total} ${unit}`;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function timeLeft(done: number, left: number, seconds: number): string {
  if (done <= 0 || seconds < 2) return 'time left: measuring';
  const rest = Math.ceil((left * seconds) / done);
  return `about ${rest < 90 ? `${rest} s` : `${Math.ceil(rest / 60)} min`} left`;
}
