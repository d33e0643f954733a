import { readFile, stat } from 'node:fs/promises';
import type { ScoreRequest } from '../../domain/engine.js';
import { UsageError } from '../../errors/input.js';
import { parseStrictJson, StrictJsonFault } from '../../model/json/parseStrictJson.js';

const MAX_INPUT_BYTES = 256 * 1024 * 1024;
const KEYS = ['ids', 'rows', 'topIds', 'logits'];

/**
 * Reads the input file of `recrown score`: `{ids, rows, topIds?, logits?: true}`. Ranges are the engine's to check.
 *
 * @throws UsageError naming the key that does not fit
 */
export async function readScoreInput(path: string): Promise<ScoreRequest> {
  const document = await readDocument(path);
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw refused(path, 'it is not an object');
  const keys = document as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(keys).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0)
    throw refused(path, `it has the unknown key ${JSON.stringify(unknown[0])}; known are ${KEYS.join(', ')}`);
  const { ids, rows, topIds, logits } = keys;
  if (!isIntegers(ids)) throw refused(path, 'ids is not a list of whole numbers');
  if (!isIntegers(rows)) throw refused(path, 'rows is not a list of whole numbers');
  if (logits !== undefined && typeof logits !== 'boolean')
    throw refused(path, 'logits is neither true nor false');
  if (topIds !== undefined && !(Array.isArray(topIds) && topIds.every(isIntegers)))
    throw refused(path, 'topIds is not a list of lists of whole numbers');
  if (topIds === undefined && logits !== true)
    throw refused(path, 'it asks for nothing: give topIds, or logits: true');
  return { ids, rows, ...(topIds === undefined ? {} : { topIds }), logits: logits === true };
}

async function readDocument(path: string): Promise<unknown> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MAX_INPUT_BYTES) throw refused(path, `it has ${size} bytes, the limit is ${MAX_INPUT_BYTES}`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError({
      what: `cannot read the input file ${path}`,
      why: (error as Error).message,
      remedy: 'Give the path of a readable JSON file with --input.',
      facts: { path },
      cause: error,
    });
  }
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof StrictJsonFault) throw refused(path, `it is not JSON: ${error.message}`);
    throw error;
  }
}

function isIntegers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item));
}

function refused(path: string, why: string): UsageError {
  return new UsageError({
    what: `the input file ${path} does not fit`,
    why,
    remedy:
      'Give {"ids": [..], "rows": [..], "topIds": [[..], ..]} with one list of topIds a row, or "logits": true.',
    facts: { path },
  });
}
