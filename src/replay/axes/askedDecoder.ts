import type { Decoder } from '../../domain/decoder.js';
import { chatDecoder } from '../../model/decode/chatDecoder.js';
import type { DecodeMode } from '../../model/decode/DecodeRequest.js';
import type { AskedModel } from '../tools.js';
import type { ChatFiles } from './readChatFiles.js';

/** A model behind the teacher's chat template, whose answers are cut at an operator's budget and end with the signal. */
export function askedDecoder(
  model: Pick<AskedModel, 'decode' | 'score'>,
  chat: ChatFiles,
  mode: DecodeMode,
  maxTokens: number,
  signal: AbortSignal,
): Decoder {
  const { generate, rollOut, score } = chatDecoder({
    ...chat,
    mode,
    decode: (request) => model.decode(request, undefined, signal),
    score: (request) => model.score(request, signal),
  });
  return {
    generate: (turns, maxNew, ...how) => generate(turns, Math.min(maxNew, maxTokens), ...how),
    ...(rollOut && {
      rollOut: (turn: string, maxNew: number, ...how: [Parameters<typeof rollOut>[2]]) =>
        rollOut(turn, Math.min(maxNew, maxTokens), ...how),
    }),
    ...(score && { score }),
  };
}
