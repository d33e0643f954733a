import { UsageError } from '../../errors/input.js';
import type { Sampling } from './createSampler.js';
import type { DecodeMode, DecodeRequest } from './DecodeRequest.js';

/** Most logits of one step that a result may hold. */
const BEST_LIMIT = 1024;

/** What a model can decode. */
interface DecodeLimits {
  readonly vocabSize: number;
  readonly maxSeqLen: number;
  readonly modes: readonly DecodeMode[];
}

/**
 * Checks a request against the model before anything runs. The last new token is never run, so a text may end one token
 * beyond what the model takes.
 *
 * @throws UsageError naming the first value that does not fit
 */
export function checkDecodeRequest(
  { promptIds, mode, maxNew, best = 1, sampling = null, stopIds = [] }: DecodeRequest,
  { vocabSize, maxSeqLen, modes }: DecodeLimits,
): void {
  if (!modes.includes(mode))
    throw refused(`the mode is ${JSON.stringify(mode)}, this model knows ${modes.join(' and ')}`);
  if (promptIds.length === 0) throw refused('the prompt is empty');
  const outside = promptIds.findIndex((id) => !Number.isSafeInteger(id) || id < 0 || id >= vocabSize);
  if (outside >= 0)
    throw refused(
      `token ${outside} of the prompt is ${promptIds[outside]}, outside the vocabulary (0 to ${vocabSize - 1})`,
    );
  if (!Number.isSafeInteger(maxNew) || maxNew < 1)
    throw refused(`${maxNew} new tokens are asked for, a whole number from 1 is expected`);
  if (!Number.isSafeInteger(best) || best < 1 || best > BEST_LIMIT)
    throw refused(
      `the ${best} largest logits are asked for, a whole number from 1 to ${BEST_LIMIT} is expected`,
    );
  const noToken = stopIds.find((id) => !Number.isSafeInteger(id) || id < 0 || id >= vocabSize);
  if (noToken !== undefined)
    throw refused(`${noToken} is to stop it, which is outside the vocabulary (0 to ${vocabSize - 1})`);
  if (sampling !== null) checkSampling(sampling);
  const longest = promptIds.length + maxNew - 1;
  if (longest > maxSeqLen)
    throw refused(
      `a prompt of ${promptIds.length} tokens with ${maxNew} new ones takes a sequence of ${longest}, the model takes ${maxSeqLen}`,
    );
}

function checkSampling({ temperature, topP, seed, topK = 1 }: Sampling): void {
  if (!(temperature > 0) || !Number.isFinite(temperature))
    throw refused(
      `the temperature is ${temperature}, a number above 0 is expected; without sampling decoding is greedy`,
    );
  if (!(topP > 0 && topP <= 1)) throw refused(`top-p is ${topP}, a number above 0 and at most 1 is expected`);
  if (!Number.isSafeInteger(topK) || topK < 1 || topK > BEST_LIMIT)
    throw refused(`top-k is ${topK}, a whole number from 1 to ${BEST_LIMIT} is expected`);
  if (!Number.isSafeInteger(seed)) throw refused(`the seed is ${seed}, a whole number is expected`);
}

function refused(what: string): UsageError {
  return new UsageError({
    what: `the decode request does not fit: ${what}`,
    remedy: 'Correct the request; nothing was run.',
  });
}
