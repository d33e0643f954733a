import { join } from 'node:path';
import { type HubTrouble, isHubTrouble } from '../../artifacts/hub/createHub.js';
import { readRemoteHeader } from '../../artifacts/hub/readRemoteHeader.js';
import { resolveRevision } from '../../artifacts/hub/resolveRevision.js';
import { printable } from '../../domain/printable.js';
import type { RepositoryManifest, SnapshotUnresolvedEntry } from '../../domain/snapshot.js';
import type { AuditError } from '../../errors/base.js';
import { ModelRefusedError, SafetensorsError } from '../../errors/model.js';
import { AddressRefusedError, DigestMismatchError, RetryLaterError } from '../../errors/network.js';
import { parseHeader } from '../../model/safetensors/parseHeader.js';
import { AnswerCache } from './answerCache.js';
import type { Budget } from './budget.js';
import { keyOf, type NamedRevision } from './committedRevisions.js';
import type { RecordTools } from './recordTools.js';

/** Revisions in a row without an answer after which the hub is taken to be down: one alone may be broken for good. */
const MOST_SILENT = 2;

export interface ResolvedRevisions {
  readonly manifests: readonly RepositoryManifest[];
  readonly unresolved: readonly SnapshotUnresolvedEntry[];
}

/**
 * Asks the hub for the files of each revision. A manifest that was given once is kept and not asked for again; a state
 * in which it was not given is asked for anew by every recording.
 */
export async function resolveRevisions(
  named: readonly NamedRevision[],
  budget: Budget,
  tools: RecordTools,
): Promise<ResolvedRevisions> {
  const cache = new AnswerCache<RepositoryManifest>(join(tools.cacheDir, 'manifests'));
  const manifests: RepositoryManifest[] = [];
  const unresolved: SnapshotUnresolvedEntry[] = [];
  let silent = 0;
  for (const [at, one] of named.entries()) {
    tools.signal.throwIfAborted();
    tools.onEvent({
      type: 'progress',
      part: 'manifests',
      label: keyOf(one),
      done: at,
      total: named.length,
      unit: 'repositories',
    });
    const question = `${tools.hub.url} ${keyOf(one)}`;
    const known = await cache.get(question);
    const answer = known ?? (await ask(one, budget, tools));
    if (isHubTrouble(answer)) {
      silent = answer.state === 'unreachable' ? silent + 1 : 0;
      if (silent === MOST_SILENT || silent === named.length) throw hubIsDown(answer, tools);
      unresolved.push({ ...one, state: answer.state, why: printable(answer.why, 2000) });
      tools.onEvent({ type: 'note', text: `${answer.state}: ${answer.why}` });
      continue;
    }
    silent = 0;
    if (known === null) await cache.put(question, answer);
    manifests.push(answer);
  }
  return { manifests, unresolved };
}

const hubIsDown = ({ why }: HubTrouble, { hub }: RecordTools): RetryLaterError =>
  new RetryLaterError({
    what: `the hub ${hub.url} does not answer`,
    why,
    remedy: 'Run the same command again later: it goes on where it stopped. Without the hub: --parts none.',
    facts: { hub: hub.url },
  });

async function ask(
  { repo, revision }: NamedRevision,
  budget: Budget,
  tools: RecordTools,
): Promise<RepositoryManifest | HubTrouble> {
  const spend = (bytes: number, name: string): void => budget.spend(bytes, name);
  const found = await ofOne(`${repo} at ${revision}`, resolveRevision(tools.hub, repo, revision, spend));
  if (isHubTrouble(found)) return found;
  const { manifest } = found;
  if (manifest.safetensorsTotal !== null) return manifest;
  const counted = await ofOne(keyOf(manifest), countParameters(manifest, tools));
  return isHubTrouble(counted) ? counted : { ...manifest, safetensorsTotal: counted.total };
}

/** What is wrong with one repository ends the recording of no other: it becomes the state of that one. */
async function ofOne<T>(subject: string, work: Promise<T>): Promise<T | HubTrouble> {
  try {
    return await work;
  } catch (error) {
    if (![DigestMismatchError, AddressRefusedError, RetryLaterError].some((kind) => error instanceof kind))
      throw error;
    const { message, why } = error as AuditError;
    return { state: 'unreachable', why: `${subject}: ${message}${why === undefined ? '' : ` (${why})`}` };
  }
}

/**
 * Parameters by the headers of the files, read without the weights, where the hub gives no count; null without any.
 * @throws RetryLaterError and others when the hub gives no header now: a count that is only missing today is not kept
 */
async function countParameters(
  manifest: RepositoryManifest,
  { hub }: RecordTools,
): Promise<{ readonly total: number | null }> {
  const files = manifest.files.filter((file) => /^[^/\\]+\.safetensors$/.test(file.path));
  const { repo, revision } = manifest;
  let total = 0;
  try {
    for (const { path, size } of files) {
      const header = await readRemoteHeader(hub, { kind: 'models', repo, revision, path, size });
      if (isHubTrouble(header)) return { total: null };
      total += parametersOf(header.bytes, size, path);
    }
  } catch (error) {
    // A file whose header is not sound has no count; the prechecks and the engine say so themselves.
    if (error instanceof ModelRefusedError) return { total: null };
    throw error;
  }
  return { total: files.length === 0 ? null : total };
}

function parametersOf(bytes: Uint8Array, size: number, path: string): number {
  const { tensors } = parseHeader(bytes.subarray(8), size, (why) => {
    throw new SafetensorsError({
      what: `the header of ${path} is not sound`,
      why,
      remedy: 'It cannot be used.',
    });
  });
  return [...tensors.values()].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}
