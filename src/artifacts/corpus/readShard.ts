import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as Duckdb from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { CorpusError } from '../../errors/artifact.js';

/** More rows than any shard of the corpus has; a footer that names more is not believed. */
const MAX_ROWS = 2_000_000;

/** Options of every read: no column comes from a folder name, and each row knows its number in the file. */
const FROM_FILE = 'read_parquet($path, hive_partitioning = false, file_row_number = true)';

/** Longest footer that is read: with it, the number of row groups is bounded, whose reading takes the square of it. */
const MAX_FOOTER = 1024 * 1024;

/** Longest time of one statement, in milliseconds. */
const MAX_MS = 120_000;

/** Limits of the reader: one thread, bounded memory (also for one page that unpacks to more), and no extension is fetched. */
const LIMITS = {
  threads: '1',
  memory_limit: '768MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/** An open parquet shard of the corpus. */
export interface Shard {
  readonly rows: number;
  /**
   * Texts of the given rows (numbered from 0), in the order asked; null where the file holds none.
   * @param maxCodePoints keep only so many code points of each text
   * @throws CorpusError when the file holds less than its footer says, or cannot be decoded
   */
  readonly readTexts: (rows: readonly number[], maxCodePoints?: number) => Promise<(string | null)[]>;
  readonly close: () => void;
}

/**
 * Opens a parquet file with a column `text` of strings. The name of the file does not matter; nothing of it is
 * read but the footer, and the row groups that hold wanted rows.
 * @throws CorpusError when it is not such a file
 */
export async function readShard(path: string): Promise<Shard> {
  const file = resolve(path);
  await assertFile(file);
  // By require: an import first looks through all CommonJS files of the package for the names that they export.
  const duckdb: typeof Duckdb = createRequire(import.meta.url)('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(':memory:', LIMITS);
  try {
    const connection = await instance.connect();
    await shutIn(connection, file);
    await assertTextColumn(connection, file);
    const rows = await countRows(connection, file);
    return {
      rows,
      readTexts: (wanted, maxCodePoints) => readTexts(connection, { file, rows }, wanted, maxCodePoints),
      close: () => close(instance, connection),
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function close(instance: DuckDBInstance, connection: DuckDBConnection): void {
  connection.closeSync();
  instance.closeSync();
}

/** Nothing but the one file can be opened from now on, and no statement can change that. */
async function shutIn(connection: DuckDBConnection, file: string): Promise<void> {
  const paths = [file, literal(file)].map((path) => `'${path.replaceAll("'", "''")}'`);
  await connection.run(`set allowed_paths = [${paths.join(',')}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
}

async function assertFile(file: string): Promise<void> {
  const unreadable = (cause: unknown): never => {
    throw refused(
      file,
      'the corpus shard cannot be read',
      'there is no such file, or it is not readable',
      cause,
    );
  };
  const handle = await open(file).catch(unreadable);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw refused(file, 'the corpus shard cannot be read', 'it is not a file');
    const end = Buffer.alloc(8);
    await handle.read(end, 0, 8, Math.max(0, found.size - 8)).catch(unreadable);
    const footer = end.readUInt32LE(0);
    if (end.toString('latin1', 4) !== 'PAR1' || footer + 12 > found.size)
      throw refused(file, 'the corpus shard is not a readable parquet file', 'it does not end as one');
    if (footer <= MAX_FOOTER) return;
    throw refused(
      file,
      'the footer of the corpus shard is too long',
      `${footer} bytes; at most ${MAX_FOOTER} are read`,
    );
  } finally {
    await handle.close();
  }
}

async function assertTextColumn(connection: DuckDBConnection, file: string): Promise<void> {
  const columns = await query(connection, file, `describe select * from ${FROM_FILE}`);
  const text = columns.find(([name]) => name === 'text');
  if (text === undefined) throw refused(file, 'the corpus shard has no column "text"');
  if (text[1] !== 'VARCHAR')
    throw refused(file, 'the column "text" of the corpus shard holds no strings', `its type is ${text[1]}`);
}

async function countRows(connection: DuckDBConnection, file: string): Promise<number> {
  const counted = await query(connection, file, `select count(*) from ${FROM_FILE}`);
  const rows = Number(counted[0]?.[0] ?? 0);
  const named = await query(connection, file, 'select num_rows from parquet_file_metadata($path)');
  if (Number(named[0]?.[0]) !== rows)
    throw refused(
      file,
      'the corpus shard contradicts itself',
      `its footer names ${named[0]?.[0]} rows, its row groups ${rows}`,
    );
  if (rows <= MAX_ROWS) return rows;
  throw refused(file, 'the corpus shard names too many rows', `${rows}; at most ${MAX_ROWS} are read`);
}

async function readTexts(
  connection: DuckDBConnection,
  { file, rows }: { readonly file: string; readonly rows: number },
  wanted: readonly number[],
  maxCodePoints?: number,
): Promise<(string | null)[]> {
  const outside = wanted.find((row) => !Number.isSafeInteger(row) || row < 0 || row >= rows);
  if (outside !== undefined)
    throw refused(file, `the corpus shard has no row ${outside}`, `it has ${rows} rows`);
  if (wanted.length === 0) return [];
  const text = maxCodePoints === undefined ? 'text' : `left(text, ${BigInt(maxCodePoints)})`;
  // The client drops a byte order mark at the start of a string; a letter before it keeps it.
  const found = new Map<number, string | null>();
  const read = await query(
    connection,
    file,
    `select file_row_number, '.' || ${text} from ${FROM_FILE} where file_row_number in (${wanted.join(',')})`,
  );
  for (const [row, value] of read) found.set(Number(row), (value as string | null)?.slice(1) ?? null);
  return wanted.map((row) => {
    const value = found.get(row);
    if (value === undefined)
      throw refused(
        file,
        `row ${row} of the corpus shard is missing`,
        `the file says that it has ${rows} rows`,
      );
    return value;
  });
}

/** Runs one statement over the file; whatever the reader says of the file becomes a CorpusError. */
async function query(connection: DuckDBConnection, file: string, sql: string): Promise<unknown[][]> {
  const timer = setTimeout(() => connection.interrupt(), MAX_MS);
  try {
    const reader = await connection.runAndReadAll(sql, { path: literal(file) });
    return reader.getRows();
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw refused(file, 'the corpus shard is not a readable parquet file', why, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** The reader takes a path for a pattern: in brackets, its special characters stand for themselves. */
const literal = (file: string): string => file.replace(/[*?[]/g, '[$&]');

const refused = (file: string, what: string, why?: string, cause?: unknown): CorpusError =>
  new CorpusError({
    what,
    why: why ?? 'prompts are drawn from a parquet file with a column "text" of strings',
    remedy: `Check ${file}, or fetch the shard again.`,
    facts: { file },
    cause,
  });
