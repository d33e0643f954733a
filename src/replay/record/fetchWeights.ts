import { type HubTrouble, isHubTrouble } from '../../artifacts/hub/createHub.js';
import { downloadFile } from '../../artifacts/hub/downloadFile.js';
import { ledAway } from '../../artifacts/hub/ledAway.js';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { isAbsent } from '../../domain/absent.js';
import type { RepositoryFile, RepositoryManifest } from '../../domain/snapshot.js';
import { erasAt } from '../../eras/erasAt.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { chainOf } from '../openWorld.js';
import { readInputs } from '../readInputs.js';
import type { Budget } from './budget.js';
import { keyOf, labelOf, type NamedRevision } from './committedRevisions.js';
import type { RecordTools } from './recordTools.js';
import { weightFiles } from './writeWorld.js';

/**
 * Downloads the weights of the teacher and of every model that takes part in a round: those that the era's rules seat, by
 * the same code that an audit runs. What the hub no longer gives is told and left out.
 * @param draft the recording without weights
 * @returns digests of the files that are now in the store
 */
export async function fetchWeights(
  draft: Snapshot,
  rounds: readonly number[],
  budget: Budget,
  tools: RecordTools,
): Promise<ReadonlySet<string>> {
  const wanted = await wantedFiles(draft, rounds);
  const missing = [];
  const held = new Set<string>();
  for (const one of wanted.values())
    if (await tools.hub.store.has(one.file.sha256, one.file.size)) held.add(one.file.sha256);
    else missing.push(one);
  budget.spend(
    missing.reduce((sum, { file }) => sum + file.size, 0),
    `the weights of ${new Set(missing.map(({ of }) => keyOf(of))).size} models`,
  );
  for (const { of, file } of missing) {
    const name = { kind: 'models', repo: of.repo, revision: of.revision, ...file } as const;
    const found = await downloadFile(tools.hub, name, (done, total) =>
      tools.onEvent({ type: 'progress', part: 'weights', label: labelOf(of), done, total, unit: 'bytes' }),
    ).catch((error: unknown): HubTrouble => stateOf(error, keyOf(of)));
    if (isHubTrouble(found)) tools.onEvent({ type: 'note', text: `${found.state}: ${found.why}` });
    else held.add(file.sha256);
  }
  return held;
}

/** @throws any other error */
function stateOf(error: unknown, subject: string): HubTrouble {
  const away = ledAway(error, subject);
  if (away === null) throw error;
  return away;
}

type Wanted = ReadonlyMap<string, { readonly of: NamedRevision; readonly file: RepositoryFile }>;

async function wantedFiles(draft: Snapshot, rounds: readonly number[]): Promise<Wanted> {
  const wanted = new Map<string, { of: NamedRevision; file: RepositoryFile }>();
  const add = (manifest: RepositoryManifest | null) => {
    for (const file of manifest === null ? [] : weightFiles(manifest))
      wanted.set(file.sha256, {
        of: { repo: manifest?.repo ?? '', revision: manifest?.revision ?? '' },
        file,
      });
  };
  const { teacher } = draft.index;
  if (teacher !== null) add(draft.manifest(teacher.repo, teacher.revision));
  const world = { snapshot: draft, chain: chainOf(draft) };
  for (const roundId of rounds) {
    const blocks = roundBlocks(roundId);
    const eras = erasAt(blocks.seedBlock);
    if (isAbsent(eras)) continue;
    const inputs = await readInputs(blocks, eras, world);
    if (isAbsent(inputs)) continue;
    const { king, challengers } = inputs.spec;
    for (const one of [...(king === null ? [] : [king]), ...challengers])
      add(draft.manifest(one.repo, one.revision));
  }
  return wanted;
}
