import { UnavailableError } from '../../errors/network.js';

/** The error of an answer of a teacher server that is not what was asked for. */
export const unusableAnswer = (host: string, why: string): UnavailableError =>
  new UnavailableError({
    what: `the teacher server ${host} gave numbers that cannot be used`,
    why,
    remedy:
      'Check what the server runs (vLLM with --max-logprobs 128 and the default --logprobs-mode), or take another one.',
    facts: { host },
  });
