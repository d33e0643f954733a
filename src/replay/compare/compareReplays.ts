import { agreementOf, distanceToLine } from '../../diff/agreement.js';
import { paidUid } from '../../domain/paidUid.js';
import type { RoundResult } from '../../domain/verdict.js';
import { momentsOf } from '../../eras/pairedStats.js';
import type { StoredScores } from '../../store/queries/roundsOfReplay.js';
import {
  type ComparedRound,
  meanInterval,
  notCompared,
  type PairedInterval,
  type SideOutcome,
} from './comparedRound.js';
import { partingGate } from './partingGate.js';

/** One round in one of the two replays. */
export interface ReplayedRound {
  readonly result: RoundResult | undefined;
  readonly scores: readonly StoredScores[];
}

/** Compares what two sealed replays say of one round, with the paired differences of their scores. */
export function compareReplays(
  roundId: number,
  a: ReplayedRound,
  b: ReplayedRound,
  sameEngine: boolean,
): ComparedRound {
  if (a.result === undefined || b.result === undefined)
    return notCompared(
      roundId,
      `${a.result === undefined ? 'The first' : 'The second'} replay does not hold this round.`,
    );
  const [one, two] = [outcome(a.result), outcome(b.result)];
  if (one === null || two === null)
    return notCompared(
      roundId,
      `${one === null ? 'The first' : 'The second'} replay decided nothing in this round: ${(one === null ? a : b).result?.summary ?? ''}`,
    );
  const pairs = a.scores.flatMap((left) => {
    const right = b.scores.find(
      (other) => other.uid === left.uid && other.capture === left.capture && other.mode === left.mode,
    );
    return right === undefined ? [] : [{ uid: left.uid, a: left.kl, b: right.kl }];
  });
  const changed = one.winnerUid !== two.winnerUid || one.paidUid !== two.paidUid;
  return {
    roundId,
    a: one,
    b: two,
    changed,
    gate: changed ? partingStep(a.result, b.result) : null,
    intervals: pairs.flatMap(interval),
    agreement: agreementOf({
      pairs,
      sameEngine,
      distanceNats: distanceToLine(a.result.challengers.map((each) => each.replayed)),
      sameDecision: !changed,
    }),
    basis: 'replayed',
    why: null,
  };
}

/** null of a round that was not decided. */
function outcome(result: RoundResult): SideOutcome | null {
  const [decision] = result.decisions;
  if (decision === undefined) return null;
  const { winnerUid, expected, reason } = decision;
  return { winnerUid, paidUid: paidUid(expected), reason, verdict: result.verdict };
}

function partingStep(a: RoundResult, b: RoundResult): string {
  const winners = [b, a].map((side) => side.decisions[0]?.winnerUid);
  return partingGate(a.challengers, b.challengers, winners) ?? 'contenders';
}

/** Scores of the second side minus those of the first: above 0 where the second found a larger KL. */
function interval({
  uid,
  a,
  b,
}: {
  uid: number;
  a: readonly number[];
  b: readonly number[];
}): PairedInterval[] {
  const moments = momentsOf(b, a);
  if (moments === null || moments.n < 2) return [];
  const { n, mean, se } = moments;
  return [{ uid, of: 'scores', n, ...meanInterval(mean, se) }];
}
