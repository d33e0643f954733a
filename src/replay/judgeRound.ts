import { findBreaches } from '../diff/breaches/findBreaches.js';
import { claimedCrown } from '../diff/claimedCrown.js';
import { coverageOf } from '../diff/coverage.js';
import { judge } from '../diff/judge.js';
import { mechanismEnd } from '../diff/mechanismEnd.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import { flatMap } from '../domain/flatMap.js';
import type { ContenderDecision } from '../domain/round.js';
import { weakestTrust } from '../domain/trust.js';
import type { RoundResult } from '../domain/verdict.js';
import type { SwitchName } from '../eras/defectSwitches.js';
import type { RoundInputs } from './assembleInputs.js';
import type { SwitchedAxes } from './axes/askSwitched.js';
import type { RoundAxes } from './axes/evaluateRoundAxes.js';
import { finetuneNote } from './axes/finetuneNote.js';
import { heldReason } from './axes/heldReason.js';
import { roundQuality } from './axes/roundQuality.js';
import { whatIf } from './axes/whatIf.js';
import { breachInputOf } from './breachInputOf.js';
import { challengerResult, seated } from './challengerResult.js';
import { failedGates, unauditedKing, unexplained, unproven, unseated } from './claimReasons.js';
import type { CrownHistory } from './crownHistory.js';
import { type RoundDecision, UNDECIDED } from './decideRound.js';
import { endedRound } from './endedRound.js';
import type { RoundScores } from './evaluateRound.js';
import { otherTextsGive } from './otherTexts.js';
import { causeOf } from './roundCause.js';
import { fallbackUidOf, holders, rowsOf, winnerOf } from './roundRows.js';
import { publishedAgreement, unsettledIn } from './roundStatistics.js';
import { seedTime } from './seedTime.js';
import type { NumbersOrigin } from './teacher/numbersOrigin.js';
import type { RoundTexts } from './texts/pinTexts.js';

export interface JudgeRoundInput {
  readonly inputs: RoundInputs;
  readonly texts: RoundTexts | Absent;
  /** null when no model was run; then nothing is decided either. */
  readonly scores: RoundScores | null;
  readonly decided: RoundDecision;
  readonly missing: readonly Absent[];
  readonly history: CrownHistory;
  /** The axes that were asked; absent when the duel alone was run. */
  readonly axes?: RoundAxes | null;
  /** What switches need; absent when none is wanted. */
  readonly switches?: { readonly names: readonly SwitchName[]; readonly axes: SwitchedAxes } | null;
  /** Whose numbers the scores are; absent when this engine computed all of them. */
  readonly origin?: NumbersOrigin;
}

const READ_BACK: Absent = {
  absent: 'unknown',
  why: "Recorded numbers are another's word: they prove no wrong crown. Run the models here to judge it.",
};

/** From scores and claims to the result of a round: decisions, claimed crown, rows, breaches, verdict and cause. */
export function judgeRound(input: JudgeRoundInput): RoundResult {
  const { inputs, texts, decided, history } = input;
  const { noise, band, main } = decided;
  const { spec, window, published, seed } = inputs;
  const fallbackUid = fallbackUidOf(inputs);
  const ended = mechanismEnd({ round: spec, states: window, reserveUid: inputs.rules[0].policy.reserveUid });
  if (ended !== null) return endedRound(inputs, ended);

  const claim = claimedCrown({ round: spec, states: window, fallbackUid, published });
  const decision = main?.decisions[0];
  // What another sample of the text gives is no ground for a breach, and for no row.
  const isFresh = !isAbsent(texts) && texts.mode === 'fresh';
  const grounds = isFresh ? UNDECIDED : decided;
  const winner = winnerOf(inputs, grounds.main?.decisions[0], claim);
  const breaches = findBreaches(
    breachInputOf({ inputs, decided: grounds, claim, winner, fallbackUid, history }),
  );
  const noKing = unseated(inputs);
  // Numbers that were only read back execute nothing again.
  const isRead = input.origin?.recorded === true;
  const contradicted = !isAbsent(claim) && decision !== undefined && claim.uid !== decision.winnerUid;
  const missing = [
    ...input.missing,
    ...(decided.untied === null ? [] : [decided.untied]),
    ...noKing,
    ...(isRead && contradicted ? [READ_BACK] : []),
    ...unexplained(claim, inputs, fallbackUid),
    ...unproven(
      claim,
      inputs,
      decision,
      flatMap(decided.texts, (text) => text.decisions),
    ),
  ];
  // A duel on a text that is not shown to be the round's, or without its king, was not executed again.
  const lacking = [...input.missing, ...noKing];
  const replayed = decision !== undefined && lacking.length === 0 && decided.untied === null;
  const tokenMode = replayed ? (isRead ? 'recompute' : isFresh ? 'fresh' : 'pinned') : null;
  const quality = input.axes ? roundQuality(inputs, decided, input.axes) : null;
  const coverage = coverageOf(replayed && !isRead, quality?.counted ? quality.share : 0);
  const conditional = history.isConditional(spec.king);
  const judged = judge({
    claim,
    texts: decided.texts.map((text) => text.outcome),
    tokenMode,
    noise,
    band,
    breaches,
    missing,
    otherTexts: () => (isAbsent(claim) ? null : otherTextsGive(claim, inputs, decided)),
    quality,
    coverage,
    conditional,
    cause: () => causeOf(input, claim),
  });
  const decisive = breaches.some((breach) => breach.decisive);
  const { roundId, seedBlock, seedHash, cutoffBlock, activationBlock } = spec;
  return {
    roundId,
    seedBlock,
    seedHash,
    cutoffBlock,
    activationBlock,
    eraId: inputs.eras.era.id,
    otherEras: inputs.eras.others.map((era) => era.id),
    trust: weakestTrust([inputs.cutoff, seed, ...window].map((state) => state.trust)),
    verdict: judged.verdict,
    cause: judged.cause,
    summary: judged.summary,
    causeNote: judged.causeNote,
    reasons: [
      ...failedGates(claim, inputs, decision),
      ...judged.reasons,
      ...(decision === undefined ? [] : (input.origin?.notes ?? [])),
      ...(input.axes?.missing ? [input.axes.missing.why] : []),
      ...(quality?.reference === undefined ? [] : [heldReason(quality.reference)]),
      ...(quality?.finetune === undefined || isAbsent(claim)
        ? []
        : finetuneNote(quality.finetune, claim.uid)),
      ...unauditedKing(inputs, history),
      ...unsureEra(inputs),
      ...oneWord(judged.verdict, inputs),
    ],
    conditional,
    coverage,
    tokenMode,
    king: spec.king === null ? null : seated(spec.king),
    challengers: spec.challengers.map((one) => challengerResult(one, inputs, decision)),
    contenders: spec.contenders.map(withFindings),
    plans: spec.plans,
    claimedUid: isAbsent(claim) ? null : claim.uid,
    claimedHotkeys: isAbsent(claim) ? [] : holders(inputs, claim.uid),
    decisions: (main?.decisions ?? []).map(({ setting, winnerUid, reason, expected }) => ({
      setting,
      winnerUid,
      reason,
      expected,
    })),
    noise,
    band,
    agreement: isFresh ? null : publishedAgreement(input, decision),
    unsettled: judged.verdict === 'inconclusive' ? unsettledIn(decided, inputs) : null,
    prompts: isAbsent(texts)
      ? null
      : { drawn: texts.prompts.length, scored: texts.texts[0]?.sequences.length ?? 0, shard: texts.shard },
    validators: judged.verdict === 'unverifiable' ? [] : rowsOf(inputs, grounds.main, winner, decisive),
    breaches,
    ...seedTime(seed),
    ...(quality === null ? {} : { quality }),
    ...(input.axes && input.switches
      ? { whatIf: whatIf(input.switches.names, inputs, decided, input.axes, input.switches.axes) }
      : {}),
  };
}

/** Of those who take part every finding, of the others what keeps them out. */
const withFindings = (one: ContenderDecision): ContenderDecision =>
  one.in ? one : { ...one, prechecks: one.prechecks.filter((finding) => finding.status === 'fail') };

/** Boundaries of eras that are not known exactly: the rules of each were tried. */
const unsureEra = ({ eras: { era, others, why } }: RoundInputs): readonly string[] =>
  others.length === 0
    ? []
    : [
        `Judged by era ${era.id}; ${others.map((other) => other.id).join(', ')} may have been in force too, and their rules were tried. ${why}`,
      ];

/** Whoever acts on a wrong crown must know that its chain facts are one endpoint's word. */
const oneWord = (verdict: RoundResult['verdict'], { endpoints }: RoundInputs): readonly string[] =>
  verdict === 'wrong-crown' && endpoints.length === 1
    ? [
        `The chain facts are the word of ${endpoints[0]} alone (T0): record the range with a second endpoint before acting on this.`,
      ]
    : [];
