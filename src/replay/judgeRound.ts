import type { CrownDecision } from '../decide/crownInput.js';
import { decideCrown } from '../decide/decideCrown.js';
import { expectedWeights, paidUid } from '../decide/expectedWeights.js';
import { findBreaches } from '../diff/breaches/findBreaches.js';
import { type ClaimedCrown, claimedCrown } from '../diff/claimedCrown.js';
import { coverageOf } from '../diff/coverage.js';
import { agreement, type CauseFinding, findCause } from '../diff/findCause.js';
import { judge } from '../diff/judge.js';
import { validatorRows } from '../diff/observeRows.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import type { PairedDuel } from '../domain/duel.js';
import type { Uid } from '../domain/identity.js';
import type { Contender, RoundBlocks } from '../domain/round.js';
import type { ChallengerResult, NoiseFloor, RoundContender, RoundResult } from '../domain/verdict.js';
import type { ValidatorRow } from '../domain/weights.js';
import { type Era, policyUnder } from '../eras/defineEra.js';
import type { CrownHistory } from './crownHistory.js';
import { claimedInput, replayedInput, rowOf } from './crownInputs.js';
import { decideText, type TextDecisions } from './decideText.js';
import type { RoundScores } from './evaluateRound.js';
import { noiseFloor } from './noiseFloor.js';
import type { RoundTexts } from './pinTexts.js';
import type { RoundInputs } from './readInputs.js';

export interface JudgeRoundInput {
  readonly era: Era;
  readonly inputs: RoundInputs;
  readonly texts: RoundTexts | Absent;
  /** null when no model was run. */
  readonly scores: RoundScores | null;
  readonly missing: readonly Absent[];
  readonly history: CrownHistory;
}

/** A round about which nothing can be said but why. */
export const unverifiableRound = (blocks: RoundBlocks, era: Era | null, why: Absent): RoundResult => ({
  roundId: blocks.roundId,
  seedBlock: blocks.seedBlock,
  seedHash: null,
  cutoffBlock: blocks.cutoffBlock,
  activationBlock: blocks.activationBlock,
  eraId: era?.id ?? null,
  verdict: 'unverifiable',
  cause: null,
  conditional: false,
  coverage: 0,
  tokenMode: null,
  summary: 'The crown of this round cannot be checked.',
  reasons: [why.why],
  king: null,
  challengers: [],
  contenders: [],
  claimedUid: null,
  decisions: [],
  noise: null,
  prompts: null,
  validators: [],
  breaches: [],
});

/** From scores and claims to the result of a round: decisions, claimed crown, rows, breaches, verdict and cause. */
export function judgeRound(input: JudgeRoundInput): RoundResult {
  const { era, inputs, texts, scores, history } = input;
  const { spec, window, published } = inputs;
  const fallbackUid = era.policy.noWinnerUid;
  const noise = noiseOf(inputs, texts, scores);
  const decided = decideTexts(input, noise);
  const main = decided.find((text) => text.capture === kingsCapture(inputs, decided, scores)) ?? decided[0];
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
  const coverage = coverageOf(decision !== undefined, 0);
  const conditional = history.isConditional(spec.king);
  const judged = judge({
    claim,
    texts: decided.map((text) => text.outcome),
    tokenMode: decision === undefined ? null : 'pinned',
    noise,
    breaches,
    missing: [...input.missing, ...unexplained(claim, inputs, fallbackUid)],
    coverage,
    conditional,
    cause: causeOf(input, decided, main, claim),
  });
  const { contenders, seedHash, ...blocks } = spec;
  return {
    roundId: blocks.roundId,
    seedBlock: blocks.seedBlock,
    seedHash,
    cutoffBlock: blocks.cutoffBlock,
    activationBlock: blocks.activationBlock,
    eraId: era.id,
    ...judged,
    conditional,
    coverage,
    tokenMode: decision === undefined ? null : 'pinned',
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
    validators: rowsOf(input, main, winner, breaches.length > 0),
    breaches,
  };
}

function noiseOf(
  { spec }: RoundInputs,
  texts: RoundTexts | Absent,
  scores: RoundScores | null,
): NoiseFloor | null {
  const first = isAbsent(texts) ? undefined : texts.texts[0];
  if (first === undefined || scores === null || spec.king === null) return null;
  const kl = (form: 'contrib' | 'plain') => scores.kl(spec.king?.uid ?? -1, first.capture, form);
  return noiseFloor(kl('contrib'), kl('plain'));
}

function decideTexts(
  { era, inputs, texts, scores }: JudgeRoundInput,
  noise: NoiseFloor | null,
): TextDecisions[] {
  if (isAbsent(texts) || scores === null) return [];
  return texts.texts.map((text) =>
    decideText(text.capture, replayedInput(inputs, text, scores), era, noise?.noiseNats ?? 0),
  );
}

/** The captured text on which the king's published scores were taken: the one that all contenders should share. */
function kingsCapture(
  inputs: RoundInputs,
  decided: readonly TextDecisions[],
  scores: RoundScores | null,
): string | null {
  const { king } = inputs.spec;
  const claimed = king === null ? null : rowOf(inputs, king)?.klPerPrompt;
  if (king === null || claimed === null || claimed === undefined || scores === null) return null;
  const found = decided.find(({ capture }) => {
    const kl = scores.kl(king.uid, capture, 'contrib');
    return kl !== null && agreement(claimed, { capture, kl }).agrees;
  });
  return found?.capture ?? null;
}

/** Whose model won: by our decision, else, when nothing could be decided, the holder of the claimed UID at the cutoff. */
function winnerOf(
  { spec, cutoff }: RoundInputs,
  decision: CrownDecision | undefined,
  claim: ClaimedCrown | Absent,
): { uid: Uid; hotkey: string } | null {
  const uid = decision === undefined ? (isAbsent(claim) ? null : claim.uid) : decision.winnerUid;
  if (uid === null) return null;
  const contender = [spec.king, ...spec.challengers].find((one) => one?.uid === uid);
  const hotkey = contender?.hotkey ?? cutoff.uids.find((one) => one.uid === uid)?.hotkey;
  return hotkey === undefined ? null : { uid, hotkey };
}

/** A crown that the recorded inputs cannot produce at all is not called wrong: something is not recorded. */
function unexplained(claim: ClaimedCrown | Absent, { spec }: RoundInputs, fallbackUid: Uid): Absent[] {
  if (isAbsent(claim)) return [];
  if ([spec.king, ...spec.challengers].some((one) => one?.uid === claim.uid)) return [];
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

function causeOf(
  { era, inputs, texts, scores }: JudgeRoundInput,
  decided: readonly TextDecisions[],
  main: TextDecisions | undefined,
  claim: ClaimedCrown | Absent,
): CauseFinding | null {
  const text = isAbsent(texts) ? undefined : texts.texts.find((one) => one.capture === main?.capture);
  if (scores === null || main === undefined || text === undefined || isAbsent(claim)) return null;
  const { king, challengers } = inputs.spec;
  const claimed = claimedInput(inputs, text);
  const all: readonly Contender[] = [...(king === null ? [] : [king]), ...challengers];
  return findCause({
    contenders: all.map((contender) => ({
      uid: contender.uid,
      role: contender.uid === king?.uid ? 'king' : 'challenger',
      claimedKl: rowOf(inputs, contender)?.klPerPrompt ?? null,
      replays: decided.flatMap(({ capture }) => {
        const kl = scores.kl(contender.uid, capture, 'contrib');
        return kl === null ? [] : [{ capture, kl }];
      }),
    })),
    claimedUid: claim.uid,
    publishedUid: claim.publishedUid,
    ourUid: paidUid(main.decisions[0]?.expected ?? []),
    fromClaims:
      claimed === null
        ? null
        : era.settings.map((setting) => paidUid(decideCrown(claimed, era, setting).expected)),
  });
}

const seated = ({ uid, hotkey, repo, revision, committedAt }: Contender): RoundContender => ({
  uid,
  hotkey,
  repo,
  revision,
  committedAt,
});

function challengerResult(
  contender: Contender,
  inputs: RoundInputs,
  decision: CrownDecision | undefined,
): ChallengerResult {
  const own = decision?.challengers.find((one) => one.uid === contender.uid);
  const row = rowOf(inputs, contender);
  return {
    ...seated(contender),
    gates: own?.gates ?? [],
    replayed: own?.duel ?? null,
    claimed: row?.tTest ? claimedDuel(contender.uid, row.tTest) : null,
    meanKl: own?.meanKl ?? null,
    claimedMeanKl: row?.kl ?? null,
    quality: own?.quality ?? null,
    kingQuality: decision?.kingQuality ?? null,
  };
}

const claimedDuel = (challengerUid: Uid, test: Omit<PairedDuel, 'challengerUid'>): PairedDuel => ({
  challengerUid,
  n: test.n,
  meanDelta: test.meanDelta,
  se: test.se,
  t: test.t,
  p: test.p,
  lcb: test.lcb,
});

/** Every hotkey that held a UID from the seed block to the end of the round's window. */
function holders({ window, spec }: RoundInputs, uid: Uid): string[] {
  const held = window
    .filter((state) => state.block >= spec.seedBlock)
    .flatMap((state) => state.uids.find((one) => one.uid === uid)?.hotkey ?? []);
  return [...new Set(held)];
}

/** Rows are judged only when it is known what they should be: by a decision, or by a breach that rests on the chain. */
function rowsOf(
  { era, inputs }: JudgeRoundInput,
  main: TextDecisions | undefined,
  winner: { uid: Uid; hotkey: string } | null,
  breached: boolean,
): ValidatorRow[] {
  if (main === undefined && !breached) return [];
  const nUids = inputs.seed.uids.length;
  const rows = era.settings.map((setting, index) => ({
    setting: setting.id,
    expected:
      main?.decisions[index]?.expected ??
      (winner === null ? [] : expectedWeights(winner.uid, policyUnder(era, setting), nUids)),
  }));
  return validatorRows({
    round: inputs.spec,
    states: inputs.window,
    expected: rows[0]?.expected ?? [],
    alternatives: rows.slice(1),
    fallbackUid: era.policy.noWinnerUid,
    winner,
  });
}
