import { findRepository } from '../artifacts/hub/findRepository.js';
import { readConfig } from '../artifacts/hub/readConfig.js';
import { readPublishedFile } from '../artifacts/published/readPublishedFile.js';
import { readPublishedRounds } from '../artifacts/published/readPublishedRounds.js';
import { findRevisions } from '../artifacts/repositories/findRevisions.js';
import { readHeldFile } from '../artifacts/repositories/readHeldFile.js';
import { readTensors } from '../artifacts/repositories/readTensors.js';
import type { Absent } from '../domain/absent.js';
import type { Chain, ChainState } from '../domain/chainState.js';
import type { PublishedRound } from '../domain/published.js';
import type { RoundBlocks } from '../domain/round.js';
import type { ErasAt } from '../eras/erasAt.js';
import { roundBlocks, windowEnd } from '../eras/roundBlocks.js';
import { assembleInputs, type RoundInputs } from './assembleInputs.js';
import type { World } from './openWorld.js';

/**
 * Reads chain, hub and published files of one round and reconstructs what was to be evaluated.
 * @returns Absent when the state at the cutoff or at the seed block is not recorded
 */
export async function readInputs(
  blocks: RoundBlocks,
  eras: ErasAt,
  { chain, snapshot }: World,
): Promise<RoundInputs | Absent> {
  for (const [name, block] of [
    ['cutoff', blocks.cutoffBlock],
    ['seed', blocks.seedBlock],
  ] as const)
    if (!chain.blocks.includes(block))
      return {
        absent: 'missing',
        why: `The chain state at the ${name} block ${block} is not in the snapshot; an archive node could supply it.`,
      };
  const { coordination } = eras.era;
  const previous = roundBlocks(blocks.roundId - 1, coordination);
  const views = await readPublishedRounds(snapshot, blocks);
  return assembleInputs({
    blocks,
    eras,
    cutoff: await chain.getState(blocks.cutoffBlock),
    seed: await chain.getState(blocks.seedBlock),
    window: await windowStates(blocks, previous, chain),
    views,
    disqualifiedBefore: await disqualifiedIn(previous.roundId, snapshot, views),
    models: {
      findRepository: (repo, revision) => findRepository(snapshot, repo, revision),
      readConfig: (manifest) => readConfig(snapshot, manifest),
      readFile: (manifest, path) => readHeldFile(snapshot, manifest, path),
      readTensors: (manifest, names) => readTensors(snapshot, manifest, names),
      findRevisions: (repo) => findRevisions(snapshot, repo),
    },
    profile: snapshot.index.profile,
    endpoints: snapshot.index.endpoints,
  });
}

/**
 * Keys of the `disqualified.json` that were captured for a round, of validators whose file of the round after is held
 * too: a key that another one never had is not gone.
 */
async function disqualifiedIn(
  roundId: number,
  snapshot: World['snapshot'],
  after: readonly PublishedRound[],
): Promise<string[]> {
  const keys = new Set<string>();
  const held = after
    .filter((view) => view.sources.includes(DISQUALIFIED))
    .map((view) => view.validatorHotkey);
  for (const entry of snapshot.index.published)
    if (entry.roundId === roundId && entry.name === DISQUALIFIED && held.includes(entry.validatorHotkey))
      for (const [key] of (await readPublishedFile(snapshot, entry)).entries()) keys.add(key);
  return [...keys].sort();
}

const DISQUALIFIED = 'disqualified.json';

async function windowStates(blocks: RoundBlocks, previous: RoundBlocks, chain: Chain): Promise<ChainState[]> {
  const end = windowEnd(blocks);
  const wanted = chain.blocks.filter((block) => block >= previous.activationBlock && block <= end);
  return Promise.all(wanted.map((block) => chain.getState(block)));
}
