import type { Uid } from '../domain/identity.js';
import type { ChallengerDecision, CrownKind } from './crownInput.js';
import type { Measured } from './measure.js';

/** One sentence: how a crown came about under one setting. */
export function crownReason(
  kind: CrownKind,
  uid: Uid | null,
  cluster: readonly Uid[],
  judged: readonly ChallengerDecision[],
  king: Measured | null,
): string {
  if (kind === 'duel') {
    if (cluster.length > 1)
      return `Challenger ${uid} passes every gate and committed first among ${cluster.length} that cannot be told apart.`;
    return `Challenger ${uid} passes every gate.`;
  }
  const why = noPasser(judged, king);
  if (kind === 'held') return `${why} The king ${uid} keeps the crown.`;
  if (kind === 'no-duel') return `${why} The composite prefers ${uid}: a crown without a duel.`;
  return `${why} No incumbent holds: a round without a king.`;
}

function noPasser(judged: readonly ChallengerDecision[], king: Measured | null): string {
  if (judged.length === 0) return 'There is no challenger.';
  if (king === null) return 'There is no king to duel with.';
  if (king.meanKl === null || king.disqualified !== null)
    return 'The king has no score that counts, so nobody can win a duel.';
  if (judged.length === 1) {
    const one = judged[0] as ChallengerDecision;
    const failed = one.gates.filter((gate) => !gate.ok).map((gate) => gate.name);
    return `Challenger ${one.uid} fails ${failed.join(', ')}.`;
  }
  return `None of ${judged.length} challengers passes every gate.`;
}
