import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Probes } from '../../domain/probeRecord.js';

/** Something that the evaluator measures of a model and that was not computed. */
export interface NotReplayed {
  readonly name: string;
  readonly why: string;
}

/** What no run of this program computes. */
const NEVER: readonly NotReplayed[] = [
  {
    name: 'finetune_probe',
    why: 'it takes a step of training backwards through the model, which is not computed here',
  },
  {
    name: 'activation_fingerprint',
    why: 'its token ids come from the generator of a graphics processor, and no table of them is published',
  },
];

/** What is missing of a model's axes, with its reason; what was not asked for or is switched off is not missing. */
export function notReplayed(records: readonly AxisRecord[], probes: Probes): NotReplayed[] {
  const parts = [
    ...records.map(({ axis, passFrac }) => [axis, passFrac] as const),
    ['chat_probe', probes.chat] as const,
    ['length', probes.length] as const,
    ['degeneracy', probes.think] as const,
    ['judge_probe', probes.judge] as const,
    ['chat_turns_probe', probes.chatTurns] as const,
    ['on_policy_rkl', probes.onPolicy] as const,
    ...(records.some(({ axis }) => axis === 'capability')
      ? [["capability against the teacher's", probes.capabilityTeacher] as const]
      : []),
  ];
  const missing = parts.flatMap(([name, part]) =>
    isAbsent(part) && part.absent === 'missing' ? [{ name, why: part.why }] : [],
  );
  return [...missing, ...NEVER];
}
