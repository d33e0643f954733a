import type { CrownDecision } from '../decide/crownInput.js';
import { passesBesideQuality } from '../decide/gates.js';
import { qualityGate } from '../decide/qualityGate.js';
import { payersShare } from '../diff/breaches/duel/payersShare.js';
import type { ClaimedCrown } from '../diff/claimedCrown.js';
import type { Absent } from '../domain/absent.js';
import type { Uid } from '../domain/identity.js';
import { MAJORITY } from '../domain/majority.js';
import type { PublishedRound, PublishedRow } from '../domain/published.js';
import { crownQuality } from '../eras/crownQuality.js';
import type { RoundInputs } from './assembleInputs.js';

/**
 * A crown that differs from the chain's only by the quality gate rests on declared axes, and each validator scores its
 * own: they are proof only where the validators that published such axes and paid the claimed UID hold the majority.
 * Of a claimed challenger that fails quality alone, and of a winner in its place that passes it.
 */
export function declaredQuality(
  claim: ClaimedCrown,
  inputs: RoundInputs,
  { challengers, winnerUid }: CrownDecision,
): Absent[] {
  const claimed = challengers.find((one) => one.uid === claim.uid);
  const failsAlone =
    claimed !== undefined &&
    !claimed.passes &&
    claimed.quality !== null &&
    passesBesideQuality(claimed.gates);
  const won = challengers.find((one) => one.uid === winnerUid && one.passes);
  const found: Absent[] = [];
  if (failsAlone) found.push(...unlessMajority(claim.uid, claim.uid, false, inputs));
  if (won !== undefined) found.push(...unlessMajority(won.uid, claim.uid, true, inputs));
  return found;
}

/** Names the axes as missing unless validators with more than half of the stake published that `uid` passes, or fails. */
function unlessMajority(uid: Uid, paid: Uid, passes: boolean, inputs: RoundInputs): Absent[] {
  const views = inputs.views.filter((view) => passesIn(view, uid, inputs) === passes);
  const share = payersShare({ round: inputs.spec, states: inputs.window }, paid, views);
  if (share > MAJORITY) return [];
  const percent = Math.round(share * 100);
  return [
    {
      absent: 'missing',
      why: `UID ${uid} ${passes ? 'passes' : 'fails'} the quality gate on declared axes: validators that published such axes and paid UID ${paid} hold ${percent} % of the permitted stake weight, and those of the others are not recorded.`,
    },
  ];
}

/** Whether a contender passes the quality gate on one validator's axes; null where they are not published. */
function passesIn(view: PublishedRound, uid: Uid, { spec, rules }: RoundInputs): boolean | null {
  const [{ policy }] = rules;
  const qualityIn = (row: Pick<PublishedRow, 'axes' | 'brokenAxes'> | undefined): number | null =>
    row === undefined ? null : crownQuality(row.axes, row.brokenAxes, policy).value;
  const rowIn = (of: Uid | undefined) =>
    view.rows.find((row) => row.uid === of && !row.isReference && Object.keys(row.axes).length > 0);
  const own = qualityIn(rowIn(uid));
  const kings = rowIn(spec.king?.uid) ?? view.composites.find((one) => one.uid === spec.king?.uid);
  return own === null ? null : qualityGate(own, qualityIn(kings), policy).ok;
}
