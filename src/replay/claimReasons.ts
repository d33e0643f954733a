import type { CrownDecision } from '../decide/crownInput.js';
import { passesBesideQuality } from '../decide/gates.js';
import { ABOUT_KL } from '../decide/measure.js';
import type { ClaimedCrown } from '../diff/claimedCrown.js';
import { followRows, rowOfDecision } from '../diff/followRows.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import type { Uid } from '../domain/identity.js';
import { paidUid } from '../domain/paidUid.js';
import { printable } from '../domain/printable.js';
import type { PublishedRow } from '../domain/published.js';
import type { Contender } from '../domain/round.js';
import { chainIncumbent } from '../reconstruct/incumbent.js';
import type { RoundInputs } from './assembleInputs.js';
import type { CrownHistory } from './crownHistory.js';
import { rowOf } from './crownInputs.js';
import { declaredQuality } from './declaredQuality.js';

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

/**
 * An incumbent whose commitment cannot be replayed was seated all the same: a round with a king, not a kingless one. Nor
 * can a round be replayed with another king than the one that the validator published as seated.
 */
export function unseated({ spec, published }: RoundInputs): Absent[] {
  const uid = spec.plans[0]?.incumbentUid ?? null;
  const other = published?.rows.find((row) => row.isKing && !row.isReference && row.uid !== spec.king?.uid);
  if (spec.king !== null && other !== undefined)
    return [
      {
        absent: 'unknown',
        why: `Validator ${published?.validatorUid} published UID ${other.uid} as the seated king, where the recorded inputs seat UID ${spec.king.uid}: its duels were against another king.`,
      },
    ];
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
  if (own === undefined || own.passes || inputs.spec.king === null) return [];
  const contender = inputs.spec.challengers.find((one) => one.uid === own.uid);
  const claimed = contender === undefined ? null : rowOf(inputs, contender)?.tTest;
  const failed = own.gates.filter((gate) => !gate.ok).map((gate) => gate.name);
  const said = claimed ? `; the published duel has ${claimed.lcb} on ${claimed.n}` : '';
  return [
    `UID ${own.uid} fails ${failed.join(', ')}: replayed, its lower bound is ${own.duel?.lcb ?? 'missing'} on ${own.duel?.n ?? 0} prompts and must be above 0${said}.`,
  ];
}

/** Says when nothing is known of how the king came to the crown, or when the round that gave it could not be judged. */
export function unauditedKing({ spec }: RoundInputs, history: CrownHistory): string[] {
  const crowning = spec.king === null ? null : history.crowning(spec.king);
  if (spec.king === null || crowning?.judged === true) return [];
  const why =
    crowning === null
      ? 'the round that gave it was not audited in this run'
      : `round ${crowning.roundId}, which gave it, could not be judged`;
  return [`Whether the king's own crown was right is not known: ${why}.`];
}

/** What only the publishing validator's files say and that decides the crown: its absence or its word proves nothing. */
export function unproven(
  claim: ClaimedCrown | Absent,
  inputs: RoundInputs,
  decision: CrownDecision | undefined,
  /** Decisions under every set of rules, on every captured text. */
  all: readonly CrownDecision[],
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
      why: `Only validator ${published?.validatorUid} lists UID ${uid} as disqualified (${printable(reason, 160)}); that is not computed again.`,
    });
  if (spec.king !== null && decision.kingQuality === null) noAxes(spec.king.uid);
  const isSame = !isAbsent(claim) && claim.uid === decision.winnerUid;
  if ((isSame ? [decision] : all).some((one) => one.openUids.length > 0))
    found.push({
      absent: 'missing',
      why: "The crown is given without a duel by the king of the validator's own record, which is not captured.",
    });
  // Without a duel the composite decides, and before a crown is called wrong any axes could have decided it.
  const anyAxes =
    decision.kind === 'no-duel' ||
    decision.kind === 'kingless' ||
    (!isAbsent(claim) && claim.uid !== decision.winnerUid);
  for (const one of decision.challengers)
    if (one.quality === null && (anyAxes || passesBesideQuality(one.gates))) noAxes(one.uid);
  const entryOf = (one: Contender) => {
    const entry = published?.disqualified[`${one.hotkey}:${one.committedAt}`];
    return entry === undefined || ABOUT_KL.test(entry) ? undefined : entry;
  };
  if (isSame)
    for (const one of [spec.king, ...spec.challengers]) {
      const entry = one === null ? undefined : entryOf(one);
      if (one !== null && entry !== undefined && keepsOut(decision, one.uid)) listed(one.uid, entry);
    }
  if (isAbsent(claim) || isSame) return found;
  found.push(...otherValidators(claim, inputs), ...declaredQuality(claim, inputs, decision));
  for (const one of [spec.king, ...spec.challengers]) {
    if (one === null) continue;
    const entry = entryOf(one);
    const row = rowOf(inputs, one);
    if (entry !== undefined) listed(one.uid, entry);
    else if (row?.disqualified === true && !isMeasuredKl(row) && (one === spec.king || counts(all, one.uid)))
      listed(one.uid, row.dqReason ?? 'no reason is published');
    else if (row !== null && isUnscored(row) && all.some((other) => passes(other, one.uid)))
      found.push({
        absent: 'missing',
        why: `Validator ${published?.validatorUid} published no score of UID ${one.uid}: its run may have failed there, and then it could not win.`,
      });
  }
  return found;
}

/** Disqualified for a KL that is a number: measured again, so not believed. A collapsed chat is written as an infinite KL. */
const isMeasuredKl = ({ kl, dqReason }: PublishedRow): boolean =>
  kl !== null && dqReason !== null && ABOUT_KL.test(dqReason) && !/KL=(inf|nan)/i.test(dqReason);

const isUnscored = ({ kl, klPerPrompt, disqualified }: PublishedRow): boolean =>
  kl === null && (klPerPrompt?.length ?? 0) === 0 && !disqualified;

/** Whether the crown may rest on a listed disqualification: of the king, of whom nothing else keeps out, or without a duel. */
function keepsOut({ kind, challengers }: CrownDecision, uid: Uid): boolean {
  const own = challengers.find((one) => one.uid === uid);
  if (own === undefined || kind === 'no-duel' || kind === 'kingless') return true;
  return own.gates.every((gate) => gate.ok || gate.name === 'not_disqualified');
}

/** Whether it matters that a challenger is out: it may win a duel, or the crown is given without one. */
const counts = (all: readonly CrownDecision[], uid: Uid): boolean =>
  all.some((one) => passes(one, uid) || one.kind === 'no-duel' || one.kind === 'kingless');

const passes = ({ challengers }: CrownDecision, uid: Uid): boolean =>
  challengers.some((one) => one.uid === uid && one.passes);

/** What validators without recorded files may have seen otherwise: their teacher text, and the king whom they seated. */
function otherValidators(claim: ClaimedCrown, inputs: RoundInputs): Absent[] {
  const { spec, published, seed } = inputs;
  const found: Absent[] = [];
  if (published !== null && claim.publishedUid !== claim.uid && ownPaid(inputs) !== claim.uid)
    found.push({
      absent: 'missing',
      why: `Nothing shows that validator ${published.validatorUid}, whose files are recorded, gave this crown; the teacher text and scores of those who did are not recorded.`,
    });
  if (spec.incumbentSource === 'h2h_latest' && chainIncumbent(seed) === claim.uid)
    found.push({
      absent: 'unknown',
      why: `UID ${claim.uid} is the consensus king at the seed block: validators may have seated it, where validator ${published?.validatorUid} seated its own last king ${spec.king?.uid}.`,
    });
  return found;
}

/** Whom the publishing validator's own row of this round pays; null where its decision is hidden, failed or not certain. */
function ownPaid({ spec, published, window }: RoundInputs): Uid | null {
  const own = followRows(spec, window).find(
    ({ uid, hotkey }) => uid === published?.validatorUid && hotkey === published.validatorHotkey,
  );
  const row = own === undefined ? null : rowOfDecision(own, spec);
  return row === null || row.unchanged ? null : paidUid(row.first);
}
