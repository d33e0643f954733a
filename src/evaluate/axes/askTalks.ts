import type { Decoder } from '../../domain/decoder.js';
import type { GradedTalk, JudgeProbe } from '../../domain/probeRecord.js';
import { stripThinking } from '../grading/stripThinking.js';
import { askItem } from './askItem.js';
import { PROBE_BUDGETS } from './benches.js';
import { judgeProbe } from './judgeProbe.js';
import { markTalk } from './markTalk.js';
import { talkPrompt } from './talkPrompt.js';

/** Tokens that the model reads of a talk so far, and the judge of the whole one. */
const TALK_TOKENS = 3072;
const READ_TOKENS = 6144;

/** Chat turns probe: the model holds every talk, with its own answers between the turns, and the teacher marks it. */
export async function askTalks(
  model: Decoder,
  teacher: Decoder,
  talks: readonly (readonly string[])[],
  onItem: () => void,
): Promise<JudgeProbe> {
  const held: { readonly asked: readonly string[]; readonly answers: string[]; failed: boolean }[] = [];
  const tokens: number[] = [];
  for (const asked of talks) {
    const talk = { asked, answers: [] as string[], failed: false };
    for (const [i, turn] of asked.entries()) {
      if (!talk.failed) {
        const turns = [...talk.answers.flatMap((answer, at) => [asked[at] as string, answer]), turn];
        const how = { mostPromptTokens: TALK_TOKENS };
        const answer = await askItem(model, turns, PROBE_BUDGETS.talk, undefined, how);
        talk.failed = answer.failed;
        talk.answers[i] = stripThinking(answer.text);
        tokens.push(answer.tokens);
      }
      onItem();
    }
    held.push(talk);
  }
  const items: GradedTalk[] = [];
  for (const { asked, answers, failed } of held) {
    const mark = failed ? null : await markTalk(teacher, talkPrompt(asked, answers), READ_TOKENS);
    items.push({ asked, answers, said: mark?.said ?? null, score: mark?.score ?? null });
    onItem();
  }
  return judgeProbe(items, tokens);
}
