import type { DuckDBConnection } from '@duckdb/node-api';

export interface IndexSummary {
  readonly replays: readonly { id: string; path: string; snapshot: string; rounds: number }[];
  readonly scores: number;
}

/** What the index holds: its replays and the number of stored KL values. */
export async function indexSummary(connection: DuckDBConnection): Promise<IndexSummary> {
  const replays = await connection.runAndReadAll(
    `select p.id, p.path, p.snapshot, count(r.round_id)::integer
     from replays p left join rounds r on r.replay = p.id group by all order by p.id`,
  );
  const scores = await connection.runAndReadAll('select coalesce(sum(len(kl)), 0)::integer from scores');
  return {
    replays: replays.getRows().map(([id, path, snapshot, rounds]) => ({
      id: String(id),
      path: String(path),
      snapshot: String(snapshot),
      rounds: Number(rounds),
    })),
    scores: Number(scores.getRows()[0]?.[0] ?? 0),
  };
}
