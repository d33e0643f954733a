import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { IoError, StoreLockedError } from '../errors/store.js';
import { loadDuckdb } from './loadDuckdb.js';
import { INDEX_SCHEMA, SCHEMA_SQL } from './schema.js';

/** An open index: one instance, one connection, one thread. */
export interface Index {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens the index for writing, creating it when it does not exist. Keep it open only while writing: DuckDB lets no
 * other process read meanwhile.
 * @throws StoreLockedError while another process has it open; IoError
 */
export async function openIndex(path: string): Promise<Index> {
  const isNew = !existsSync(path);
  const index = await open(path, 'READ_WRITE');
  try {
    if (isNew) {
      await index.connection.run(SCHEMA_SQL);
      await index.connection.run(`insert into meta values (${INDEX_SCHEMA})`);
    }
    return index;
  } catch (cause) {
    index.close();
    throw indexError(path, cause);
  }
}

/** Opens an existing index for reading; null when there is none, or one of another version or unreadable. */
export async function openIndexForReading(path: string): Promise<Index | null> {
  if (!existsSync(path)) return null;
  let index: Index;
  try {
    index = await open(path, 'READ_ONLY');
  } catch (error) {
    if (error instanceof StoreLockedError) throw error;
    return null;
  }
  try {
    const rows = (await index.connection.runAndReadAll('select schema from meta')).getRows();
    if (rows[0]?.[0] === INDEX_SCHEMA) return index;
  } catch {
    // Not an index of ours: it is rebuilt.
  }
  index.close();
  return null;
}

/** Removes the index; the sealed replays stay. */
export function deleteIndex(path: string): void {
  rmSync(path, { force: true });
  rmSync(`${path}.wal`, { force: true });
}

async function open(path: string, access: 'READ_WRITE' | 'READ_ONLY'): Promise<Index> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const instance = await loadDuckdb().DuckDBInstance.create(path, {
      access_mode: access,
      threads: '1',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    return {
      connection,
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (cause) {
    throw indexError(path, cause);
  }
}

function indexError(path: string, cause: unknown): IoError {
  const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
  if (/lock/i.test(why))
    return new StoreLockedError({
      what: `the index ${path} is in use by another recrown`,
      why,
      remedy: 'wait for the other one to finish; sealed replays are complete without the index',
      cause,
    });
  return new IoError({
    what: `cannot use the index ${path}`,
    why,
    remedy: 'run recrown index --rebuild: it is made again from the sealed replays',
    cause,
  });
}
