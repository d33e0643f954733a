import type { Decoder } from '../../domain/decoder.js';
import type { GradedTalk, JudgeProbe } from '../../domain/probeRecord.js';
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
  const items: GradedTalk[] = [];
  for (const { prompt, answer, failed } of answers) {
    const text = stripThinking(answer);
    const mark = failed ? null : await markTalk(teacher, judgePrompt(prompt, text), READ_TOKENS);
    items.push({ asked: [prompt], answers: [text], said: mark?.said ?? null, score: mark?.score ?? null });
    onItem();
  }
  return judgeProbe(
    items,
    answers.map(({ tokens }) => tokens),
  );
}
