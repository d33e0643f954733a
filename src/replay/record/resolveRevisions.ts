import { join } from 'node:path';
import { type HubTrouble, isHubTrouble } from '../../artifacts/hub/createHub.js';
import { ledAway } from '../../artifacts/hub/ledAway.js';
import { readRemoteHeader } from '../../artifacts/hub/readRemoteHeader.js';
import { resolveRevision } from '../../artifacts/hub/resolveRevision.js';
import { printable } from '../../domain/printable.js';
import type { RepositoryManifest, SnapshotUnresolvedEntry } from '../../domain/snapshot.js';
import type { AuditError } from '../../errors/base.js';
import { ModelRefusedError, SafetensorsError } from '../../errors/model.js';
import { DigestMismatchError, RetryLaterError } from '../../errors/network.js';
import { parseHeader } from '../../model/safetensors/parseHeader.js';
import { AnswerCache } from './answerCache.js';
import type { Budget } from './budget.js';
import { keyOf, labelOf, type NamedRevision } from './committedRevisions.js';
import type { RecordTools } from './recordTools.js';
import { SMALL_BYTES } from './writeWorld.js';

/** Revisions in a row without an answer after which the hub is taken to be down: one alone may be broken for good. */
const MOST_SILENT = 2;

export interface ResolvedRevisions {
  readonly manifests: readonly RepositoryManifest[];
  readonly unresolved: readonly SnapshotUnresolvedEntry[];
}

/**
 * Asks the hub for the files of each revision. A manifest that was given once is kept, and not asked for again while the
 * store has its small files; a state in which it was not given is asked for anew by every recording.
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
    const question = `${tools.hub.url} ${keyOf(one)}`;
    const known = await cache.get(question);
    const isWhole = known !== null && (await lostFiles(known, tools)).length === 0;
    const answer = isWhole ? known : await askFor(one, { done: at, total: named.length }, budget, tools);
    if (known !== null && isHubTrouble(answer) && answer.state !== 'unreachable') {
      for (const path of await lostFiles(known, tools))
        tools.onEvent({
          type: 'note',
          text: `lost: ${JSON.stringify(path)} of ${keyOf(one)}: the cache no longer has it, and ${answer.why}`,
        });
      manifests.push(known);
      silent = 0;
      continue;
    }
    if (isHubTrouble(answer)) {
      silent = answer.state === 'unreachable' ? silent + 1 : 0;
      if (silent === MOST_SILENT || silent === named.length) throw hubIsDown(answer, tools);
      unresolved.push({ ...one, state: answer.state, why: printable(answer.why, 2000) });
      tools.onEvent({ type: 'note', text: `${answer.state}: ${answer.why}` });
      continue;
    }
    silent = 0;
    if (!isWhole) await cache.put(question, answer);
    manifests.push(answer);
  }
  return { manifests, unresolved };
}

/** Paths of the small files that a kept manifest calls held and that the store no longer has. */
async function lostFiles({ files }: RepositoryManifest, { hub }: RecordTools): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const { path, sha256, size, held } of files)
    if (held && size <= SMALL_BYTES && !(await hub.store.has(sha256, size))) lost.push(path);
  return lost;
}

const hubIsDown = ({ why }: HubTrouble, { hub }: RecordTools): RetryLaterError =>
  new RetryLaterError({
    what: `the hub ${hub.url} does not answer`,
    why,
    remedy: 'Run the same command again later: it goes on where it stopped. Without the hub: --parts none.',
    facts: { hub: hub.url },
  });

function askFor(
  one: NamedRevision,
  share: { readonly done: number; readonly total: number },
  budget: Budget,
  tools: RecordTools,
): Promise<RepositoryManifest | HubTrouble> {
  tools.onEvent({ type: 'progress', part: 'manifests', label: labelOf(one), ...share, unit: 'repositories' });
  return ask(one, budget, tools);
}

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
    const away = ledAway(error, subject);
    if (away !== null) return away;
    if (!(error instanceof DigestMismatchError || error instanceof RetryLaterError)) throw error;
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
