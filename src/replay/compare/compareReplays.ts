import { paidUid } from '../../decide/expectedWeights.js';
import { agreementOf } from '../../diff/agreement.js';
import type { RoundResult } from '../../domain/verdict.js';
import type { StoredScores } from '../../store/queries/roundsOfReplay.js';
import { type ComparedRound, notCompared, type PairedInterval, type SideOutcome } from './comparedRound.js';

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
  const lines = a.result.challengers.flatMap((each) =>
    each.replayed?.lcb == null ? [] : [Math.abs(each.replayed.lcb)],
  );
  return {
    roundId,
    a: one,
    b: two,
    changed,
    gate: changed ? partingGate(a.result, b.result) : null,
    intervals: pairs.flatMap(interval),
    agreement: agreementOf({
      pairs,
      sameEngine,
      distanceNats: lines.length === 0 ? null : Math.min(...lines),
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

function partingGate(a: RoundResult, b: RoundResult): string {
  for (const uid of [b.decisions[0]?.winnerUid, a.decisions[0]?.winnerUid]) {
    const [one, two] = [a, b].map((side) => side.challengers.find((challenger) => challenger.uid === uid));
    const gate = one?.gates.find((own) => two?.gates.find((other) => other.name === own.name)?.ok !== own.ok);
    if (gate !== undefined) return gate.name;
  }
  return 'contenders';
}

function interval({
  uid,
  a,
  b,
}: {
  uid: number;
  a: readonly number[];
  b: readonly number[];
}): PairedInterval[] {
  const n = Math.min(a.length, b.length);
  if (n < 2) return [];
  const deltas = Array.from({ length: n }, (_, index) => (b[index] as number) - (a[index] as number));
  const mean = deltas.reduce((sum, value) => sum + value, 0) / n;
  const squares = deltas.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = 1.96 * Math.sqrt(squares / (n - 1) / n);
  return [{ uid, of: 'scores', n, mean, low: mean - half, high: mean + half }];
}
