import type { DuckDBConnection } from '@duckdb/node-api';
import type { RoundResult } from '../../domain/verdict.js';

export interface StoredRound {
  readonly replay: string;
  readonly path: string;
  readonly snapshot: string;
  readonly synthetic: boolean;
  readonly result: RoundResult;
}

/**
 * Every stored replay of one round. Those that this build of recrown made come first, then by replay id, so that the
 * answer does not depend on when a file was written.
 */
export async function replaysOfRound(
  connection: DuckDBConnection,
  roundId: number,
  source: string,
): Promise<StoredRound[]> {
  const reader = await connection.runAndReadAll(
    `select r.replay, p.path, p.snapshot, p.synthetic, r.result
     from rounds r join replays p on p.id = r.replay
     where r.round_id = $1 order by (p.source = $2) desc, r.replay`,
    [roundId, source],
  );
  return reader.getRows().map(([replay, path, snapshot, synthetic, result]) => ({
    replay: String(replay),
    path: String(path),
    snapshot: String(snapshot),
    synthetic: synthetic === true,
    result: JSON.parse(String(result)) as RoundResult,
  }));
}
