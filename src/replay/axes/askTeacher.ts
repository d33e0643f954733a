import type { Absent } from '../../domain/absent.js';
import type { Decoder } from '../../domain/decoder.js';
import type { ProbeAnswer } from '../../domain/probeRecord.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import { EngineError } from '../../errors/model.js';
import { askRequests } from '../../evaluate/axes/askRequests.js';
import { PROBE_BUDGETS } from '../../evaluate/axes/benches.js';
import { askCapability } from './askCapability.js';
import type { AxesInput } from './evaluateAxes.js';
import { ownQuestions } from './ownQuestions.js';

const NOT_NEEDED: Absent = { absent: 'not-applicable', why: 'no axis that was asked for needs it' };

/**
 * What the teacher itself says in a round: its capability answers, the lengths of its chat answers and, with the think probe,
 * its texts. The same for every model, and plain JSON.
 *
 * @throws EngineError when the teacher cannot be decoded
 */
export async function askTeacher(
  { block, counts, only, think = false, questions = ownQuestions(block, counts) }: Omit<AxesInput, 'sandbox'>,
  decoder: Decoder,
  onItem: (done: number, total: number) => void = () => undefined,
): Promise<TeacherRefs> {
  const prompts = questions.prompts as Readonly<Record<string, readonly string[]>>;
  const asked = (...axes: string[]) => only.length === 0 || axes.some((axis) => only.includes(axis));
  const wanted = {
    capability: asked('capability') ? (prompts.capability ?? []) : [],
    chat: asked('length') ? (prompts.chat_probe ?? []) : [],
    think: think ? (prompts.think_probe ?? []) : [],
  };
  const total = wanted.capability.length + wanted.chat.length + wanted.think.length;
  let done = 0;
  const told = () => {
    done += 1;
    onItem(done, total);
  };
  const capability =
    wanted.capability.length === 0 ? NOT_NEEDED : await askCapability(decoder, questions, told);
  const chat = await askRequests(decoder, wanted.chat, PROBE_BUDGETS.chat, told);
  const thought = await askRequests(decoder, wanted.think, PROBE_BUDGETS.think, told, { thinking: true });
  const failed = [...chat, ...thought].find((one) => one.failed);
  if (failed !== undefined)
    throw new EngineError({
      what: 'the teacher cannot be decoded',
      why: failed.answer,
      remedy: "Check the teacher's files.",
    });
  return {
    schema: 1,
    seed: String(block),
    ...(questions.wording === 'reference' && { wording: questions.wording }),
    capability,
    chatLengths: chat.length === 0 ? NOT_NEEDED : chat.map(written),
    think:
      thought.length === 0 ? NOT_NEEDED : thought.map((one) => ({ text: one.answer, tokens: written(one) })),
  };
}

/** Tokens of a text without the one that ended the turn. */
const written = ({ tokens, terminated }: ProbeAnswer): number => tokens - (terminated ? 1 : 0);
