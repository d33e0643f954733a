import type { RoundResult } from '../domain/verdict.js';

export interface DecisionGroup {
  readonly winner: number | null;
  readonly reason: string;
  readonly names: string[];
}

/** Settings that decide alike, together; in the order of the first of each. */
export const groupDecisions = (result: Pick<RoundResult, 'decisions'>): DecisionGroup[] => {
  const groups: DecisionGroup[] = [];
  for (const { setting, winnerUid, reason } of result.decisions) {
    const known = groups.find((group) => group.winner === winnerUid && group.reason === reason);
    if (known === undefined) groups.push({ winner: winnerUid, reason, names: [setting] });
    else known.names.push(setting);
  }
  return groups;
};
