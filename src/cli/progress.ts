import { performance } from 'node:perf_hooks';
import type { AuditPlan } from '../domain/auditPlan.js';
import type { ReplayEvent } from '../replay/events.js';
import type { CommandContext } from './context.js';
import { Meter } from './meter.js';
import { StatusLine } from './statusLine.js';

/**
 * Shows a running audit on stderr: one line that is rewritten on a terminal, one line per stage and per tenth of the
 * work otherwise. Time left says its basis: the plan, then what passes really took.
 */
export function createProgress(context: CommandContext): {
  plan(plan: AuditPlan): void;
  on(event: ReplayEvent): void;
  clear(): void;
} {
  let meter = new Meter([]);
  let last = performance.now();
  let rounds = { index: 0, of: 1 };
  const line = new StatusLine(context);

  const showProgress = (event: Extract<ReplayEvent, { type: 'progress' }>): void => {
    const text = `#${event.roundId} (${rounds.index + 1} of ${rounds.of})  ${event.stage.padEnd(9)} ${event.label}  ${event.done}/${event.total}  ${meter.timeLeft()}`;
    line.show(text, event);
  };

  return {
    plan: ({ rounds: planned }) => {
      meter = new Meter(planned);
    },
    clear: () => line.clear(),
    on(event) {
      if (event.type === 'round.started') {
        rounds = { index: event.index, of: event.of };
        line.begin();
      } else if (event.type === 'progress') {
        const now = performance.now();
        meter.add(event, (now - last) / 1000);
        last = now;
        showProgress(event);
      } else if (event.type === 'stage' && event.state === 'started') {
        last = performance.now();
        if (!context.stderrIsTTY) line.print(`#${event.roundId}  ${event.stage}`);
      } else if (event.type === 'round.done') {
        meter.finish(event.roundId);
        line.print(`#${event.roundId}  ${event.verdict}`);
      }
    },
  };
}
