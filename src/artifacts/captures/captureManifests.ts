import { asciiOnly, printable } from '../../domain/printable.js';
import { type HubTrouble, isHubTrouble } from '../hub/createHub.js';
import { manifestText } from '../hub/parseManifest.js';
import type { ResolvedRevision } from '../hub/resolveRevision.js';
import type { CaptureLog } from './captureLog.js';
import type { PassReport } from './passReport.js';
import type { CommittedRevision } from './readCommitted.js';

/** Asks the hub for the manifest of a revision. @throws RetryLaterError when it cannot answer now */
export type ResolveRevision = (
  repo: string,
  revision: string,
  signal: AbortSignal,
) => Promise<ResolvedRevision | HubTrouble>;

/** Most questions to the hub in one pass; the rest waits for the next one. */
const PER_PASS = 40;
/** What the hub did not give is asked for again after a day. */
const AGAIN_MS = 86_400_000;

/**
 * Keeps the manifests of committed revisions: each once; one that the hub does not give is noted with its state, and
 * asked for again a day later (at once where the hub did not answer).
 * @throws the signal's reason, and what `resolve` throws; what was kept before stays
 */
export async function captureManifests(
  log: CaptureLog,
  report: PassReport,
  committed: readonly CommittedRevision[],
  resolve: ResolveRevision,
  signal: AbortSignal,
): Promise<void> {
  const wanted = committed.filter((one) => isWanted(log, one));
  for (const { repo, revision } of wanted.slice(0, PER_PASS)) {
    signal.throwIfAborted();
    const found = await resolve(repo, revision, signal);
    if (!isHubTrouble(found)) {
      const ref = await log.addObject(listing(found.manifest));
      log.append({ kind: 'manifest', repo, revision, ...ref });
      report.manifests.found += 1;
      continue;
    }
    const why = asciiOnly(printable(found.why, 300)).slice(0, 400);
    const isTold = lastOf(log, { repo, revision })?.kind === 'unresolved';
    if (found.state !== 'unreachable' || !isTold)
      log.append({ kind: 'unresolved', repo, revision, state: found.state, why });
    report.manifests.unresolved += 1;
    // A hub that is down would be waited for again with every revision.
    if (found.state === 'unreachable') break;
  }
  report.manifests.left = wanted.length - report.manifests.found - report.manifests.unresolved;
}

/** The manifest as the hub lists it: which files a cache holds on the way is not part of it. */
const listing = (manifest: ResolvedRevision['manifest']): Uint8Array => {
  const files = manifest.files.map((file) => ({ ...file, held: false }));
  return Buffer.from(manifestText({ ...manifest, files }), 'utf8');
};

const lastOf = (log: CaptureLog, { repo, revision }: CommittedRevision) =>
  log.lines.findLast((line) => 'repo' in line && line.repo === repo && line.revision === revision);

function isWanted(log: CaptureLog, one: CommittedRevision): boolean {
  const before = lastOf(log, one);
  if (before?.kind === 'manifest') return false;
  if (before?.kind !== 'unresolved' || before.state === 'unreachable') return true;
  return log.now() - Date.parse(before.at) >= AGAIN_MS;
}
