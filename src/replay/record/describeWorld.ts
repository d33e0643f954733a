import type { SnapshotAbout } from '../../artifacts/snapshot/writeSnapshot.js';
import { keyOf } from './committedRevisions.js';
import type { RecordTools } from './recordTools.js';
import type { RecordRequest } from './recordWorld.js';
import type { ResolvedRevisions } from './resolveRevisions.js';

/** What a recording says of itself. A teacher whose files were not given is told and left out. */
export function describeWorld(
  request: RecordRequest,
  endpoints: readonly string[],
  { manifests }: ResolvedRevisions,
  tools: RecordTools,
): SnapshotAbout {
  const { rounds, network, netuid, made, teacher } = request;
  const held = manifests.some((one) => teacher !== null && keyOf(one) === keyOf(teacher));
  if (teacher !== null && !held)
    tools.onEvent({ type: 'note', text: `the teacher ${keyOf(teacher)} was not given by the hub` });
  return {
    name: request.name,
    description:
      made?.description ??
      `Rounds ${rounds[0]} to ${rounds.at(-1)} of subnet ${netuid} on ${network.name}, read from archive nodes and the hub.`,
    synthetic: made !== null,
    profile: made?.profile ?? null,
    recordedBy: `recrown ${RECROWN_VERSION}`,
    recordedAt: tools.now,
    endpoints: [...endpoints].sort(),
    netuid,
    network,
    teacher: held && teacher !== null ? { repo: teacher.repo, revision: teacher.revision } : null,
  };
}
