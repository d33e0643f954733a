import type { Decoder } from '../../domain/decoder.js';
import { ModelRefusedError } from '../../errors/model.js';
import type { ChatTemplate } from '../tokenizer/chatTemplate.js';
import type { Tokenizer } from '../tokenizer/Tokenizer.js';
import type { DecodeMode, DecodeRequest, DecodeResult } from './DecodeRequest.js';

/** Tokens that end a turn wherever they are known. */
const ENDS = ['<|im_end|>', '<|endoftext|>'];

/** What a chat decoder is made of. */
export interface ChatParts {
  readonly tokenizer: Tokenizer;
  readonly template: ChatTemplate;
  /** The tokenizer's own end token as its config spells it; null without one. */
  readonly eosToken: string | null;
  readonly mode: DecodeMode;
  readonly decode: (request: DecodeRequest) => Promise<DecodeResult>;
}

/**
 * A model that is asked through the chat template with thinking off, one sequence at a time (rule: axis decoding,
 * docs/methodology.md).
 *
 * @throws ModelRefusedError when the tokenizer knows no token that ends a turn
 */
export function chatDecoder({ tokenizer, template, eosToken, mode, decode }: ChatParts): Decoder {
  const ends = eosToken === null ? ENDS : [...ENDS, eosToken];
  const stopIds = tokenizer.entries().flatMap(([spelling, id]) => (ends.includes(spelling) ? [id] : []));
  if (stopIds.length === 0)
    throw new ModelRefusedError({
      what: 'the tokenizer knows no token that ends a turn',
      why: `none of ${ends.join(', ')} is among its tokens`,
      remedy: "Use the tokenizer of the teacher's repository.",
    });
  return {
    generate: async (turns, maxNew, drawn) => {
      const messages = turns.map((content, i) => ({
        role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
        content,
      }));
      const promptIds = tokenizer.encode(template.render(messages, { enableThinking: false }));
      const { tokens } = await decode({
        ...{ promptIds, mode, maxNew, stopIds },
        best: 1,
        sampling: drawn ?? null,
      });
      return {
        text: tokenizer.decode(tokens, { skipSpecial: true }),
        tokens: tokens.length,
        terminated: stopIds.includes(tokens.at(-1) ?? -1),
      };
    },
  };
}
