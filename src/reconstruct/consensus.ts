import type { Uid } from '../domain/identity.js';
import type { WeightEntry } from '../domain/weights.js';

/** One validator's voice in the consensus. */
export interface Voice {
  readonly uid: Uid;
  readonly permit: boolean;
  /** Stake weight as the evaluator's SDK gives it: 0 to 1. */
  readonly stakeWeight: number;
  readonly row: readonly WeightEntry[];
}

export interface Consensus {
  readonly incumbentUid: Uid | null;
  /** Sum of stake weight times u16 weight, by target UID. */
  readonly totals: ReadonlyMap<Uid, number>;
}

/** Whether a voice has stake of its own, and does not count as 1. */
export const hasStake = ({ stakeWeight }: Voice): boolean => stakeWeight > 0 && Number.isFinite(stakeWeight);

/**
 * Whom the rows of permitted validators crown: largest total of stake weight times u16 weight, ties to the lowest
 * UID. A stake weight that is not above 0, or not finite, counts as 1: the evaluator's own fault, which can outvote
 * real stake (rule: consensus incumbent, docs/methodology.md).
 * @param withoutStake `nothing` leaves such voices out: what the real stake says
 */
export function consensusIncumbent(
  voices: readonly Voice[],
  withoutStake: 'one' | 'nothing' = 'one',
): Consensus {
  const totals = new Map<Uid, number>();
  for (const voice of voices) {
    if (!voice.permit) continue;
    const real = hasStake(voice);
    if (!real && withoutStake === 'nothing') continue;
    const stake = real ? voice.stakeWeight : 1;
    for (const [uid, weight] of voice.row)
      if (weight > 0) totals.set(uid, (totals.get(uid) ?? 0) + stake * weight);
  }
  let best: readonly [Uid, number] | null = null;
  for (const [uid, total] of totals)
    if (best === null || total > best[1] || (total === best[1] && uid < best[0])) best = [uid, total];
  return { incumbentUid: best?.[0] ?? null, totals };
}
