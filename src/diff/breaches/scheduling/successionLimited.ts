import { flatMap } from '../../../domain/flatMap.js';
import { printable } from '../../../domain/printable.js';
import type { PublishedComposite, PublishedRound, PublishedRow } from '../../../domain/published.js';
import type { Policy } from '../../../eras/defineEra.js';
import type { BreachCheck, BreachInput, FoundBreach } from '../breachInput.js';
import { firstByUid } from '../firstByUid.js';

/**
 * F4: the king was disqualified in the round, and the crown went on among those who took part in it, although a stored
 * record of an earlier loser is better. Nobody who lost is evaluated again (rule: composite selector, docs/methodology.md).
 */
export const successionLimited: BreachCheck = {
  code: 'F4',
  title: "The crown of a removed king went on among the round's own participants, past a better record",
  nature: 'defect',
  decidedFrom: 'published rows and stored records',
  find: (input) => firstByUid(flatMap(input.views, (view) => passedOver(view, input))),
};

function passedOver(view: PublishedRound, input: BreachInput): FoundBreach[] {
  const { policy } = input;
  const king = view.rows.find((row) => row.isKing);
  const heir = view.rows.find((row) => row.uid === view.newKingUid && !row.isKing && !row.isReference);
  if (king?.disqualified !== true || !view.kingChanged || heir === undefined || heir.worst === null)
    return [];
  if (heir.tTest !== null || !inFirstTier(heir.compositeVersion, heir.presentCount, policy)) return [];
  const worst = heir.worst;
  const better = view.composites
    .filter((record) => isCandidate(record, view, input) && (record.worst ?? worst) > worst)
    .sort((a, b) => (b.worst ?? 0) - (a.worst ?? 0) || a.uid - b.uid);
  const [best] = better;
  if (best === undefined) return [];
  return [
    {
      uid: heir.uid,
      decisive: false,
      evidence: [
        `Validator ${view.validatorUid} published the king, UID ${king.uid}, as disqualified in this round and UID ${heir.uid} as the new king, without a paired test; its worst axis is ${worst}.`,
        `Its stored records hold UID ${best.uid} (${printable(best.model, 120)}, committed in block ${best.committedAt}) with a worst axis of ${best.worst}, above the floor and not disqualified; it took no part in this round.`,
        'The rule looks only at the participants of the round and never evaluates a loser again.',
      ],
    },
  ];
}

const inFirstTier = (version: number | null, axes: number | null, policy: Policy): boolean =>
  (version ?? 0) >= policy.tierVersion && (axes ?? 0) >= policy.tierAxes;

/** A stored record that the selector could take if it looked at it: of the commitment in force, valid, above the floor. */
function isCandidate(
  record: PublishedComposite,
  view: PublishedRound,
  { spec, policy }: BreachInput,
): boolean {
  const decision = spec.contenders.find((one) => one.uid === record.uid);
  const contender = decision?.contender ?? null;
  if (decision === undefined || contender === null) return false;
  const same =
    contender.repo === record.model &&
    contender.revision === record.revision &&
    contender.committedAt === record.committedAt;
  const valid =
    decision.prechecks.length > 0 &&
    decision.prechecks.every((one) => one.status !== 'fail') &&
    !Object.hasOwn(view.disqualified, `${contender.hotkey}:${contender.committedAt}`);
  const absent = !view.rows.some((row) => row.uid === record.uid);
  const quality = qualityOf(record, policy);
  const enough = quality !== null && quality >= (policy.qualityFloor ?? 0);
  return same && valid && absent && enough && inFirstTier(record.version, record.nAxes, policy);
}

/** Crown quality of a record: weighted mean of its sound axes; null under the least number (rule: crown quality, docs/methodology.md). */
function qualityOf(record: Pick<PublishedRow, 'axes' | 'brokenAxes'>, policy: Policy): number | null {
  const parts = flatMap(Object.entries(policy.axisWeights), ([axis, weight]) => {
    const value = Object.hasOwn(record.axes, axis) ? record.axes[axis] : null;
    const counts = !policy.relativeAxes.includes(axis) && !record.brokenAxes.includes(axis);
    return counts && typeof value === 'number' && Number.isFinite(value) ? [{ weight, value }] : [];
  });
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (parts.length < policy.minQualityAxes || total <= 0) return null;
  return parts.reduce((sum, { weight, value }) => sum + weight * value, 0) / total;
}
