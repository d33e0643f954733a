import type { Uid } from '../../../domain/identity.js';
import { uidAt } from '../../../domain/uidAt.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';

/**
 * A6: the UID of reserve and fallback takes part in the contest, or could. The evaluator does not keep it out: what is
 * meant to be kept back then goes to a contestant, or a contestant is taken for nobody.
 */
export const fallbackContender: BreachCheck = {
  code: 'A6',
  title: 'The fallback UID is a contestant',
  nature: 'defect',
  decidedFrom: 'commitments, manifests and the plan of the round',
  find: (input) => {
    const { fallbackUid, cutoff } = input;
    const part = fallbackUid === null ? null : partOf(fallbackUid, input);
    if (fallbackUid === null || part === null) return [];
    const contender = input.spec.contenders.find((one) => one.uid === fallbackUid)?.contender;
    return [
      {
        uid: fallbackUid,
        decisive: false,
        evidence: [
          contender
            ? `The fallback UID ${fallbackUid} holds the commitment ${contender.repo} at revision ${contender.revision}, revealed at block ${contender.committedAt} (cutoff block ${cutoff.block}).`
            : `The fallback UID ${fallbackUid} holds a commitment at the cutoff block ${cutoff.block}.`,
          part,
          "The evaluator's rule does not keep the UID of reserve and fallback out of the contest.",
        ],
      },
    ];
  },
};

/** How it takes part, in a sentence; null when it does not. */
function partOf(uid: Uid, { spec, seed, cutoff }: BreachInput): string | null {
  if (spec.king?.uid === uid) return 'The round seats it as king.';
  if (spec.challengers.some((one) => one.uid === uid)) return 'The round has it as a challenger.';
  if (spec.plans.some((plan) => plan.incumbentUid === uid)) return 'A possible plan seats it as king.';
  if (spec.plans.some((plan) => plan.challengers.includes(uid)))
    return 'A possible plan of the round has it as a challenger.';
  const decision = spec.contenders.find((one) => one.uid === uid);
  const contender = decision?.contender ?? null;
  if (decision === undefined || contender === null || contender.committedAt > cutoff.block) return null;
  const own = uidAt(seed, uid)?.hotkey === contender.hotkey;
  const looked = decision.prechecks.some((one) => one.status === 'pass');
  const failed = decision.prechecks.some((one) => one.status === 'fail');
  return own && looked && !failed
    ? 'No precheck that could be made fails, so it may be seated in a later round.'
    : null;
}
