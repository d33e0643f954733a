import * as z from 'zod';
import type { TeacherRequest, TeacherRows } from '../../domain/teacher.js';
import { TEACHER_SLOTS } from '../tokenizer/sparseTeacher.js';
import type { EndpointAnswer } from './Endpoint.js';
import { refusalOf } from './refusalOf.js';
import { unusableAnswer } from './unusableAnswer.js';

/** Of an answer: what stands around the numbers, and one entry of them with its token's text. */
const ENVELOPE_BYTES = 1 << 20;
const ENTRY_BYTES = 256;
/** A log-probability may pass 0 by this much: the rounding of a log-softmax in float32. It counts as 0. */
export const POSITIVE_ROUNDING = 1e-5;
/** Probabilities of one position may add up to this much over 1. */
const MASS_ROUNDING = 1e-3;
const FILLER = -100;

const envelope = z.object({
  choices: z.tuple([z.object({ prompt_logprobs: z.array(z.unknown()) })], z.unknown()),
});

/** Largest answer to a sequence of this length, in bytes. */
export const answerBytes = (length: number): number =>
  ENVELOPE_BYTES + length * (TEACHER_SLOTS + 1) * ENTRY_BYTES;

/** The request that has a server read a text and tell its most probable tokens at every position; nothing is sampled. */
export const promptRequest = (model: string, ids: readonly number[]): object => ({
  model,
  prompt: ids,
  max_tokens: 1,
  temperature: 0,
  prompt_logprobs: TEACHER_SLOTS,
  stream: false,
});

/**
 * Reads the answer to `promptRequest`: `choices[0].prompt_logprobs` has one entry per token, null for the first, else token
 * ids with `{logprob, rank, decoded_token}`: the K most probable and, where it is not among them, the text's own token, which
 * is left out again. Entry r + 1 is what row r predicts. Equal values stand by rising id, as the engine has them.
 * @param vocabSize ids must be below it
 * @throws UnavailableError naming the first thing that does not fit
 */
export function promptNumbers(
  host: string,
  answer: EndpointAnswer,
  { ids, rows }: TeacherRequest,
  vocabSize: number,
): TeacherRows {
  if (answer.status !== 200) throw refusalOf(host, answer);
  const parsed = envelope.safeParse(answer.body);
  if (!parsed.success) throw unusableAnswer(host, 'choices[0].prompt_logprobs is missing');
  const entries = parsed.data.choices[0].prompt_logprobs;
  if (entries.length !== ids.length)
    throw unusableAnswer(host, `it has ${entries.length} positions for ${ids.length} tokens`);
  const topIds = new Int32Array(rows.length * TEACHER_SLOTS);
  const logProbs = new Float32Array(rows.length * TEACHER_SLOTS).fill(FILLER);
  let widest = 0;
  for (const [index, row] of rows.entries()) {
    const at = `position ${row + 1}`;
    const own = ids[row + 1] as number;
    const listed = readEntry(entries[row + 1], vocabSize, (why) => unusableAnswer(host, `${at} ${why}`));
    const kept = withoutOwn(listed, own);
    if (kept === null) throw unusableAnswer(host, `${at} does not tell its own token ${own}`);
    if (kept.length > TEACHER_SLOTS)
      throw unusableAnswer(host, `${at} lists ${kept.length} tokens, ${TEACHER_SLOTS} were asked for`);
    widest = Math.max(widest, kept.length);
    for (const [slot, [id, logProb]] of kept.entries()) {
      topIds[index * TEACHER_SLOTS + slot] = id;
      logProbs[index * TEACHER_SLOTS + slot] = logProb;
    }
  }
  if (rows.length > 0 && widest < Math.min(TEACHER_SLOTS, vocabSize))
    throw unusableAnswer(host, `no position lists more than ${widest} of ${TEACHER_SLOTS} tokens`);
  return { topIds, logProbs };
}

type Listed = (readonly [id: number, logProb: number])[];

/** One position's tokens by falling log-probability, equals by rising id. */
function readEntry(entry: unknown, vocabSize: number, refused: (why: string) => Error): Listed {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw refused('has no log-probabilities');
  const listed: Listed = [];
  let mass = 0;
  for (const [key, value] of Object.entries(entry)) {
    const id = /^(?:token_id:)?(0|[1-9]\d{0,8})$/.exec(key)?.[1];
    if (id === undefined) throw refused(`names ${JSON.stringify(key.slice(0, 40))}, which is no token id`);
    if (Number(id) >= vocabSize) throw refused(`names token ${id} of a vocabulary of ${vocabSize}`);
    const logProb = (value as { readonly logprob?: unknown } | null)?.logprob;
    if (typeof logProb !== 'number' || !Number.isFinite(logProb))
      throw refused(`gives token ${id} no finite log-probability`);
    if (logProb > POSITIVE_ROUNDING) throw refused(`gives token ${id} the log-probability ${logProb}`);
    mass += Math.exp(Math.min(0, logProb));
    listed.push([Number(id), Math.min(0, logProb)]);
  }
  if (mass > 1 + MASS_ROUNDING) throw refused(`has probabilities that add up to ${mass.toFixed(4)}`);
  return listed.sort(([a, left], [b, right]) => right - left || a - b);
}

/** The listed tokens without the text's own where it stands beside the K most probable; null when it is not named. */
function withoutOwn(listed: Listed, own: number): Listed | null {
  const at = listed.findIndex(([id]) => id === own);
  if (at < 0) return null;
  const least = listed.at(-1)?.[1] ?? 0;
  const isBeside = listed.length === TEACHER_SLOTS + 1 && listed[at]?.[1] === least;
  return isBeside ? listed.filter((_, index) => index !== at) : listed;
}
