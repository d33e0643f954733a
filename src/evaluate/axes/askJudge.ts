import type { Decoder } from '../../domain/decoder.js';
import type { GradedTalk, JudgeProbe, ProbeAnswer } from '../../domain/probeRecord.js';
import { severalAtOnce } from '../../domain/severalAtOnce.js';
import { stripThinking } from '../grading/stripThinking.js';
import { askRequests } from './askRequests.js';
import { PROBE_BUDGETS } from './benches.js';
import { judgeProbe } from './judgeProbe.js';
import { judgePrompt } from './judgePrompt.js';
import { markTalk } from './markTalk.js';

/** Tokens of a rubric that the judge reads. */
const READ_TOKENS = 4096;

/** Judge probe: the model answers every request, then the teacher marks every answer that did not fail. */
export async function askJudge(
  model: Decoder,
  teacher: Decoder,
  prompts: readonly string[],
  onItem: () => void,
): Promise<JudgeProbe> {
  const answers = await askRequests(model, prompts, PROBE_BUDGETS.judge, onItem);
  const mark = async ({ prompt, answer, failed }: ProbeAnswer): Promise<GradedTalk> => {
    const text = stripThinking(answer);
    const found = failed ? null : await markTalk(teacher, judgePrompt(prompt, text), READ_TOKENS);
    onItem();
    return { asked: [prompt], answers: [text], said: found?.said ?? null, score: found?.score ?? null };
  };
  const items = await severalAtOnce(answers, teacher.atOnce ?? 1, mark);
  return judgeProbe(
    items,
    answers.map(({ tokens }) => tokens),
  );
}
