import { flatMap } from '../../../domain/flatMap.js';
import type { ContenderDecision } from '../../../domain/round.js';
import { followRows } from '../../followRows.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';
import { paidUid } from '../rows/paidUid.js';
import { stakeShare } from '../rows/stakeShare.js';

/**
 * G4: nobody could challenge in this round, and rows were set to the incumbent again: its crown is renewed without any
 * evaluation (rule: no-challenger round, docs/methodology.md).
 */
export const setWithoutRound: BreachCheck = {
  code: 'G4',
  title: 'Rows were set to the incumbent again in a round without a challenger',
  nature: 'defect',
  decidedFrom: 'commitments and weight rows',
  find: (input) => {
    const { round, states, spec, views, fallbackUid } = input;
    const incumbent = spec.king?.uid ?? spec.consensus.asRule;
    const someone =
      spec.challengers.length > 0 ||
      !spec.contenders.every((one) => one.uid === incumbent || isOut(one, input)) ||
      spec.plans.some((plan) => plan.challengers.length > 0) ||
      views.some((view) => view.rows.some((row) => !row.isKing && !row.isReference));
    if (incumbent === null || incumbent === fallbackUid || someone) return [];
    const validators = followRows(round, states);
    const again = flatMap(validators, ({ uid, stakeWeight, shown }) => {
      const row = shown.find(
        ({ decidedAt, unchanged, first }) =>
          decidedAt !== null &&
          decidedAt >= round.activationBlock &&
          decidedAt < round.nextSeedBlock &&
          !unchanged &&
          paidUid(first, fallbackUid) === incumbent,
      );
      return row === undefined ? [] : [{ uid, stake: stakeWeight, at: row.decidedAt }];
    });
    if (again.length === 0) return [];
    const share = stakeShare(again, validators);
    return [
      {
        uid: incumbent,
        decisive: false,
        evidence: [
          `No commitment at the cutoff (block ${round.cutoffBlock}) could challenge UID ${incumbent} in this round.`,
          `Rows were set to it all the same between blocks ${round.activationBlock} and ${round.nextSeedBlock - 1}, with ${Math.round(share * 100)} % of the permitted stake weight: ${again.map((one) => `UID ${one.uid} (block ${one.at})`).join(', ')}.`,
          'The rule renews an incumbent without evaluating it when nobody waits.',
        ],
      },
    ];
  },
};

/** True when a commitment certainly could not challenge: one that nothing could be looked at of may have. */
function isOut({ contender, prechecks, plans }: ContenderDecision, { round, policy }: BreachInput): boolean {
  if (contender === null || contender.committedAt > round.cutoffBlock) return true;
  if (contender.committedAt < (policy.minCommitBlock ?? 0)) return true;
  return prechecks.some((one) => one.status === 'fail') || (prechecks.length > 0 && plans === 'none');
}
