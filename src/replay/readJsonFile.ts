import { readFileSync, type Stats, statSync } from 'node:fs';
import type { AuditError } from '../errors/base.js';

/**
 * Reads a JSON file that a person named: a plain file of bounded size, whole, and JSON.
 * @param refused makes the error of a file that cannot be used from the reason why
 * @throws what `refused` makes
 */
export function readJsonFile(
  path: string,
  mostBytes: number,
  refused: (why: string, cause?: unknown) => AuditError,
): unknown {
  let found: Stats;
  try {
    found = statSync(path);
  } catch (cause) {
    throw refused('there is no such file, or it is not readable', cause);
  }
  if (!found.isFile()) throw refused('it is not a file');
  if (found.size > mostBytes) throw refused(`it has ${found.size} bytes; at most ${mostBytes} are read`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw refused('it is not readable', cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refused('it is not JSON', cause);
  }
}
