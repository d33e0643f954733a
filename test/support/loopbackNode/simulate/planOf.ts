import type { WeightEntry } from '../../../../src/domain/weights.js';
import type { RevealPlan, SubnetPlan } from './simulation.js';

/** Blocks of a round. */
const ROUND = 720;

/** Fills in a plan: what is left out happens as often as on a living subnet, the same in every run. */
export function planOf(plan: SubnetPlan): Required<SubnetPlan> {
  const size = plan.size ?? 256;
  const validators = plan.validators ?? Array.from({ length: Math.min(8, size >> 1) }, (_, at) => at * 3);
  const reserveUid = plan.reserveUid ?? Math.min(155, size - 1);
  const miners = Array.from({ length: size }, (_, uid) => uid).filter(
    (uid) => !validators.includes(uid) && uid !== reserveUid && uid !== (plan.ownerUid ?? 1),
  );
  const every = <T>(blocks: number, offset: number, make: (block: number, nth: number) => T): T[] => {
    const made: T[] = [];
    for (let block = plan.firstBlock + offset; block <= plan.lastBlock; block += blocks)
      made.push(make(block, made.length));
    return made;
  };
  const minerAt = (nth: number): number => miners[(nth * 37 + 5) % miners.length] ?? 0;
  return {
    netuid: 24,
    size,
    validators,
    tempo: 360,
    commitReveal: true,
    revealPeriodEpochs: 1,
    ownerUid: 1,
    reserveUid,
    upgrades: [],
    // Each validator once in half a round, one after the other.
    decides: (_uid, at, block) => block % (ROUND / 2) === 40 + at * 11,
    rowOf: (_uid, block) => crownRow(minerAt(Math.floor(block / ROUND)), reserveUid),
    troubleOf: () => null,
    replacements: every(300, 130, (block, nth) => ({ block, uid: minerAt(nth + 3) })),
    swaps: every(2_400, 505, (block, nth) => ({ block, uid: minerAt(nth + 11) })),
    reveals: every(
      90,
      15,
      (block, nth): RevealPlan => ({
        uid: minerAt(nth),
        sealedAt: block,
        revealedAt: block + 30,
        payload: JSON.stringify({
          model: `org-${nth % 17}/student-${nth}`,
          revision: String(nth).padStart(40, '0'),
        }),
      }),
    ),
    ...plan,
  };
}

/** The row of a crown: nine tenths for the winner, one for the reserve. */
const crownRow = (winner: number, reserve: number): readonly WeightEntry[] =>
  (
    [
      [winner, 65535],
      [reserve, 7282],
    ] as const
  ).toSorted(([a], [b]) => a - b);
