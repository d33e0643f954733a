import { performance } from 'node:perf_hooks';
import type { ReplayEvent } from '../replay/events.js';
import type { CommandContext } from './context.js';

const TTY_INTERVAL_MS = 200;

/**
 * Shows a running audit on stderr: one line that is rewritten on a terminal, one line per stage and per tenth of the
 * work otherwise. Time left is given only from sequences that this run has measured.
 */
export function createProgress(context: CommandContext): { on(event: ReplayEvent): void; clear(): void } {
  const meter = { sequences: 0, seconds: 0, last: performance.now() };
  let rounds = { index: 0, of: 1 };
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
  const showProgress = (event: Extract<ReplayEvent, { type: 'progress' }>): void => {
    const text = `#${event.roundId} (${rounds.index + 1} of ${rounds.of})  ${event.stage.padEnd(9)} ${event.label}  ${event.done}/${event.total}  ${timeLeft(meter, event, rounds)}`;
    if (context.stderrIsTTY) {
      if (performance.now() - shownAt < TTY_INTERVAL_MS) return;
      shownAt = performance.now();
      context.err(`\r\x1b[2K${text.slice(0, context.columns - 1)}`);
      open = true;
      return;
    }
    const now = Math.floor((event.done * 10) / Math.max(1, event.total));
    if (now !== tenth) line(text);
    tenth = now;
  };

  return {
    clear,
    on(event) {
      if (event.type === 'round.started') {
        rounds = { index: event.index, of: event.of };
        tenth = -1;
      } else if (event.type === 'progress') {
        const now = performance.now();
        if (event.fresh > 0) {
          meter.sequences += event.fresh;
          meter.seconds += (now - meter.last) / 1000;
        }
        meter.last = now;
        showProgress(event);
      } else if (event.type === 'stage' && event.state === 'started') {
        meter.last = performance.now();
        if (!context.stderrIsTTY) line(`#${event.roundId}  ${event.stage}`);
      } else if (event.type === 'round.done') line(`#${event.roundId}  ${event.verdict}`);
    },
  };
}

/** Remaining rounds are taken to be as long as this one; the rate is that of all sequences measured in this run. */
function timeLeft(
  meter: { sequences: number; seconds: number },
  event: { done: number; total: number },
  rounds: { index: number; of: number },
): string {
  if (meter.sequences < 20) return 'time left: measuring';
  const left = event.total - event.done + event.total * (rounds.of - rounds.index - 1);
  const seconds = Math.ceil((left * meter.seconds) / meter.sequences);
  const text = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return `about ${text} left (from ${meter.sequences} measured)`;
}
