import type { DuckDBConnection } from '@duckdb/node-api';

/** Where a round is stored. */
export interface StoredRound {
  readonly roundId: number;
  readonly replay: string;
}

/**
 * The stored replays of a span of rounds, ascending by round. Of one round, those that this build of recrown made come
 * first, then by replay id, so that the answer does not depend on when a file was written.
 */
export async function replaysOfRounds(
  connection: DuckDBConnection,
  [from, to]: readonly [number, number],
  source: string,
): Promise<StoredRound[]> {
  const reader = await connection.runAndReadAll(
    `select r.round_id, r.replay from rounds r join replays p on p.id = r.replay
     where r.round_id between $1 and $2 order by r.round_id, (p.source = $3) desc, r.replay`,
    [from, to, source],
  );
  return reader.getRows().map(([roundId, replay]) => ({ roundId: Number(roundId), replay: String(replay) }));
}
