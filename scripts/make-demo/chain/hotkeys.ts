import { hotkeyOf } from '../../../src/chain/codec/accounts.js';
import type { Plan } from '../plan.js';
import type { Seeded } from '../seeded.js';
import { plannedRecyclings } from '../simulateWeights.js';

/** Who holds each UID at a block, and since when. */
export interface Registration {
  readonly hotkey: string;
  readonly registeredAt: number;
}

/** The hotkey that a UID starts with. */
export const firstHotkey = (seeded: Seeded, uid: number): string =>
  hotkeyOf(seeded.fork('hotkeys').bytes32(`uid ${uid}`));

/** Registrations by UID at a block; a recycled UID has a new hotkey from its re-registration on. */
export function registrationsAt(plan: Plan, seeded: Seeded, block: number): readonly Registration[] {
  const draw = seeded.fork('registrations');
  const ages = Array.from({ length: plan.uids }, () => draw.int(5_230_000, 8_370_000));
  const recycled = new Map(
    plannedRecyclings(plan)
      .filter((one) => one.block <= block)
      .map((one) => [one.uid, one.block]),
  );
  return ages.map((age, uid) => {
    const again = recycled.get(uid);
    return again === undefined
      ? { hotkey: firstHotkey(seeded, uid), registeredAt: age }
      : { hotkey: hotkeyOf(seeded.fork('hotkeys').bytes32(`uid ${uid} from ${again}`)), registeredAt: again };
  });
}
