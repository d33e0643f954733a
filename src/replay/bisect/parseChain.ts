import * as z from 'zod';
import { type HashChain, headOf } from '../../domain/hashChain.js';
import { DamagedError, NewerVersionError } from '../../errors/artifact.js';
import { chainLists } from './chainLists.js';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const word = z.string().max(200);
const pass = z.object({
  role: z.enum(['teacher', 'king', 'challenger', 'control']),
  uid: z.number().int().min(0).max(0xffff).nullable(),
  capture: hex,
  form: z.enum(['contrib', 'plain']),
  revision: word.nullable(),
  links: chainLists.links,
  head: hex,
});
const round = z.object({
  roundId: z.number().int().min(0),
  texts: z.array(z.object({ capture: hex, prompts: chainLists.prompts })).max(256),
  passes: z.array(pass).max(4096),
});
const document = z.object({
  replay: z.string().regex(/^[0-9a-f]{6}$/),
  engine: z.object({
    digest: hex,
    engine: word,
    onnxruntime: word,
    provider: word,
    cpu: word,
    repeats: z.boolean(),
    teacher: hex.nullable(),
  }),
  snapshot: z.object({ name: word, digest: hex }),
  boundaries: z.record(word, z.number().int().min(0)),
  rounds: z.array(round).max(65_536),
});

/** The value of `kind` in a chain file. */
export const CHAIN_KIND = 'hash-chain';

/**
 * A hash chain out of a file that somebody else made: every list has its form, every head follows from its links.
 * @param name names the file in errors
 * @throws DamagedError, NewerVersionError
 */
export function parseChain(value: unknown, name: string): HashChain {
  const damaged = (why: string) =>
    new DamagedError({
      what: `${name} holds no hash chain that can be used`,
      why,
      remedy: 'ask for it again: recrown bisect --export REPLAY > chain.json',
    });
  const { kind, schema } = (value ?? {}) as Record<string, unknown>;
  if (kind !== CHAIN_KIND) throw damaged(`its kind is not "${CHAIN_KIND}"`);
  if (typeof schema === 'number' && schema > 1)
    throw new NewerVersionError({
      what: `${name} has format ${schema}`,
      why: 'this version of recrown reads format 1',
      remedy: 'use a newer recrown',
    });
  if (schema !== 1) throw damaged('its schema is not 1');
  const parsed = document.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(`${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'not understood'}`);
  }
  const chain = parsed.data;
  const fault = faultIn(chain);
  if (fault !== null) throw damaged(fault);
  return chain;
}

/** The first contradiction between the parts of a chain; null when they fit. */
function faultIn({ rounds }: HashChain): string | null {
  let before = -1;
  for (const { roundId, texts, passes } of rounds) {
    if (roundId <= before) return `round ${roundId} stands after round ${before}`;
    before = roundId;
    const lengths = new Map(texts.map(({ capture, prompts }) => [capture, prompts.length]));
    if (lengths.size < texts.length) return `round ${roundId} has one text twice`;
    const keys = new Set<string>();
    for (const { role, uid, capture, form, links, head } of passes) {
      const key = `${role} of u${uid} on ${capture.slice(0, 12)} in the form ${form}`;
      const at = `round ${roundId}, ${key}`;
      if ((role === 'teacher') !== (uid === null)) return `${at}: the teacher, and nobody else, has no uid`;
      if (keys.has(key)) return `${at}: it stands there twice`;
      keys.add(key);
      if (links.length === 0) return `${at}: it has no link`;
      if (links.length > (lengths.get(capture) ?? 0))
        return `${at}: it has more links than the text has prompts`;
      if (headOf(links) !== head) return `${at}: its head does not follow from its links`;
    }
  }
  return null;
}
