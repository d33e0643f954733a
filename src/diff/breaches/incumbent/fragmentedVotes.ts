import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck } from '../breachInput.js';
import { isZeroed } from '../rows/paidUid.js';

/**
 * A5: the reserve share that every row gives to the fallback UID adds up to the largest total, although no row names it
 * first: the votes for kings are split (rule: consensus incumbent, docs/methodology.md). The rule sums weights, so its
 * own rule has it so.
 */
export const fragmentedVotes: BreachCheck = {
  code: 'A5',
  title: 'Split votes make the fallback UID the consensus incumbent',
  nature: 'defect',
  decidedFrom: 'weight rows at the seed block',
  find: ({ spec, seed, fallbackUid }) => {
    if (fallbackUid === null || spec.consensus.asRule !== fallbackUid) return [];
    const permitted = new Set(seed.uids.filter((one) => one.permit).map((one) => one.uid));
    const rows = seed.weights.filter(
      ({ uid, row }) => permitted.has(uid) && row.some(([, weight]) => weight > 0),
    );
    const first = flatMap(rows, ({ row }) => {
      const most = Math.max(...row.map(([, weight]) => weight));
      // Where the chain put 0 at a replaced UID, that one had the largest weight.
      return isZeroed(row) ? [] : row.filter(([, weight]) => weight === most).map(([uid]) => uid);
    });
    if (rows.length === 0 || first.includes(fallbackUid)) return [];
    const kings = [...new Set(first)].sort((a, b) => a - b);
    const share = flatMap(rows, ({ row }) => row.filter(([uid]) => uid === fallbackUid));
    return [
      {
        uid: fallbackUid,
        decisive: false,
        evidence: [
          `At the seed block ${seed.block} the fallback UID ${fallbackUid} has the largest stake-weighted total.`,
          `${share.length} of ${rows.length} permitted rows give it a part, none of them the largest one; ${kings.length === 0 ? 'the chain put 0 at the largest weight of each' : `their largest weights go to UID ${kings.join(', ')}`}.`,
          "The evaluator's rule sums the weights of all rows, the reserve's share included, so split votes can make the reserve the incumbent.",
        ],
      },
    ];
  },
};
