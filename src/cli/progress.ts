import { performance } from 'node:perf_hooks';
import type { ReplayEvent } from '../replay/events.js';
import type { CommandContext } from './context.js';
import { StatusLine } from './statusLine.js';

/**
 * Shows a running audit on stderr: one line that is rewritten on a terminal, one line per stage and per tenth of the
 * work otherwise. Time left is given only from sequences that this run has measured.
 */
export function createProgress(context: CommandContext): { on(event: ReplayEvent): void; clear(): void } {
  const meter = { sequences: 0, seconds: 0, last: performance.now() };
  let rounds = { index: 0, of: 1 };
  const line = new StatusLine(context);

  const showProgress = (event: Extract<ReplayEvent, { type: 'progress' }>): void => {
    const text = `#${event.roundId} (${rounds.index + 1} of ${rounds.of})  ${event.stage.padEnd(9)} ${event.label}  ${event.done}/${event.total}  ${timeLeft(meter, event, rounds)}`;
    line.show(text, event);
  };

  return {
    clear: () => line.clear(),
    on(event) {
      if (event.type === 'round.started') {
        rounds = { index: event.index, of: event.of };
        line.begin();
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
        if (!context.stderrIsTTY) line.print(`#${event.roundId}  ${event.stage}`);
      } else if (event.type === 'round.done') line.print(`#${event.roundId}  ${event.verdict}`);
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
