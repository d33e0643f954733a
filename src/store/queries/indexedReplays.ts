import type { DuckDBConnection } from '@duckdb/node-api';

/** Ids and sha256 of the files that the index was made from: what a folder of sealed replays is compared with. */
export async function indexedReplays(connection: DuckDBConnection): Promise<ReadonlyMap<string, string>> {
  const reader = await connection.runAndReadAll('select id, file_sha256 from replays');
  return new Map(reader.getRows().map(([id, digest]) => [String(id), String(digest)]));
}
