import type { RoundResult } from '../domain/verdict.js';
import { CrownHistory } from './crownHistory.js';
import { type Family, familyOf } from './family.js';
import { replayRound } from './replayRound.js';
import { stopIfAsked, type Tools } from './tools.js';

export interface RangeReplay {
  readonly results: readonly RoundResult[];
  /** The family of tests that the noise bands rest on. */
  readonly family: Family;
  /** The sealed replay. */
  readonly path: string;
  readonly digest: string;
}

/**
 * Replays rounds in ascending order, each of them journaled when it is finished, and seals the journal.
 * A round that the journal already holds is taken from it.
 * @throws InterruptedError when a stop was asked for; the journal then stays open for the next run
 */
export async function replayRange(rounds: readonly number[], tools: Tools): Promise<RangeReplay> {
  const history = new CrownHistory();
  const family = await familyOf(rounds, tools, tools.boundaries);
  const results: RoundResult[] = [];
  for (const [index, roundId] of rounds.entries()) {
    stopIfAsked(tools);
    tools.onEvent({ type: 'round.started', roundId, index, of: rounds.length });
    const result = finished(roundId, tools) ?? (await computed(roundId, history, family, tools));
    history.add(result);
    results.push(result);
    tools.onEvent({ type: 'round.done', roundId, verdict: result.verdict });
  }
  return { results, family, ...tools.journal.seal() };
}

function finished(roundId: number, tools: Tools): RoundResult | undefined {
  for (const record of tools.journal.recordsOf(roundId)) if (record.type === 'round') return record.result;
  return undefined;
}

async function computed(
  roundId: number,
  history: CrownHistory,
  family: Family,
  tools: Tools,
): Promise<RoundResult> {
  const result = await replayRound(roundId, history, family, tools);
  tools.journal.append({ type: 'round', result });
  return result;
}
