import { isDeepStrictEqual } from 'node:util';
import { encodePublished } from '../../../src/model/tokenizer/encodePublished.js';
import { encodeJoined } from '../../../src/model/tokenizer/promptLength.js';
import type { DemoModel } from '../models/buildModels.js';
import type { DemoTokenizer } from './demoTokenizer.js';

/** As the evaluator asks its server. */
const SAMPLING = { temperature: 0.7, topP: 0.9 };
/** Takes of one prompt are drawn with seeds so far apart that no prompt shares one. */
const TAKES_APART = 2 ** 40;

/** What the teacher wrote after one prompt, as the evaluator publishes it. */
export interface Continuation {
  /** Ids of prompt and continuation, tokenised as one text. */
  readonly ids: readonly number[];
  readonly promptTokens: number;
  /** The text of the ids after the prompt's. */
  readonly text: string;
}

/**
 * Lets the teacher continue a prompt as the evaluator does: sampled until it ends the text or `most` tokens are drawn, then
 * tokenised again together with the prompt (rules: sampling and prompt length, docs/methodology.md).
 * @param seed seed block plus prompt index; `take` counts the texts drawn for one prompt, 0 for the first
 * @returns null when the published text stands for other ids too, as it can where a token reaches across the join
 */
export async function continueText(
  teacher: DemoModel,
  { tokenizer, endId }: DemoTokenizer,
  prompt: string,
  most: number,
  seed: number,
  take: number,
): Promise<Continuation | null> {
  const { tokens } = await teacher.decode({
    promptIds: tokenizer.encode(prompt),
    mode: 'cached',
    maxNew: most,
    best: 1,
    sampling: { ...SAMPLING, seed: seed + take * TAKES_APART },
    stopIds: [endId],
  });
  const { ids, promptLength } = encodeJoined(
    tokenizer,
    prompt,
    tokenizer.decode(tokens, { skipSpecial: true }),
  );
  const text = tokenizer.decode(ids.slice(promptLength), { skipSpecial: true });
  const found = encodePublished(tokenizer, {
    prompt,
    continuation: text,
    promptTokens: promptLength,
    continuationTokens: ids.length - promptLength,
  });
  return isDeepStrictEqual(found?.ids, ids) ? { ids, promptTokens: promptLength, text } : null;
}
