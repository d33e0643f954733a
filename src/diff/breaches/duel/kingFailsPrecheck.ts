import { flatMap } from '../../../domain/flatMap.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';

/**
 * First and last rule that reads files of the pinned revision alone. The others read what can change after it:
 * a validator's state, or whether the repository was open on that day.
 */
const FIRST_FILE_RULE = 7;
const LAST_FILE_RULE = 21;

/**
 * C13: the seated king's recorded files fail a precheck, and the crown stayed with it. Files of a model that was scored
 * before are not looked at again, so that the evaluator's own rule has it so.
 */
export const kingFailsPrecheck: BreachCheck = {
  code: 'C13',
  title: 'The crown stayed with a king whose files fail a precheck',
  nature: 'defect',
  decidedFrom: 'manifest and files of the king; weight rows or published rows',
  find: (input) => {
    const { king, contenders } = input.spec;
    if (king === null) return [];
    const failed = flatMap(
      contenders.filter((one) => one.uid === king.uid && one.hotkey === king.hotkey),
      (one) => one.prechecks,
    ).filter(
      ({ rule, status, category }) =>
        status === 'fail' && category !== 'EVAL_ERROR' && rule >= FIRST_FILE_RULE && rule <= LAST_FILE_RULE,
    );
    const kept = failed.length === 0 ? [] : keptBy(input);
    if (kept.length === 0) return [];
    return [
      {
        uid: king.uid,
        decisive: false,
        evidence: [
          `The king UID ${king.uid} was seated with its commitment of block ${king.committedAt}.`,
          ...failed.map(
            ({ rule, category, reason }) => `Precheck ${rule} (${category ?? 'fail'}): ${reason}`,
          ),
          ...kept,
          "The evaluator looks at the files of a model that was scored before once only, and a round that is taken up again keeps the row of its king: its own rule can keep a king that today's prechecks would refuse.",
        ],
      },
    ];
  },
};

/** Who kept the king: rows of this round, and views in which the crown did not change. */
function keptBy({ spec, claim, views }: BreachInput): string[] {
  const uid = spec.king?.uid;
  const kept = views.filter(
    (view) => view.kingUid === uid && !view.kingChanged && view.firstCrown !== true && view.rows.length > 0,
  );
  return [
    ...(claim !== null && claim.uid === uid && !claim.standing
      ? [
          `Rows of this round with ${Math.round(claim.permittedShare * 100)} % of the permitted stake weight pay UID ${uid} most.`,
        ]
      : []),
    ...(kept.length > 0
      ? [`Published as kept by: ${kept.map((view) => `validator ${view.validatorUid}`).join(', ')}.`]
      : []),
  ];
}
