import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { JudgeProbe, Probes } from '../../domain/probeRecord.js';

/** What an axis rests on: a mean of values between 0 and 1 over independent draws. */
export interface AxisSample {
  readonly axis: string;
  /** Draws; an item that is asked in several ways is one. */
  readonly n: number;
  /** Mean, 0 to 1. */
  readonly share: number;
  /** How fast the axis grows with the mean, at most. */
  readonly slope: number;
}

/** Where the teacher's share is at its least that counts, capability grows by half and by half over one half. */
const CAPABILITY_SLOPE = 1.5;

/** The samples of one contender's axes that are no divergence: benches, capability, marks and the length of chat answers. */
export function axisSamples(
  records: readonly AxisRecord[],
  { judge, chatTurns, chat, length }: Probes,
): AxisSample[] {
  const benches = records.flatMap(({ axis, n, correct, passFrac, items }): AxisSample[] => {
    if (isAbsent(passFrac) || n === 0) return [];
    const ways = new Set(items.map(({ way }) => way)).size;
    const slope = axis === 'capability' ? CAPABILITY_SLOPE : 1;
    return [{ axis, n: Math.max(1, n / Math.max(1, ways)), share: correct / n, slope }];
  });
  const marks = (axis: string, probe: Probes['judge']): AxisSample[] => {
    if (isAbsent(probe) || probe.normalized === null) return [];
    const { nValid, normalized }: JudgeProbe = probe;
    return [{ axis, n: Math.max(1, nValid), share: normalized ?? 0, slope: 1 }];
  };
  return [
    ...benches,
    ...marks('judge_probe', judge),
    ...marks('chat_turns_probe', chatTurns),
    ...(isAbsent(length) || isAbsent(chat)
      ? []
      : [{ axis: 'length', n: Math.max(1, chat.tested), share: length.penalty, slope: 1 }]),
  ];
}
