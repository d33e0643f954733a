import type { DuckDBConnection } from '@duckdb/node-api';

/** Ids of every round in the index, ascending; of one replay where it is named. */
export async function indexedRounds(connection: DuckDBConnection, replay: string | null): Promise<number[]> {
  const reader = await connection.runAndReadAll(
    'select distinct round_id from rounds where $1::varchar is null or replay = $1 order by round_id',
    [replay],
  );
  return reader.getRows().map(([roundId]) => Number(roundId));
}
