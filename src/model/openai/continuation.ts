import * as z from 'zod';
import { CONTINUATION_SAMPLING, type ContinuationRequest } from '../../domain/teacher.js';
import { encodeJoined } from '../tokenizer/promptLength.js';
import {
  type SparseTeacher,
  sparseTeacher,
  TEACHER_SLOTS,
  type TopLogProbs,
} from '../tokenizer/sparseTeacher.js';
import type { Tokenizer } from '../tokenizer/Tokenizer.js';
import type { MappedToken } from '../tokenizer/tokenMap.js';
import type { EndpointAnswer } from './Endpoint.js';
import { POSITIVE_ROUNDING } from './promptNumbers.js';
import { refusalOf } from './refusalOf.js';
import { unusableAnswer } from './unusableAnswer.js';

/** A text drawn anew, in the form in which pinned texts are scored. */
export interface Continuation {
  readonly text: string;
  /** Of prompt and continuation, tokenised as one text. */
  readonly ids: readonly number[];
  readonly promptLength: number;
  /** One row per token that the server drew; the rows of a text that tokenises otherwise are aligned at its start. */
  readonly teacher: SparseTeacher;
}

const { temperature, topP } = CONTINUATION_SAMPLING;
/** Characters of a text per token that are read at most: longer tokens are runs of blanks. */
const TOKEN_CHARS = 512;

const answered = z.object({
  choices: z.tuple(
    [
      z.object({
        text: z.string(),
        logprobs: z.object({ top_logprobs: z.array(z.record(z.string(), z.number()).nullable()) }),
      }),
    ],
    z.unknown(),
  ),
});

/** Raw continuation, no chat template: a sampled text with the most probable tokens of each position. */
export const continuationRequest = (
  model: string,
  { prompt, seed, maxTokens }: ContinuationRequest,
): object => ({
  model,
  prompt,
  max_tokens: maxTokens,
  temperature,
  top_p: topP,
  seed,
  logprobs: TEACHER_SLOTS,
  return_tokens_as_token_ids: true,
  stream: false,
});

/**
 * Reads the answer to `continuationRequest`: `choices[0].text`, and `logprobs.top_logprobs` with one dictionary per drawn
 * token, by `token_id:N` or, of servers that do not know that, by the tokens' texts (rule: token strings).
 * @param idOf of a token's text
 * @throws UnavailableError naming the first thing that does not fit
 */
export function readContinuation(
  host: string,
  answer: EndpointAnswer,
  { prompt, maxTokens }: ContinuationRequest,
  tokenizer: Tokenizer,
  idOf: (token: string) => MappedToken,
): Continuation {
  if (answer.status !== 200) throw refusalOf(host, answer);
  const parsed = answered.safeParse(answer.body);
  if (!parsed.success) throw unusableAnswer(host, 'choices[0] has no text with logprobs.top_logprobs');
  const [{ text, logprobs }] = parsed.data.choices;
  const { top_logprobs: rows } = logprobs;
  if (rows.length > maxTokens || text.length > maxTokens * TOKEN_CHARS)
    throw unusableAnswer(
      host,
      `it has ${rows.length} tokens and ${text.length} characters for ${maxTokens} tokens`,
    );
  const listed = rows.map((row, at): TopLogProbs => {
    if (row === null) return null;
    const entries = Object.entries(row);
    if (entries.length > TEACHER_SLOTS + 1)
      throw unusableAnswer(
        host,
        `token ${at} lists ${entries.length} tokens, ${TEACHER_SLOTS} were asked for`,
      );
    return entries.map(([token, logProb]) => {
      if (logProb > POSITIVE_ROUNDING)
        throw unusableAnswer(host, `token ${at} has the log-probability ${logProb}`);
      return [token, Math.min(0, logProb)];
    });
  });
  const known = (token: string): MappedToken => {
    const id = /^token_id:(0|[1-9]\d{0,8})$/.exec(token)?.[1];
    if (id === undefined) return idOf(token);
    if (Number(id) < tokenizer.vocabSize) return { id: Number(id), by: 'spelling', ambiguous: false };
    throw unusableAnswer(host, `it names token ${id} of a vocabulary of ${tokenizer.vocabSize}`);
  };
  return { text, ...encodeJoined(tokenizer, prompt, text), teacher: sparseTeacher(listed, known) };
}
