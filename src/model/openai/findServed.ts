import * as z from 'zod';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { TeacherFingerprint } from '../../domain/teacher.js';
import { UsageError } from '../../errors/input.js';
import { RetryLaterError, UnavailableError } from '../../errors/network.js';
import type { Endpoint } from './Endpoint.js';
import { refusalOf } from './refusalOf.js';
import { unusableAnswer } from './unusableAnswer.js';

/** Largest list of models that is read. */
const MAX_BYTES = 1 << 20;
/** Names that are listed in an error. */
const SHOWN = 8;

const name = z.string().min(1).max(200);
const models = z.object({ data: z.array(z.object({ id: name })).max(1000) });
const version = z.object({ version: z.string().min(1).max(100) });

export interface Served {
  readonly fingerprint: TeacherFingerprint;
  /** The endpoints that answered and offer the model. */
  readonly serving: readonly Endpoint[];
}

/**
 * Finds the model on every endpoint and says who serves it. Endpoints that do not answer now are left out as long as one
 * does: what they serve is not known.
 * @param wanted the name under which the server offers the model; null for the only one that it offers
 * @throws UsageError when no name is given and an endpoint offers several
 * @throws UnavailableError when an endpoint does not offer it; RetryLaterError when none answers
 */
export async function findServed(
  endpoints: readonly Endpoint[],
  wanted: string | null,
  signal: AbortSignal,
): Promise<Served> {
  const asked = await Promise.all(
    endpoints.map((endpoint) => oneServed(endpoint, wanted, signal).catch(orSilent)),
  );
  const found = asked.flatMap((one) => (one instanceof RetryLaterError ? [] : [one]));
  const silent = asked.find((one) => one instanceof RetryLaterError);
  if (found.length === 0 && silent !== undefined) throw silent;
  const names = [...new Set(found.map((one) => one.model))];
  if (names.length > 1)
    throw new UsageError({
      what: `the teacher servers offer different models: ${names.join(', ')}`,
      remedy: 'Name servers of one model, or the model with --teacher-model.',
    });
  const versions = [...new Set(found.map((one) => one.version ?? 'unknown'))].sort();
  const fixed = {
    engine: 'openai' as const,
    model: names[0] as string,
    version: found.every((one) => one.version === null) ? null : versions.join(', '),
  };
  const serving = found.map((one) => one.endpoint);
  const hosts = [...new Set(serving.map((one) => one.host))].sort();
  return { fingerprint: { ...fixed, hosts, digest: sha256Hex(canonicalJson(fixed)) }, serving };
}

function orSilent(error: unknown): RetryLaterError {
  if (error instanceof RetryLaterError) return error;
  throw error;
}

async function oneServed(
  endpoint: Endpoint,
  wanted: string | null,
  signal: AbortSignal,
): Promise<{ readonly endpoint: Endpoint; readonly model: string; readonly version: string | null }> {
  const { host } = endpoint;
  const listed = await endpoint.send({ path: '/v1/models', maxBytes: MAX_BYTES, signal });
  if (listed.status !== 200) throw refusalOf(host, listed);
  const parsed = models.safeParse(listed.body);
  if (!parsed.success) throw unusableAnswer(host, '/v1/models is no list of models');
  const ids = parsed.data.data.map((one) => one.id);
  const told = await endpoint.send({ path: '/version', maxBytes: MAX_BYTES, signal });
  const read = told.status === 200 ? version.safeParse(told.body) : null;
  return {
    endpoint,
    model: chosen(host, ids, wanted),
    version: read?.success === true ? read.data.version : null,
  };
}

function chosen(host: string, ids: readonly string[], wanted: string | null): string {
  const shown = `${ids.slice(0, SHOWN).join(', ')}${ids.length > SHOWN ? ', ..' : ''}`;
  if (wanted !== null) {
    if (ids.includes(wanted)) return wanted;
    throw new UnavailableError({
      what: `the teacher server ${host} does not offer the model ${wanted.slice(0, 200)}`,
      why: ids.length === 0 ? 'it offers none' : `it offers ${shown}`,
      remedy: 'Name one that it offers with --teacher-model.',
      facts: { host },
    });
  }
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw unusableAnswer(host, 'it offers no model');
  throw new UsageError({
    what: `the teacher server ${host} offers ${ids.length} models`,
    why: shown,
    remedy: 'Name one of them with --teacher-model.',
  });
}
