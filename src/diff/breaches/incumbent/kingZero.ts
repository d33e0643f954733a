import type { BreachCheck } from '../breachInput.js';

/**
 * A9: UID 0 is king or crowned. The evaluator tests UIDs for truth in several places and takes 0 for nobody, so labels
 * and the flag of a new king without a row (`_exploit`) are wrong in its published files; the decision is not.
 */
export const kingZero: BreachCheck = {
  code: 'A9',
  title: 'UID 0 is king: published labels take it for nobody',
  nature: 'defect',
  decidedFrom: 'weight rows and the plan of the round',
  find: ({ crowned, spec, views }) => {
    const publishing = views.filter((view) => view.kingUid === 0 || view.newKingUid === 0);
    const evidence = [
      ...(spec.king?.uid === 0 ? ['The round seats UID 0 as king.'] : []),
      ...(crowned === 0 ? ['The rows of the round crown UID 0.'] : []),
      ...publishing.map((view) => `Validator ${view.validatorUid} published UID 0 as king.`),
    ];
    if (evidence.length === 0) return [];
    return [
      {
        uid: 0,
        decisive: false,
        evidence: [
          ...evidence,
          'The evaluator takes UID 0 for absent where it tests a UID for truth, so its labels and `_exploit` are not to be relied on in this round; here UID 0 is a UID as any other.',
        ],
      },
    ];
  },
};
