import { findRepository } from '../artifacts/hub/findRepository.js';
import { readConfig } from '../artifacts/hub/readConfig.js';
import { readPublishedRounds } from '../artifacts/published/readPublishedRounds.js';
import type { Absent } from '../domain/absent.js';
import type { Chain, ChainState } from '../domain/chainState.js';
import type { PublishedRound } from '../domain/published.js';
import type { RoundBlocks, RoundSpec } from '../domain/round.js';
import type { Era } from '../eras/defineEra.js';
import { roundBlocks, windowEnd } from '../eras/roundBlocks.js';
import { reconstructRound } from '../reconstruct/reconstructRound.js';
import type { World } from './openWorld.js';

/** What the world says about one round, before any model is run. */
export interface RoundInputs {
  readonly spec: RoundSpec;
  readonly cutoff: ChainState;
  readonly seed: ChainState;
  /** Recorded states from the activation block of the round before to the end of the round's weight window, ascending. */
  readonly window: readonly ChainState[];
  /** The published view that the round is held against; null when no validator's files were recorded. */
  readonly published: PublishedRound | null;
  /** Hosts whose word the chain facts are; empty for a made-up world. */
  readonly endpoints: readonly string[];
}

/**
 * Reads chain, hub and published files of one round and reconstructs what was to be evaluated.
 * @returns Absent when the state at the cutoff or at the seed block is not recorded
 */
export async function readInputs(blocks: RoundBlocks, era: Era, world: World): Promise<RoundInputs | Absent> {
  const { chain, snapshot } = world;
  for (const [name, block] of [
    ['cutoff', blocks.cutoffBlock],
    ['seed', blocks.seedBlock],
  ] as const)
    if (!chain.blocks.includes(block))
      return {
        absent: 'missing',
        why: `The chain state at the ${name} block ${block} is not in the snapshot; an archive node could supply it.`,
      };
  const cutoff = await chain.getState(blocks.cutoffBlock);
  const seed = await chain.getState(blocks.seedBlock);
  const published = mergedView(await readPublishedRounds(snapshot, blocks), seed);
  const spec = reconstructRound({
    roundId: blocks.roundId,
    era,
    cutoff,
    seed,
    published,
    findRepository: (repo, revision) => findRepository(snapshot, repo, revision),
    readConfig: (manifest) => readConfig(snapshot, manifest),
    profile: snapshot.index.profile,
  });
  const { endpoints } = snapshot.index;
  return { spec, cutoff, seed, window: await windowStates(blocks, chain), published, endpoints };
}

/**
 * Of several validators' published views, that of the one with the most stake among those that hold rows of the round
 * (ties go to the lowest UID), with the teacher texts that any of them captured: the text differs between validators.
 */
function mergedView(views: readonly PublishedRound[], seed: ChainState): PublishedRound | null {
  const stakes = new Map(seed.uids.map((one) => [one.uid, one.stakeWeight]));
  const rank = (view: PublishedRound): number =>
    (view.rows.length > 0 ? 1e6 : 0) + (stakes.get(view.validatorUid) ?? 0);
  const sorted = [...views].sort((a, b) => rank(b) - rank(a) || a.validatorUid - b.validatorUid);
  const [chosen] = sorted;
  if (chosen === undefined) return null;
  const captures = new Map(
    sorted.flatMap((view) =>
      view.captures.map((one) => [one.sha256, { ...one, ofValidator: view.validatorUid }] as const),
    ),
  );
  return { ...chosen, captures: [...captures.values()] };
}

async function windowStates(blocks: RoundBlocks, chain: Chain): Promise<ChainState[]> {
  const previous = roundBlocks(blocks.roundId - 1).activationBlock;
  const end = windowEnd(blocks);
  const wanted = chain.blocks.filter((block) => block >= previous && block <= end);
  return Promise.all(wanted.map((block) => chain.getState(block)));
}
