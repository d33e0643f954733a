import type { AuditPlan, PlannedWork, SecondsRange } from '../domain/auditPlan.js';
import { printable } from '../domain/printable.js';

/** What an audit has left to compute: one line a round, a total, and what the time rests on. */
export function planText({ rounds, total, basis }: AuditPlan): string {
  const lines = rounds.map(({ roundId, reason, passes, ...work }) =>
    passes.length === 0
      ? `plan #${roundId}  ${reason === null ? 'finished before: nothing is left' : `no model runs: ${printable(reason)}`}`
      : `plan #${roundId}  ${passes.length} passes  ${workText(work)}${passes.some(({ asks, capture }) => !asks && capture === '') ? UNWRITTEN : ''}`,
  );
  const of = `${rounds.length} ${rounds.length === 1 ? 'round' : 'rounds'}`;
  lines.push(
    basis.kind === 'none'
      ? `plan ${of}: no model runs`
      : `plan ${of}: ${workText(total)} (planned, from ${basis.seconds.toFixed(1)} s measured on this engine)`,
  );
  return `${lines.join('\n')}\n`;
}

const UNWRITTEN = '  at most: the teacher writes the text first';

const workText = ({ sequences, tokens, flop, weightBytes, peakBytes, seconds }: PlannedWork): string =>
  [
    `${sequences} prompts`,
    `${tokens} tokens`,
    flop.low === 0 ? '0 PFLOP' : `${short(flop.low / 1e15)} to ${short(flop.high / 1e15)} PFLOP`,
    `weights ${bytesText(weightBytes)}`,
    `memory ${bytesText(peakBytes)}`,
    rangeText(seconds),
  ].join('  ');

const short = (value: number): string => String(Number(value.toPrecision(2)));

/** Bytes in powers of 1024. */
export const bytesText = (bytes: number): string =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** `about 40 s (24 s to 80 s)`. */
const rangeText = ({ low, likely, high }: SecondsRange): string =>
  `about ${secondsText(likely)} (${secondsText(low)} to ${secondsText(high)})`;

/** Seconds, minutes or hours, rounded up. */
export const secondsText = (seconds: number): string =>
  seconds < 90
    ? `${Math.ceil(seconds)} s`
    : seconds < 5400
      ? `${Math.ceil(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;
