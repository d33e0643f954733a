import type { UidState } from '../../../domain/chainState.js';
import type { BreachCheck } from '../breachInput.js';
import { paidUid } from '../rows/paidUid.js';

/**
 * A4: permitted validators without stake weight count as 1.0, the most that real stake can have, and this names another
 * consensus incumbent (rule: consensus incumbent, docs/methodology.md). Every validator reads the same, so the
 * evaluator's own rule has it so; who should win the round's duels instead is not told by it.
 */
export const zeroStake: BreachCheck = {
  code: 'A4',
  title: 'Validators without stake decide who the consensus incumbent is',
  nature: 'defect',
  decidedFrom: 'weight rows and stake at the seed block',
  find: ({ spec, seed, fallbackUid }) => {
    const { asRule, byTrueStake } = spec.consensus;
    if (asRule === null || asRule === byTrueStake) return [];
    const rows = new Map(seed.weights.map(({ uid, row }) => [uid, row]));
    const payeeOf = ({ uid }: UidState) => paidUid(rows.get(uid) ?? [], fallbackUid);
    const unstaked = seed.uids.filter(
      (one) => one.permit && one.stakeWeight === 0 && (rows.get(one.uid) ?? []).length > 0,
    );
    if (unstaked.length === 0) return [];
    return [
      {
        uid: asRule,
        decisive: false,
        evidence: [
          `At the seed block ${seed.block} these validators hold a permit and the stake weight 0: ${unstaked.map((one) => `UID ${one.uid} (pays ${named(payeeOf(one))})`).join(', ')}.`,
          `Counted as 1.0 each, the largest stake weight there is, they make UID ${asRule} the consensus incumbent; counted as 0 it is ${named(byTrueStake)}.`,
          spec.king?.uid === asRule
            ? `UID ${asRule} is the king that the round seats.`
            : `The round seats ${named(spec.king?.uid ?? null)} nevertheless.`,
          "The evaluator's rule replaces a stake weight that is not above 0 by 1.0.",
        ],
      },
    ];
  },
};

const named = (uid: number | null): string => (uid === null ? 'nobody' : `UID ${uid}`);
