import { pairedStats } from '../../src/eras/pairedStats.js';
import type { Evaluated } from './published/evaluation.js';
import type { PlayedRound } from './rounds.js';

/** A duel is clear beyond this z on either side, also for an operator who draws half the prompts. */
const CLEAR_Z = 4.5;
/** Prompts that an operator with the smaller legal draw uses, and how many of them a duel needs. */
const SMALLER_DRAW = 150;
const NEEDED = 100;

/** z of king against challenger on one text; positive: the challenger is better. */
export const zOf = (king: readonly number[], challenger: readonly number[]): number =>
  pairedStats(king, challenger, 1.96).t;

/**
 * Whether the models that came out bear the planted truth: every duel is clear, in the direction that the plan says.
 * @returns one sentence per round that does not
 */
export function checkPlayed(round: PlayedRound, seen: readonly Evaluated[]): readonly string[] {
  const faults: string[] = [];
  const at = `round ${round.roundId}`;
  const early = round.first.drawIndex.filter((index) => index < SMALLER_DRAW).length;
  if (early < NEEDED)
    faults.push(
      `${at}: the teacher continues ${early} of the first ${SMALLER_DRAW} prompts far enough, and a duel needs ${NEEDED}`,
    );
  const [king, ...challengers] = round.contenders;
  const wins = (name: string): boolean => round.plan.kind !== 'wrong-text' && name === round.crowned.name;
  for (const one of challengers) {
    const z = zOf(king?.onFirst ?? [], one.onFirst);
    const { name } = one.miner;
    if (wins(name) ? z < CLEAR_Z : z > -CLEAR_Z)
      faults.push(
        `${at}: ${name} should ${wins(name) ? 'win' : 'lose'} against ${king?.miner.name}, but z is ${z.toFixed(2)}`,
      );
    if (one.onSecond !== null && zOf(king?.onSecond ?? [], one.onSecond) > -CLEAR_Z)
      faults.push(`${at}: ${name} should lose on the other text too, but it does not; raise its noise`);
  }
  for (const one of seen)
    if (one.passes !== (one.miner === round.crowned && one.miner !== round.king))
      faults.push(
        `${at}: the published numbers of ${one.miner.name} ${one.passes ? 'pass' : 'fail'} the gates against the plan ` +
          `(t ${one.test?.t}, quality ${one.quality}); change noise or level`,
      );
  return faults;
}
