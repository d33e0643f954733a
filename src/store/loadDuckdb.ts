import { createRequire } from 'node:module';
import type * as Duckdb from '@duckdb/node-api';

/**
 * The DuckDB binding, loaded when it is first asked for. By require and not by import: node would first look through all of
 * its CommonJS files for the names that they export, which takes longer than to run them.
 */
export const loadDuckdb = (): typeof Duckdb =>
  createRequire(import.meta.url)('@duckdb/node-api') as typeof Duckdb;
