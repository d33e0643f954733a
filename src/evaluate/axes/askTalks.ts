import type { Decoder } from '../../domain/decoder.js';
import type { GradedTalk, JudgeProbe } from '../../domain/probeRecord.js';
import { severalAtOnce } from '../../domain/severalAtOnce.js';
import { stripThinking } from '../grading/stripThinking.js';
import { askItem } from './askItem.js';
import { PROBE_BUDGETS } from './benches.js';
import { judgeProbe } from './judgeProbe.js';
import { markTalk } from './markTalk.js';
import { talkPrompt } from './talkPrompt.js';

/** Tokens that the model reads of a talk so far, and the judge of the whole one. */
const TALK_TOKENS = 3072;
const READ_TOKENS = 6144;

/** A talk that was held. */
interface Talk {
  readonly asked: readonly string[];
  readonly answers: readonly string[];
  /** Of each answer that was asked for. */
  readonly tokens: readonly number[];
  readonly failed: boolean;
}

/** Chat turns probe: the model holds every talk, with its own answers between the turns, and the teacher marks it. */
export async function askTalks(
  model: Decoder,
  teacher: Decoder,
  talks: readonly (readonly string[])[],
  onItem: () => void,
): Promise<JudgeProbe> {
  const hold = async (asked: readonly string[]): Promise<Talk> => {
    const talk = { asked, answers: [] as string[], tokens: [] as number[], failed: false };
    for (const [i, turn] of asked.entries()) {
      if (!talk.failed) {
        const turns = [...talk.answers.flatMap((answer, at) => [asked[at] as string, answer]), turn];
        const how = { mostPromptTokens: TALK_TOKENS };
        const answer = await askItem(model, turns, PROBE_BUDGETS.talk, undefined, how);
        talk.failed = answer.failed;
        talk.answers[i] = stripThinking(answer.text);
        talk.tokens.push(answer.tokens);
      }
      onItem();
    }
    return talk;
  };
  const mark = async ({ asked, answers, failed }: Talk): Promise<GradedTalk> => {
    const found = failed ? null : await markTalk(teacher, talkPrompt(asked, answers), READ_TOKENS);
    onItem();
    return { asked, answers, said: found?.said ?? null, score: found?.score ?? null };
  };
  const held = await severalAtOnce(talks, model.atOnce ?? 1, hold);
  const items = await severalAtOnce(held, teacher.atOnce ?? 1, mark);
  return judgeProbe(
    items,
    held.flatMap(({ tokens }) => tokens),
  );
}
