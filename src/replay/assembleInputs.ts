import type { ChainState } from '../domain/chainState.js';
import type { PublishedRound, TeacherCapture } from '../domain/published.js';
import type { RoundBlocks, RoundSpec } from '../domain/round.js';
import type { SyntheticProfile } from '../domain/snapshot.js';
import { uidAt } from '../domain/uidAt.js';
import type { ErasAt } from '../eras/erasAt.js';
import { type LegalRules, legalRules } from '../eras/legalRules.js';
import type { ModelSource } from '../reconstruct/modelSource.js';
import { reconstructRound } from '../reconstruct/reconstructRound.js';

/** What the world said about one round: chain states, published views, and where manifests come from. */
export interface RoundWorld {
  readonly blocks: RoundBlocks;
  readonly eras: ErasAt;
  readonly cutoff: ChainState;
  readonly seed: ChainState;
  /** Recorded states from the activation block of the round before to the end of the round's weight window, ascending. */
  readonly window: readonly ChainState[];
  /** Every validator's published view, ascending by UID. */
  readonly views: readonly PublishedRound[];
  /** `hotkey:block` keys that the round before listed as disqualified, of validators whose list of this round is held. */
  readonly disqualifiedBefore: readonly string[];
  readonly models: ModelSource;
  readonly profile: SyntheticProfile | null;
  /** Hosts whose word the chain facts are; empty for a made-up world. */
  readonly endpoints: readonly string[];
}

/** What is known of one round before any model is run. */
export interface RoundInputs extends Omit<RoundWorld, 'blocks' | 'profile'> {
  readonly spec: RoundSpec;
  /** Every set of rules that may legally have judged the round, the era's default first. */
  readonly rules: readonly [LegalRules, ...LegalRules[]];
  /** The published view that the round is held against; null when no validator's files were recorded. */
  readonly published: PublishedRound | null;
}

/** Reconstructs one round from the world; pure: same world, same inputs. */
export function assembleInputs(world: RoundWorld): RoundInputs {
  const { blocks, eras, cutoff, seed, window, views, disqualifiedBefore, models, profile, endpoints } = world;
  const published = mergedView(views, seed);
  const spec = reconstructRound({
    roundId: blocks.roundId,
    era: eras.era,
    others: eras.others,
    cutoff,
    seed,
    published,
    views,
    profile,
    ...models,
  });
  return {
    eras,
    cutoff,
    seed,
    window,
    views,
    disqualifiedBefore,
    models,
    endpoints,
    spec,
    rules: legalRules(eras),
    published,
  };
}

/**
 * Of several validators' published views, that of the one with the most stake among those that hold rows of the round
 * (ties go to the lowest UID), with the teacher texts that any of them captured: the text differs between validators.
 */
function mergedView(views: readonly PublishedRound[], seed: ChainState): PublishedRound | null {
  const rank = (view: PublishedRound): number =>
    (view.rows.length > 0 ? 1e6 : 0) + (uidAt(seed, view.validatorUid)?.stakeWeight ?? 0);
  const sorted = [...views].sort((a, b) => rank(b) - rank(a) || a.validatorUid - b.validatorUid);
  const [chosen] = sorted;
  if (chosen === undefined) return null;
  const captures = new Map<string, Required<TeacherCapture>>();
  for (const { captures: held, validatorUid } of sorted)
    for (const { sha256, capturedAt, blockSeed, items } of held)
      captures.set(sha256, { sha256, capturedAt, blockSeed, ofValidator: validatorUid, items });
  return { ...chosen, captures: [...captures.values()] };
}
