import type { WeightEntry } from '../../../../src/domain/weights.js';
import type { Decision, Simulation } from './simulation.js';

/** What a simulation says of a block, reckoned from what happened and not from storage. */
export interface Truth {
  /** Rows by UID, of validators that decided within the range. */
  readonly rows: ReadonlyMap<number, readonly WeightEntry[]>;
  /** Commits that are stored after the block. */
  readonly hidden: readonly Decision[];
  /** Hotkeys by UID, of UIDs whose hotkey changed within the range. */
  readonly hotkeys: ReadonlyMap<number, string>;
}

/** The truth after a block. Commits that fail or expire are left out of `hidden` from their end of range on. */
export function truthAt(simulation: Simulation, block: number): Truth {
  const changes = simulation.changesOfHotkey.filter((one) => one.block <= block);
  const rows = new Map<number, readonly WeightEntry[]>();
  for (const { uid, row, visibleAt } of simulation.decisions) {
    if (visibleAt === null || visibleAt > block) continue;
    const replaced = new Set(
      changes.filter((one) => one.how === 'replaced' && one.block >= visibleAt).map((one) => one.uid),
    );
    rows.set(
      uid,
      row.map(([target, weight]) => [target, replaced.has(target) ? 0 : weight]),
    );
  }
  const hidden = simulation.decisions.filter(
    ({ epoch, decidedAt, visibleAt, outcome }) =>
      epoch !== null && decidedAt <= block && (visibleAt === null ? outcome === 'hidden' : visibleAt > block),
  );
  return { rows, hidden, hotkeys: new Map(changes.map((one) => [one.uid, one.to])) };
}
