import type { DuckDBConnection } from '@duckdb/node-api';
import type { RoundResult } from '../../domain/verdict.js';

/** Results of one replay in a span of rounds, ascending. */
export async function roundsOfReplay(
  connection: DuckDBConnection,
  replay: string,
  [from, to]: readonly [number, number],
): Promise<RoundResult[]> {
  const reader = await connection.runAndReadAll(
    'select result from rounds where replay = $1 and round_id between $2 and $3 order by round_id',
    [replay, from, to],
  );
  return reader.getRows().map(([result]) => JSON.parse(String(result)) as RoundResult);
}

/** One contender's scores in one replay, by index of the filtered prompt list, nats per position. */
export interface StoredScores {
  readonly roundId: number;
  readonly uid: number;
  readonly capture: string;
  readonly mode: string;
  readonly kl: readonly number[];
}

/** Scores of one replay in a span of rounds, without the control's. */
export async function scoresOfReplay(
  connection: DuckDBConnection,
  replay: string,
  [from, to]: readonly [number, number],
): Promise<StoredScores[]> {
  const reader = await connection.runAndReadAll(
    `select round_id, uid, capture, mode, flatten(list(kl order by first_prompt))
     from scores where replay = $1 and round_id between $2 and $3 and form = 'contrib'
     group by round_id, uid, capture, mode order by round_id, uid, capture, mode`,
    [replay, from, to],
  );
  return reader.getRowsJson().map(([roundId, uid, capture, mode, kl]) => ({
    roundId: Number(roundId),
    uid: Number(uid),
    capture: String(capture),
    mode: String(mode),
    kl: (kl as number[]).map(Number),
  }));
}

/**
 * Digest of the engine of a replay; null when it ran no model, its engine does not repeat its bits, it took a server's
 * numbers, or it is not indexed.
 */
export async function engineOfReplay(connection: DuckDBConnection, replay: string): Promise<string | null> {
  const reader = await connection.runAndReadAll('select engine from replays where id = $1', [replay]);
  const engine = reader.getRows()[0]?.[0];
  return typeof engine === 'string' ? engine : null;
}
