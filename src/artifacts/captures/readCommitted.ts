import type { JsonValue } from '../published/parsePythonJson.js';
import type { PublishedValue } from '../published/publishedValue.js';

/** A revision that a commitment names. */
export interface CommittedRevision {
  readonly repo: string;
  /** 40 hex digits. */
  readonly revision: string;
}

const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/;
const REVISION = /^[0-9a-f]{40}$/;
/** More than a subnet has slots. */
const MAX_COMMITTED = 4096;
const MAX_DEPTH = 8;
const MAX_VALUES = 200_000;

/**
 * Pinned revisions in an answer, each once, in its order: every object, at whatever place, that names a repository
 * (`model` or `repo`) and a `revision` of 40 hex digits. Beyond 8 levels, 200,000 values or 4096 revisions nothing is looked for.
 * @throws PublishedFileError when an answer that is not empty names none
 */
export function readCommitted(body: PublishedValue): readonly CommittedRevision[] {
  const found = new Map<string, CommittedRevision>();
  let left = MAX_VALUES;
  const visit = (value: JsonValue, depth: number): void => {
    left -= 1;
    if (left < 0 || found.size >= MAX_COMMITTED) return;
    if (value instanceof Map) note(value as ReadonlyMap<string, JsonValue>, found);
    if (depth < MAX_DEPTH) for (const member of membersOf(value)) visit(member, depth + 1);
  };
  visit(body.value ?? null, 0);
  const isEmpty = typeof body.value === 'object' && body.value !== null && membersOf(body.value).length === 0;
  if (found.size === 0 && !isEmpty)
    throw body.refuse('an object with a model and a revision of 40 hex digits, here or below,');
  return [...found.values()];
}

function note(object: ReadonlyMap<string, JsonValue>, found: Map<string, CommittedRevision>): void {
  const revision = object.get('revision');
  const repo = [object.get('model'), object.get('repo')].find(isRepository);
  if (repo === undefined || typeof revision !== 'string' || !REVISION.test(revision)) return;
  found.set(`${repo}@${revision}`, { repo, revision });
}

const isRepository = (name: JsonValue | undefined): name is string =>
  typeof name === 'string' && REPOSITORY.test(name) && !name.includes('..');

function membersOf(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return value instanceof Map ? [...(value as ReadonlyMap<string, JsonValue>).values()] : [];
}
