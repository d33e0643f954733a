import type { Policy } from '../eras/defineEra.js';
import { type DuelValues, duelGates } from './gates.js';

/** The duel's half of the crown gate: all of its gates hold on the published values. */
export const winsDuel = (
  test: DuelValues | null,
  n: number,
  policy: Pick<Policy, 'alpha' | 'minPairedPrompts'>,
): boolean => test !== null && duelGates({ policy, n, test }).every((gate) => gate.ok);
