import type { ServerTeacher } from '../../model/openai/createServerTeacher.js';
import type { TextWriter } from './TextWriter.js';

/** The teacher on servers, as the evaluator asks it: their engine draws. */
export const serverWriter = (served: ServerTeacher): TextWriter => ({
  atOnce: served.atOnce,
  open: async (_, tokenizer) => ({
    write: async (requests) =>
      // A lone half of a surrogate pair is no text that could be kept or tokenised.
      (await served.continueTexts(requests, tokenizer)).map(({ text }) => Buffer.from(text).toString()),
    release: async () => {},
  }),
});
