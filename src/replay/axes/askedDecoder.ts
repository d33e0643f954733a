import type { Decoder } from '../../domain/decoder.js';
import { chatDecoder } from '../../model/decode/chatDecoder.js';
import type { DecodeMode } from '../../model/decode/DecodeRequest.js';
import type { AskedModel } from '../tools.js';
import type { ChatFiles } from './readChatFiles.js';

/**
 * A model behind the teacher's chat template, whose answers are cut at an operator's budget and end with the signal.
 *
 * @param atOnce sequences that the model decodes together; `recompute-full` has each alone
 */
export function askedDecoder(
  model: Pick<AskedModel, 'decode' | 'score'>,
  chat: ChatFiles,
  mode: DecodeMode,
  maxTokens: number,
  signal: AbortSignal,
  atOnce = 1,
): Decoder {
  const shared = mode !== 'recompute-full' && atOnce > 1;
  const { generate, rollOut, score } = chatDecoder({
    ...chat,
    mode,
    decode: (request) => model.decode(request, undefined, signal),
    score: (request) => model.score(request, signal),
  });
  return {
    ...(shared && { atOnce }),
    generate: (turns, maxNew, ...how) => generate(turns, Math.min(maxNew, maxTokens), ...how),
    ...(rollOut && {
      rollOut: (turn: string, maxNew: number, ...how: [Parameters<typeof rollOut>[2]]) =>
        rollOut(turn, Math.min(maxNew, maxTokens), ...how),
    }),
    ...(score && { score }),
  };
}
