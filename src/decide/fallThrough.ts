import type { Uid } from '../domain/identity.js';

export interface FallThroughInput {
  /** Winner among those that passed both gates. */
  readonly roundWinner: Uid | null;
  /** Whom the composite selector prefers. */
  readonly compositePick: Uid | null;
  readonly incumbent: Uid | null;
  readonly incumbentHasComposite: boolean;
  readonly incumbentDisqualified: boolean;
  readonly incumbentHolds: boolean;
}

export interface FallThrough {
  readonly winnerUid: Uid | null;
  readonly by: 'round_winner' | 'composite_pick' | 'incumbent' | 'none';
}

/**
 * Last step of the crown: a passer wins; else the composite's choice stands unless the incumbent holds; an incumbent
 * with a stored composite takes an empty choice even below the floor; else the round is kingless
 * (rule: final order, docs/methodology.md).
 */
export function fallThrough(input: FallThroughInput): FallThrough {
  const { roundWinner, incumbent } = input;
  if (roundWinner !== null) return { winnerUid: roundWinner, by: 'round_winner' };
  let pick = input.compositePick;
  if (pick === null && incumbent !== null && input.incumbentHasComposite && !input.incumbentDisqualified)
    pick = incumbent;
  if (pick !== null) {
    if (pick === incumbent) return { winnerUid: pick, by: 'incumbent' };
    if (incumbent !== null && input.incumbentHolds) return { winnerUid: incumbent, by: 'incumbent' };
    return { winnerUid: pick, by: 'composite_pick' };
  }
  if (incumbent !== null && input.incumbentHolds) return { winnerUid: incumbent, by: 'incumbent' };
  return { winnerUid: null, by: 'none' };
}
