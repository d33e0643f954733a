import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Writes one column `text` as parquet. One thread and one row group, so that equal rows give equal bytes with one
 * version of DuckDB.
 */
export async function writeParquet(path: string, rows: readonly (string | null)[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    await connection.run('create table shard (text varchar)');
    const appender = await connection.createAppender('shard');
    for (const row of rows) {
      if (row === null) appender.appendNull();
      else appender.appendVarchar(row);
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`copy shard to '${path.replaceAll("'", "''")}' (format parquet, compression zstd)`);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}
