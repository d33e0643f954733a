import { readFile, stat } from 'node:fs/promises';
import { UsageError } from '../../errors/input.js';
import { parseStrictJson, StrictJsonFault } from '../../model/json/parseStrictJson.js';

const MAX_INPUT_BYTES = 256 * 1024 * 1024;

/**
 * Reads the input file of a command: one JSON object.
 *
 * @param keys the keys that it may have; without them any
 * @param form says how the file should look, for whoever gave another
 * @throws UsageError naming what does not fit
 */
export async function readInput(
  path: string,
  form: string,
  keys?: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const document = await readDocument(path, form);
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw inputRefused(path, 'it is not an object', form);
  const unknown = Object.keys(document).find((key) => keys !== undefined && !keys.includes(key));
  if (keys !== undefined && unknown !== undefined)
    throw inputRefused(
      path,
      `it has the unknown key ${JSON.stringify(unknown)}; known are ${keys.join(', ')}`,
      form,
    );
  return document as Record<string, unknown>;
}

async function readDocument(path: string, form: string): Promise<unknown> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MAX_INPUT_BYTES)
      throw inputRefused(path, `it has ${size} bytes, the limit is ${MAX_INPUT_BYTES}`, form);
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
    if (error instanceof StrictJsonFault) throw inputRefused(path, `it is not JSON: ${error.message}`, form);
    throw error;
  }
}

export function isIntegers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item));
}

export function inputRefused(path: string, why: string, form: string): UsageError {
  return new UsageError({ what: `the input file ${path} does not fit`, why, remedy: form, facts: { path } });
}
