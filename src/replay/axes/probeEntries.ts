import type { Absent } from '../../domain/absent.js';
import { isAbsent } from '../../domain/absent.js';
import type { ProbeEntry } from '../../domain/journal.js';
import type { Probes } from '../../domain/probeRecord.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import { ROLLOUTS } from '../../evaluate/axes/askOnPolicy.js';
import type { Sent } from '../../reconstruct/items/sentPrompts.js';

/** The parts of what probes give that each axis is made of; the think probe is switched off, as deployed. */
const PROBE_PARTS = {
  length: ['chat', 'length'],
  judge_probe: ['judge'],
  chat_turns_probe: ['chatTurns'],
  on_policy_rkl: ['onPolicy'],
} as const satisfies Readonly<Record<string, readonly (keyof Probes)[]>>;

/** Parts of an axis that a probe gives; none for an axis that a model's own answers decide. */
export const probePartsOf = (axis: string): readonly (keyof Probes)[] =>
  (PROBE_PARTS as Readonly<Record<string, readonly (keyof Probes)[]>>)[axis] ?? [];

const NOT_ASKED: Absent = { absent: 'unknown', why: 'it was not asked' };

/** Steps of each probe: answers, the teacher's marks, and continuations. */
export const probeSteps = (
  prompts: Readonly<Record<string, readonly Sent[]>>,
): readonly { readonly axis: keyof typeof PROBE_PARTS; readonly items: number }[] => {
  const count = (axis: string): number => prompts[axis]?.length ?? 0;
  return [
    { axis: 'length', items: count('chat_probe') },
    { axis: 'judge_probe', items: 2 * count('judge_probe') },
    { axis: 'chat_turns_probe', items: 4 * count('chat_turns_probe') },
    { axis: 'on_policy_rkl', items: Math.min(ROLLOUTS, count('on_policy_rkl')) },
  ];
};

/** All probes of one contender from its entries, with the teacher's own share of capability. */
export function probesOf(entries: readonly ProbeEntry[], uid: number, refs: TeacherRefs | null): Probes {
  const capability = refs?.capability ?? NOT_ASKED;
  const none: Probes = {
    ...{ chat: NOT_ASKED, length: NOT_ASKED, judge: NOT_ASKED, chatTurns: NOT_ASKED },
    ...{ onPolicy: NOT_ASKED, think: NOT_ASKED },
    capabilityTeacher: isAbsent(capability) ? capability : capability.passFrac,
  };
  return Object.assign(
    { ...none },
    ...entries.filter((entry) => entry.uid === uid).map(({ probes }) => probes),
  ) as Probes;
}
