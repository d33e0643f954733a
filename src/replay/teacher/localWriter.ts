import { CONTINUATION_SAMPLING } from '../../domain/teacher.js';
import { endIds } from '../../model/decode/endIds.js';
import type { AxesTools } from '../tools.js';
import type { TextWriter } from './TextWriter.js';

/** The teacher on an engine of this machine, one text after the other, with draws of our own (rule: sampling, docs/methodology.md). */
export const localWriter = (load: AxesTools['load']): TextWriter => ({
  atOnce: 1,
  open: async (files, tokenizer) => {
    const stopIds = endIds(tokenizer, null);
    const model = await load(files);
    return {
      write: async (requests, signal) => {
        const texts: string[] = [];
        for (const { prompt, seed, maxTokens } of requests) {
          const { tokens } = await model.decode(
            {
              ...{ promptIds: tokenizer.encode(prompt), mode: 'cached', maxNew: maxTokens, stopIds, best: 1 },
              sampling: { ...CONTINUATION_SAMPLING, seed },
            },
            undefined,
            signal,
          );
          texts.push(tokenizer.decode(tokens, { skipSpecial: true }));
        }
        return texts;
      },
      release: model.release,
    };
  },
});
