import type { Plan, PlannedMiner } from './plan.js';
import { roundIds } from './timeline.js';

/** @throws TypeError when the plan was not checked before */
export const minerNamed = (plan: Plan, name: string): PlannedMiner => {
  const miner = plan.miners.find((one) => one.name === name);
  if (miner === undefined) throw new TypeError(`no miner ${name} in the plan`);
  return miner;
};

/** True for a model that passes every precheck; its evaluation may still fail (fault `probe`). */
export const isSound = (miner: PlannedMiner): boolean => miner.fault === undefined || miner.fault === 'probe';

/** Miners that are evaluated against the king of a round: their commitment first counts in it. */
export const evaluatedIn = (plan: Plan, roundId: number): readonly PlannedMiner[] =>
  plan.miners.filter((one) => one.commitRound === roundId && isSound(one) && one.name !== plan.priorKing);

/** Those of them whose evaluation succeeds. */
export const challengersOf = (plan: Plan, roundId: number): readonly PlannedMiner[] =>
  evaluatedIn(plan, roundId).filter((one) => one.fault === undefined);

/** King seated in a round, and the miner whom the validators crown in it. */
export interface Reign {
  readonly roundId: number;
  readonly king: PlannedMiner;
  readonly crowned: PlannedMiner;
}

export function reigns(plan: Plan): readonly Reign[] {
  let king = minerNamed(plan, plan.priorKing);
  return roundIds(plan).map((roundId, at) => {
    const winner = plan.rounds[at]?.winner;
    const crowned = winner === undefined ? king : minerNamed(plan, winner);
    const reign = { roundId, king, crowned };
    king = crowned;
    return reign;
  });
}
