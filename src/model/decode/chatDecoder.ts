import type { Asking, Decoder } from '../../domain/decoder.js';
import type { LoadedModel } from '../../domain/engine.js';
import type { ChatTemplate } from '../tokenizer/chatTemplate.js';
import type { Tokenizer } from '../tokenizer/Tokenizer.js';
import type { DecodeMode, DecodeRequest, DecodeResult } from './DecodeRequest.js';
import { endIds } from './endIds.js';

/** What a chat decoder is made of. */
export interface ChatParts {
  readonly tokenizer: Tokenizer;
  readonly template: ChatTemplate;
  /** The tokenizer's own end token as its config spells it; null without one. */
  readonly eosToken: string | null;
  readonly mode: DecodeMode;
  readonly decode: (request: DecodeRequest) => Promise<DecodeResult>;
  /** Calls of `decode` that share their cost when they are made together. Default: 1. */
  readonly atOnce?: number;
  /** Left out, the decoder cannot read. */
  readonly score?: LoadedModel['score'];
}

/** Tokens of a prompt on which a continuation is drawn. */
const ROLL_OUT_PROMPT = 1024;

/**
 * A model that is asked through the chat template with thinking off (rule: axis decoding,
 * docs/methodology.md).
 *
 * @throws ModelRefusedError when the tokenizer knows no token that ends a turn
 */
export function chatDecoder({
  tokenizer,
  template,
  eosToken,
  mode,
  decode,
  atOnce,
  score,
}: ChatParts): Decoder {
  const stopIds = endIds(tokenizer, eosToken);
  const prompt = (
    turns: readonly string[],
    { thinking = false, mostPromptTokens }: Asking = {},
  ): number[] => {
    const messages = turns.map((content, i) => ({
      role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content,
    }));
    const options = thinking === null ? {} : { enableThinking: thinking };
    return tokenizer.encode(template.render(messages, options)).slice(0, mostPromptTokens);
  };
  const written = (tokens: readonly number[]): string => tokenizer.decode(tokens, { skipSpecial: true });
  return {
    ...(atOnce !== undefined && { atOnce }),
    generate: async (turns, maxNew, drawn, how) => {
      const request = { promptIds: prompt(turns, how), mode, maxNew, stopIds };
      const { tokens } = await decode({ ...request, best: 1, sampling: drawn ?? null });
      return {
        text: written(tokens),
        tokens: tokens.length,
        terminated: stopIds.includes(tokens.at(-1) ?? -1),
      };
    },
    rollOut: async (turn, maxNew, drawn) => {
      const promptIds = prompt([turn], { thinking: null, mostPromptTokens: ROLL_OUT_PROMPT });
      const request = { promptIds, mode: 'recompute-full' as const, maxNew, stopIds };
      const { tokens } = await decode({ ...request, best: 1, sampling: drawn });
      return { promptIds, ids: tokens, text: written(tokens) };
    },
    ...(score && { score: (request) => score(request) }),
  };
}
