import * as z from 'zod';
import { UnavailableError } from '../../errors/network.js';
import type { EndpointAnswer } from './Endpoint.js';

/** Longest part of a server's own words that is shown. */
const MAX_WORDS = 300;

const words = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
]);

const REMEDIES: Readonly<Record<number, string>> = {
  401: 'Put the key of the server into RECROWN_TEACHER_API_KEY.',
  403: 'Put a key that may use the model into RECROWN_TEACHER_API_KEY.',
  404: 'Check the address of the server and the name of the model (--teacher-model).',
};

/** The error of a request that a server refused for good, with the server's own words. */
export function refusalOf(host: string, { status, body }: EndpointAnswer): UnavailableError {
  const said = words.safeParse(body);
  const why = said.success
    ? `status ${status}: ${said.data.slice(0, MAX_WORDS)}`
    : `status ${status}, without a reason`;
  return new UnavailableError({
    what: `the teacher server ${host} refuses what it is asked`,
    why,
    remedy:
      REMEDIES[status] ??
      'Start the server with --max-logprobs 128 and a --max-model-len that holds prompt and continuation.',
    facts: { host, status },
  });
}
