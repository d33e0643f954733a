import type { CrownDecision } from '../decide/crownInput.js';
import { paidUid } from '../decide/expectedWeights.js';
import { ABOUT_KL } from '../decide/measure.js';
import type { ClaimedCrown } from '../diff/claimedCrown.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import type { Uid } from '../domain/identity.js';
import { chainIncumbent } from '../reconstruct/incumbent.js';
import type { RoundInputs } from './assembleInputs.js';
import type { CrownHistory } from './crownHistory.js';
import { rowOf } from './crownInputs.js';

/** A crown that the recorded inputs cannot produce at all is not called wrong: something is not recorded. */
export function unexplained(
  claim: ClaimedCrown | Absent,
  { spec }: RoundInputs,
  fallbackUid: Uid | null,
): Absent[] {
  if (isAbsent(claim)) return [];
  const contends = [spec.king, ...spec.challengers].some((one) => one?.uid === claim.uid);
  if (contends && claim.uid !== fallbackUid) return [];
  const what =
    claim.uid === fallbackUid
      ? `The rows pay the fallback UID ${fallbackUid}`
      : `The rows crown UID ${claim.uid}, which is not among the contenders of the recorded inputs`;
  return [
    {
      absent: 'unknown',
      why: `${what}; the validators' private state of this round (pending set, failures) could explain it.`,
    },
  ];
}

/** An incumbent whose commitment cannot be replayed was seated all the same: a round with a king, not a kingless one. */
export function unseated({ spec }: RoundInputs): Absent[] {
  const uid = spec.plans[0]?.incumbentUid ?? null;
  if (spec.king !== null || uid === null) return [];
  return [
    {
      absent: 'missing',
      why: `UID ${uid} was the incumbent, and its commitment cannot be replayed (it names no pinned revision): its scores cannot be computed again.`,
    },
  ];
}

/** The numbers on which a claimed crown fails, first of all reasons. */
export function failedGates(
  claim: ClaimedCrown | Absent,
  inputs: RoundInputs,
  decision: CrownDecision | undefined,
): string[] {
  const own = isAbsent(claim) ? undefined : decision?.challengers.find((one) => one.uid === claim.uid);
  if (own === undefined || own.passes) return [];
  const contender = inputs.spec.challengers.find((one) => one.uid === own.uid);
  const claimed = contender === undefined ? null : rowOf(inputs, contender)?.tTest;
  const failed = own.gates.filter((gate) => !gate.ok).map((gate) => gate.name);
  const said = claimed ? `; the published duel has ${claimed.lcb} on ${claimed.n}` : '';
  return [
    `UID ${own.uid} fails ${failed.join(', ')}: replayed, its lower bound is ${own.duel?.lcb ?? 'missing'} on ${own.duel?.n ?? 0} prompts and must be above 0${said}.`,
  ];
}

/** Says when nothing is known of how the king came to the crown. */
export const unauditedKing = ({ spec }: RoundInputs, history: CrownHistory): string[] =>
  spec.king === null || history.knows(spec.king)
    ? []
    : [
        `Whether the king's own crown was right is not known: the round that gave it was not audited in this run.`,
      ];

const QUALITY = ['quality_floor', 'quality_vs_incumbent'];

/** What only the publishing validator's files say and that decides the crown: its absence or its word proves nothing. */
export function unproven(
  claim: ClaimedCrown | Absent,
  inputs: RoundInputs,
  decision: CrownDecision | undefined,
): Absent[] {
  if (decision === undefined) return [];
  const { spec, published } = inputs;
  const found: Absent[] = [];
  const noAxes = (uid: Uid) =>
    found.push({
      absent: 'missing',
      why: `No axes of UID ${uid} are recorded, so the quality gate cannot be checked.`,
    });
  const listed = (uid: Uid, reason: string) =>
    found.push({
      absent: 'unknown',
      why: `Only validator ${published?.validatorUid} lists UID ${uid} as disqualified (${reason}); that is not computed again.`,
    });
  if (spec.king !== null && decision.kingQuality === null) noAxes(spec.king.uid);
  // Without a duel the composite decides, and before a crown is called wrong any axes could have decided it.
  const anyAxes =
    decision.kind === 'no-duel' ||
    decision.kind === 'kingless' ||
    (!isAbsent(claim) && claim.uid !== decision.winnerUid);
  for (const one of decision.challengers)
    if (
      one.quality === null &&
      (anyAxes || one.gates.every((gate) => gate.ok || QUALITY.includes(gate.name)))
    )
      noAxes(one.uid);
  if (isAbsent(claim) || claim.uid === decision.winnerUid) return found;
  found.push(...otherValidators(claim, inputs));
  for (const one of [spec.king, ...spec.challengers]) {
    const entry = one === null ? undefined : published?.disqualified[`${one.hotkey}:${one.committedAt}`];
    if (one !== null && entry !== undefined && !ABOUT_KL.test(entry)) listed(one.uid, entry);
  }
  return found;
}

/** What validators without recorded files may have seen otherwise: their teacher text, and the king whom they seated. */
function otherValidators(claim: ClaimedCrown, { spec, published, window, seed }: RoundInputs): Absent[] {
  const found: Absent[] = [];
  const own = window.at(-1)?.weights.find((row) => row.uid === published?.validatorUid)?.row ?? [];
  if (published !== null && claim.publishedUid !== claim.uid && paidUid(own) !== claim.uid)
    found.push({
      absent: 'missing',
      why: `Validator ${published.validatorUid}, whose files are recorded, did not give this crown; the teacher text and scores of those who did are not recorded.`,
    });
  if (spec.incumbentSource === 'h2h_latest' && chainIncumbent(seed) === claim.uid)
    found.push({
      absent: 'unknown',
      why: `UID ${claim.uid} is the consensus king at the seed block: validators may have seated it, where validator ${published?.validatorUid} seated its own last king ${spec.king?.uid}.`,
    });
  return found;
}
