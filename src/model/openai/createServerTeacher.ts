import type {
  ContinuationRequest,
  OpenTeacher,
  TeacherFingerprint,
  TeacherSource,
} from '../../domain/teacher.js';
import type { Tokenizer } from '../tokenizer/Tokenizer.js';
import { createTokenMap } from '../tokenizer/tokenMap.js';
import { type Continuation, continuationRequest, readContinuation } from './continuation.js';
import type { Endpoint, EndpointAnswer, Patiently } from './Endpoint.js';
import { EndpointPool } from './EndpointPool.js';
import { findServed } from './findServed.js';
import { answerBytes, promptNumbers, promptRequest } from './promptNumbers.js';
import { readVocabSize } from './readVocabSize.js';

/** Sequences worked on at once for each endpoint: an answer of thousands of positions takes tens of megabytes. */
const PER_ENDPOINT = 4;

export interface ServerTeacherOptions {
  /** At least one; all serve the same model. */
  readonly endpoints: readonly Endpoint[];
  /** The name under which the servers offer the model; null for the only one. */
  readonly model: string | null;
  readonly signal: AbortSignal;
  readonly patiently: Patiently;
  /** Milliseconds since 1970, for the waits that servers ask for. */
  readonly now: () => number;
}

export interface ServerTeacher extends TeacherSource {
  readonly fingerprint: TeacherFingerprint;
  /** Draws new texts, in the order of the prompts. Their draws are the server's own: another engine draws others. */
  continueTexts(
    requests: readonly ContinuationRequest[],
    tokenizer: Tokenizer,
  ): Promise<readonly Continuation[]>;
}

/**
 * The teacher on one or more OpenAI-compatible servers in the form of vLLM: it reads pinned texts, and its most probable
 * tokens come back by id. Its numbers are another engine's, and need not repeat to the bit.
 * @throws UnavailableError, RetryLaterError, UsageError when a server does not offer the model
 */
export async function createServerTeacher({
  endpoints,
  model,
  signal,
  patiently,
  now,
}: ServerTeacherOptions): Promise<ServerTeacher> {
  const { fingerprint, serving } = await patiently(() => findServed(endpoints, model, signal), signal);
  const pool = new EndpointPool(serving, now);
  const atOnce = PER_ENDPOINT * serving.length;

  const ask = <T>(
    body: object,
    maxBytes: number,
    stop: AbortSignal,
    read: (host: string, answer: EndpointAnswer) => T,
  ): Promise<T> =>
    patiently(
      () =>
        pool.use(async ({ host, send }) =>
          read(host, await send({ path: '/v1/completions', body, maxBytes, signal: stop })),
        ),
      stop,
    );

  return {
    fingerprint,
    repeats: false,
    atOnce,
    open: async ({ configPath }): Promise<OpenTeacher> => {
      const vocabSize = await readVocabSize(configPath);
      return {
        score: (requests) =>
          spread(requests, atOnce, signal, (request, stop) =>
            ask(
              promptRequest(fingerprint.model, request.ids),
              answerBytes(request.ids.length),
              stop,
              (host, answer) => promptNumbers(host, answer, request, vocabSize),
            ),
          ),
        release: async () => {},
      };
    },
    continueTexts: (requests, tokenizer) => {
      const idOf = createTokenMap(tokenizer);
      return spread(requests, atOnce, signal, (request, stop) =>
        ask(
          continuationRequest(fingerprint.model, request),
          answerBytes(request.maxTokens),
          stop,
          (host, answer) => readContinuation(host, answer, request, tokenizer, idOf),
        ),
      );
    },
  };
}

/**
 * Works on a list with a bounded number of pieces at once. The first failure stops the others and is thrown when all of
 * them have ended.
 */
async function spread<In, Out>(
  items: readonly In[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: In, stop: AbortSignal) => Promise<Out>,
): Promise<Out[]> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const results: Out[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && !stop.aborted) {
      const index = next++;
      results[index] = await work(items[index] as In, stop);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, () =>
    worker().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  const ended = await Promise.allSettled(workers);
  signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return results;
}
