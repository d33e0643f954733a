import { findBreaches } from '../diff/breaches/findBreaches.js';
import { claimedCrown } from '../diff/claimedCrown.js';
import { coverageOf } from '../diff/coverage.js';
import { judge } from '../diff/judge.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import { weakestTrust } from '../domain/trust.js';
import type { Breach, RoundResult } from '../domain/verdict.js';
import type { Era } from '../eras/defineEra.js';
import { challengerResult, seated } from './challengerResult.js';
import { failedGates, unauditedKing, unexplained, unproven } from './claimReasons.js';
import type { CrownHistory } from './crownHistory.js';
import type { RoundDecision } from './decideRound.js';
import type { RoundScores } from './evaluateRound.js';
import type { RoundTexts } from './pinTexts.js';
import type { RoundInputs } from './readInputs.js';
import { causeOf } from './roundCause.js';
import { holders, rowsOf, winnerOf } from './roundRows.js';

export interface JudgeRoundInput {
  readonly era: Era;
  readonly inputs: RoundInputs;
  readonly texts: RoundTexts | Absent;
  /** null when no model was run; then nothing is decided either. */
  readonly scores: RoundScores | null;
  readonly decided: RoundDecision;
  readonly missing: readonly Absent[];
  readonly history: CrownHistory;
}

/** From scores and claims to the result of a round: decisions, claimed crown, rows, breaches, verdict and cause. */
export function judgeRound(input: JudgeRoundInput): RoundResult {
  const { era, inputs, texts, decided, history } = input;
  const { noise, main } = decided;
  const { spec, window, published } = inputs;
  const fallbackUid = era.policy.noWinnerUid;
  const claim = claimedCrown({ round: spec, states: window, fallbackUid, published });
  const decision = main?.decisions[0];
  const winner = winnerOf(inputs, decision, claim);
  const breaches = findBreaches({
    round: spec,
    states: window,
    crowned: isAbsent(claim) ? null : claim.uid,
    winner,
    fallbackUid,
  });
  const missing = [
    ...input.missing,
    ...(decided.untied === null ? [] : [decided.untied]),
    ...unexplained(claim, inputs, fallbackUid),
    ...unproven(claim, inputs, decision),
  ];
  // A duel on a text that is not shown to be the round's was not executed again.
  const replayed = decision !== undefined && input.missing.length === 0 && decided.untied === null;
  const coverage = coverageOf(replayed, 0);
  const conditional = history.isConditional(spec.king);
  const cause = causeOf(input, claim);
  const judged = judge({
    claim,
    texts: decided.texts.map((text) => text.outcome),
    tokenMode: replayed ? 'pinned' : null,
    noise,
    breaches,
    missing,
    coverage,
    conditional,
    cause,
  });
  const { contenders, seedHash, ...blocks } = spec;
  return {
    roundId: blocks.roundId,
    seedBlock: blocks.seedBlock,
    seedHash,
    cutoffBlock: blocks.cutoffBlock,
    activationBlock: blocks.activationBlock,
    eraId: era.id,
    trust: weakestTrust([inputs.cutoff, inputs.seed, ...window].map((state) => state.trust)),
    ...judged,
    causeNote: judged.cause === null ? null : (breachNote(breaches) ?? cause?.reasons[0] ?? null),
    reasons: [
      ...failedGates(claim, inputs, decision),
      ...judged.reasons,
      ...unauditedKing(inputs, history),
      ...oneWord(judged.verdict, inputs),
    ],
    conditional,
    coverage,
    tokenMode: replayed ? 'pinned' : null,
    king: spec.king === null ? null : seated(spec.king),
    challengers: spec.challengers.map((one) => challengerResult(one, inputs, decision)),
    contenders,
    claimedUid: isAbsent(claim) ? null : claim.uid,
    claimedHotkeys: isAbsent(claim) ? [] : holders(inputs, claim.uid),
    decisions: (main?.decisions ?? []).map(({ setting, winnerUid, reason, expected }) => ({
      setting,
      winnerUid,
      reason,
      expected,
    })),
    noise,
    prompts: isAbsent(texts)
      ? null
      : { drawn: texts.prompts.length, scored: texts.texts[0]?.sequences.length ?? 0, shard: texts.shard },
    validators:
      judged.verdict === 'unverifiable'
        ? []
        : rowsOf(
            input,
            main,
            winner,
            breaches.some((breach) => breach.decisive),
          ),
    breaches,
  };
}

/** Whoever acts on a wrong crown must know that its chain facts are one endpoint's word. */
const oneWord = (verdict: RoundResult['verdict'], { endpoints }: RoundInputs): readonly string[] =>
  verdict === 'wrong-crown' && endpoints.length === 1
    ? [
        `The chain facts are the word of ${endpoints[0]} alone (T0): record the range with a second endpoint before acting on this.`,
      ]
    : [];

function breachNote(breaches: readonly Breach[]): string | null {
  const breach = breaches.find((one) => one.decisive);
  return breach === undefined ? null : `${breach.code} ${breach.title} (u${breach.uid})`;
}
