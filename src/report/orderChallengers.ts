import type { ChallengerResult, RoundResult } from '../domain/verdict.js';

const bound = (one: ChallengerResult): number =>
  one.replayed?.lcb ?? one.claimed?.lcb ?? Number.NEGATIVE_INFINITY;

/** Challengers by how much the round turned on them: whom the chain crowned first, then by the best bound, then by UID. */
export const orderChallengers = (
  round: Pick<RoundResult, 'challengers' | 'claimedUid'>,
): readonly ChallengerResult[] =>
  [...round.challengers].sort((a, b) => {
    if ((a.uid === round.claimedUid) !== (b.uid === round.claimedUid))
      return a.uid === round.claimedUid ? -1 : 1;
    const [first, second] = [bound(a), bound(b)];
    return first === second ? a.uid - b.uid : second > first ? 1 : -1;
  });
