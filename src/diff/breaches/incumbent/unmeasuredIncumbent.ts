import { isAbsent } from '../../../domain/absent.js';
import type { BreachCheck } from '../breachInput.js';

const FILE = 'composite_scores.json';

/**
 * A7: the consensus incumbent is seated although a validator's captured composite records hold none of it: without a
 * record the evaluator makes no floor test (rule: incumbent, docs/methodology.md).
 */
export const unmeasuredIncumbent: BreachCheck = {
  code: 'A7',
  title: 'The consensus incumbent was seated without a composite record',
  nature: 'defect',
  decidedFrom: 'composite records and rows of the round',
  find: ({ spec, views, policy }) => {
    const { king } = spec;
    if (king === null || spec.incumbentSource !== 'chain_consensus' || policy.qualityFloor === null)
      return [];
    const unmeasured = views.filter(
      (view) =>
        view.sources.includes(FILE) &&
        (view.localKingUid === null || isAbsent(view.localKingUid) || view.localKingUid === king.uid) &&
        view.rows.some((row) => row.isKing && row.uid === king.uid) &&
        !view.composites.some((one) => one.uid === king.uid),
    );
    if (unmeasured.length === 0) return [];
    return [
      {
        uid: king.uid,
        decisive: false,
        evidence: [
          `UID ${king.uid} is seated as king because the rows at the seed block ${spec.seedBlock} name it.`,
          ...unmeasured.map(
            (view) =>
              `${FILE} of validator ${view.validatorUid} holds ${view.composites.length} records and none of UID ${king.uid}, which it published as king of the round.`,
          ),
          `The evaluator's rule tests an incumbent against the floor ${policy.qualityFloor} only where a record of it is stored.`,
        ],
      },
    ];
  },
};
