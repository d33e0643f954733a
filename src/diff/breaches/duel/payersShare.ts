import type { Uid } from '../../../domain/identity.js';
import type { PublishedRound } from '../../../domain/published.js';
import type { WeightEntry } from '../../../domain/weights.js';
import { followRows, rowOfDecision } from '../../followRows.js';
import type { BreachInput } from '../breachInput.js';

/**
 * Share of the permitted stake weight behind validators that published one of these views AND whose own row, decided in
 * this round, pays the UID most; 0 when no stake is recorded. A validator that published nothing may have had other
 * numbers, so that it speaks for nobody here.
 */
export function payersShare(
  { round, states }: Pick<BreachInput, 'round' | 'states'>,
  uid: Uid,
  views: readonly PublishedRound[],
): number {
  const validators = followRows(round, states);
  const all = validators.reduce((sum, one) => sum + one.stakeWeight, 0);
  const own = validators
    .filter(({ uid: of, hotkey }) =>
      views.some((view) => view.validatorUid === of && view.validatorHotkey === hotkey),
    )
    .filter((one) => {
      const row = rowOfDecision(one, round);
      // A row that may be the one shown before may have been decided in an earlier round.
      return row !== null && !row.unchanged && mostPaid(row.first) === uid;
    })
    .reduce((sum, one) => sum + one.stakeWeight, 0);
  return all > 0 ? own / all : 0;
}

const mostPaid = (row: readonly WeightEntry[]): Uid | null =>
  row.reduce<WeightEntry | null>(
    (best, one) => (best === null || one[1] > best[1] ? one : best),
    null,
  )?.[0] ?? null;
