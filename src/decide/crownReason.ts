import type { Uid } from '../domain/identity.js';
import type { ChallengerDecision } from './crownInput.js';
import type { Outcome } from './crownOutcome.js';
import type { Seat } from './measure.js';
import type { RoundWinner } from './tieCluster.js';

export interface ReasonInput {
  readonly outcome: Outcome;
  readonly winner: RoundWinner | null;
  readonly judged: readonly ChallengerDecision[];
  readonly king: Seat | null;
  /** Why the king is disqualified, or null. */
  readonly kingWhy: string | null;
  readonly tiesUnknown: boolean;
  readonly openUids: readonly (Uid | null)[];
}

/** Some of the evaluator's labels test a UID for truth; its rule does not. */
const UID_ZERO = ' UID 0 is a real UID here; some labels of the evaluator take it for none.';

/** How a crown came about under one setting, in a sentence or two. */
export function crownReason(input: ReasonInput): string {
  const zero = input.outcome.winnerUid === 0 || input.king?.contender.uid === 0;
  return `${howItCame(input)}${zero ? UID_ZERO : ''}`;
}

function howItCame(input: ReasonInput): string {
  const { outcome, winner, tiesUnknown } = input;
  const uid = outcome.winnerUid;
  if (outcome.kind === 'duel') {
    const cluster = winner?.tieCluster ?? [];
    if (tiesUnknown)
      return `Challenger ${uid} passes every gate and ranks first among several; their scores per prompt are not held, so whether they can be told apart is not known.`;
    if (cluster.length > 1)
      return `Challenger ${uid} passes every gate and committed first among ${cluster.length} that cannot be told apart.`;
    return `Challenger ${uid} passes every gate.`;
  }
  const why = noPasser(input);
  if (input.openUids.length > 0) return `${why} ${openWhy(input.openUids)}`;
  if (outcome.kind === 'held') return `${why} The king ${uid} keeps the crown.`;
  if (outcome.kind === 'no-duel') return `${why} The composite prefers ${uid}: a crown without a duel.`;
  if ((outcome.noWinner?.uid ?? null) === null)
    return `${why} No incumbent holds: a round without a king, in which each validator pays itself or whom it paid before.`;
  return `${why} No incumbent holds: a round without a king.`;
}

/** Sentence on a crown that a last king which was not captured decides. */
function openWhy(openUids: readonly (Uid | null)[]): string {
  const known = openUids.filter((uid) => uid !== null).map((uid) => `UID ${uid}`);
  return `Which king the validator's own record named is not captured, and the weight goes by it: to ${[...known, 'somebody else'].join(' or ')}.`;
}

function noPasser({ judged, king, kingWhy }: ReasonInput): string {
  if (judged.length === 0) return 'There is no challenger.';
  if (king === null) return 'There is no king to duel with.';
  if (king.meanKl === null || kingWhy !== null)
    return 'The king has no score that counts, so nobody can win a duel.';
  if (judged.length === 1) {
    const one = judged[0] as ChallengerDecision;
    const failed = one.gates.filter((gate) => !gate.ok).map((gate) => gate.name);
    return `Challenger ${one.uid} fails ${failed.join(', ')}.`;
  }
  return `None of ${judged.length} challengers passes every gate.`;
}
