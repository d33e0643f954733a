import type { DuckDBConnection } from '@duckdb/node-api';

/** Ids and result digests of the replays in the index: what a folder of sealed replays is compared with. */
export async function indexedReplays(connection: DuckDBConnection): Promise<ReadonlyMap<string, string>> {
  const reader = await connection.runAndReadAll('select id, results_digest from replays');
  return new Map(reader.getRows().map(([id, digest]) => [String(id), String(digest)]));
}
