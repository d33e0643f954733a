import { type Absent, isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Decoder, DrawnBy } from '../../domain/decoder.js';
import type { ChatProbe, LengthAxis, Probes, ThinkProbe } from '../../domain/probeRecord.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import { askJudge } from '../../evaluate/axes/askJudge.js';
import { askOnPolicy, ROLLOUTS } from '../../evaluate/axes/askOnPolicy.js';
import { askRequests } from '../../evaluate/axes/askRequests.js';
import { askTalks } from '../../evaluate/axes/askTalks.js';
import { PROBE_BUDGETS } from '../../evaluate/axes/benches.js';
import { chatProbe } from '../../evaluate/axes/chatProbe.js';
import { lengthAxis } from '../../evaluate/axes/lengthAxis.js';
import { thinkProbe } from '../../evaluate/axes/thinkProbe.js';
import type { Sent } from '../../reconstruct/items/sentPrompts.js';
import type { TeacherSide } from './TeacherSide.js';

/** Axes that need several generations or the teacher; `degeneracy` is that of the think probe. */
export const PROBE_AXES = [
  'chat_probe',
  'length',
  'degeneracy',
  'judge_probe',
  'chat_turns_probe',
  'on_policy_rkl',
] as const;

/** Name of an axis that needs several generations or the teacher. */
type ProbeAxis = (typeof PROBE_AXES)[number];

const NOT_ASKED: Absent = { absent: 'not-applicable', why: 'this axis was not asked for' };
const THINK_OFF: Absent = {
  absent: 'not-applicable',
  why: 'the think probe is switched off, as deployed',
};
const UNREAD: Absent = { absent: 'missing', why: 'the model cannot be read here, only asked' };
const TEACHER_UNREAD: Absent = { absent: 'missing', why: 'the teacher cannot be read here, only asked' };

interface Asked {
  readonly decoder: Decoder;
  readonly teacher: TeacherSide;
  readonly prompts: Readonly<Record<string, readonly Sent[]>>;
  /** Axes that are asked for; `degeneracy` switches the think probe on. */
  readonly axes: readonly ProbeAxis[];
  /** How the continuations of the on-policy probe are drawn. */
  readonly onPolicy: Pick<DrawnBy, 'seed' | 'topK'>;
  readonly onItem: (axis: string) => void;
}

/** Asks a model what the probes ask, and the teacher for its marks and numbers (rule: probes, docs/methodology.md). */
export async function askProbes(asked: Asked): Promise<Probes> {
  const { decoder, teacher, prompts, axes, onItem } = asked;
  const { refs, decoder: marker } = teacher;
  const texts = (axis: string) => prompts[axis] as readonly string[];
  const wanted = (...names: ProbeAxis[]) => names.some((name) => axes.includes(name));
  const chat = wanted('chat_probe', 'length')
    ? chatProbe(
        await askRequests(decoder, texts('chat_probe'), PROBE_BUDGETS.chat, () => onItem('chat_probe')),
      )
    : NOT_ASKED;
  const think = wanted('degeneracy') ? await askThink(asked, texts('think_probe')) : THINK_OFF;
  const marked = async (axis: 'judge_probe' | 'chat_turns_probe') => {
    if (!wanted(axis)) return NOT_ASKED;
    if (isAbsent(marker)) return marker;
    return axis === 'judge_probe'
      ? askJudge(decoder, marker, texts(axis), () => onItem(axis))
      : askTalks(decoder, marker, prompts[axis] as readonly (readonly string[])[], () => onItem(axis));
  };
  return {
    chat,
    length: wanted('length') ? length(chat, think, refs) : NOT_ASKED,
    judge: await marked('judge_probe'),
    chatTurns: await marked('chat_turns_probe'),
    onPolicy: wanted('on_policy_rkl') ? await onPolicy(asked, texts('on_policy_rkl')) : NOT_ASKED,
    think,
    capabilityTeacher: share(needed(refs.capability)),
  };
}

/** Steps that `askProbes` will tell of. */
export function probeSteps({ decoder, teacher, prompts, axes }: Omit<Asked, 'onItem' | 'onPolicy'>): number {
  const marks = isAbsent(teacher.decoder) ? 0 : 1;
  const count = (axis: string): number => prompts[axis]?.length ?? 0;
  const steps: Record<ProbeAxis, number> = {
    chat_probe: count('chat_probe'),
    length: axes.includes('chat_probe') ? 0 : count('chat_probe'),
    degeneracy: count('think_probe'),
    judge_probe: marks * 2 * count('judge_probe'),
    chat_turns_probe: marks * 4 * count('chat_turns_probe'),
    on_policy_rkl: isAbsent(readers(decoder, teacher)) ? 0 : Math.min(ROLLOUTS, count('on_policy_rkl')),
  };
  return axes.reduce((sum, axis) => sum + steps[axis], 0);
}

async function askThink(
  { decoder, teacher, onItem }: Asked,
  prompts: readonly string[],
): Promise<ThinkProbe> {
  const { think } = teacher.refs;
  const told = () => onItem('degeneracy');
  const answers = await askRequests(decoder, prompts, PROBE_BUDGETS.think, told, { thinking: true });
  return thinkProbe(answers, isAbsent(think) ? [] : think.map(({ text }) => text));
}

/** What a teacher's answers were made without is missing where it is needed. */
const needed = <T>(part: T | Absent): T | Absent =>
  isAbsent(part) && part.absent === 'not-applicable'
    ? { absent: 'missing', why: "the teacher's answers are without what this axis needs" }
    : part;

function length(
  chat: ChatProbe | Absent,
  think: ThinkProbe | Absent,
  refs: TeacherRefs,
): LengthAxis | Absent {
  if (!isAbsent(think)) {
    const texts = needed(refs.think);
    if (isAbsent(texts)) return texts;
    const lengths = texts.map(({ tokens }) => tokens);
    return lengthAxis(think.meanTokens, lengths, 'think_probe');
  }
  if (isAbsent(chat)) return chat;
  const lengths = needed(refs.chatLengths);
  return isAbsent(lengths) ? lengths : lengthAxis(chat.meanTokens, lengths, 'chat_probe');
}

async function onPolicy(asked: Asked, prompts: readonly string[]): Promise<Probes['onPolicy']> {
  const found = readers(asked.decoder, asked.teacher);
  if (isAbsent(found)) return found;
  const told = () => asked.onItem('on_policy_rkl');
  return askOnPolicy(found.model, found.teacher, prompts, asked.onPolicy, told);
}

const share = (record: AxisRecord | Absent): number | Absent => (isAbsent(record) ? record : record.passFrac);

/** Both sides as the on-policy probe needs them. */
function readers({ rollOut, score }: Decoder, { decoder }: TeacherSide) {
  if (isAbsent(decoder)) return decoder;
  if (rollOut === undefined || score === undefined) return UNREAD;
  if (decoder.score === undefined) return TEACHER_UNREAD;
  return { model: { rollOut, score }, teacher: { score: decoder.score } };
}
