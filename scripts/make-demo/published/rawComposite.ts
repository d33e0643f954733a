import { composite } from '../../../src/decide/composite.js';
import { crownQuality } from '../../../src/eras/crownQuality.js';
import { P11 } from '../../../src/eras/p11.js';
import type { PlannedMiner } from '../plan.js';
import type { Seeded } from '../seeded.js';
import type { Evaluated } from './evaluation.js';
import { rawResult } from './rawResult.js';

/** The stored record of a king whose own round lies before the snapshot: declared axes, no KL. */
export function rawComposite(miner: PlannedMiner, roundId: number, seeded: Seeded): Evaluated {
  const raw = rawResult(miner, roundId, seeded);
  const lowestRkl = (raw.on_policy_rkl as { mean_rkl: number }).mean_rkl;
  const rated = composite(raw, { kingKl: null, lowestRkl }, [], P11.policy.axisWeights);
  const quality = crownQuality(rated.axes, [], P11.policy).value;
  return { miner, kl: null, raw, composite: rated, quality, test: null, gate: null, passes: false };
}
