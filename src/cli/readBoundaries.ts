import { resolve } from 'node:path';
import * as z from 'zod';
import { printable } from '../domain/printable.js';
import { checkBoundaries, type EraBoundaries } from '../eras/eraSteps.js';
import { UsageError } from '../errors/input.js';
import { readJsonFile } from '../replay/readJsonFile.js';

const MAX_BYTES = 64 * 1024;
const file = z.record(z.string(), z.number().int().min(0));

/**
 * First blocks of eras as an operator knows them, from the file of `--eras`; none without it.
 * @throws UsageError for a file that cannot be read, an unknown era, or an order that contradicts the eras'
 */
export function readBoundaries(path: string | undefined, cwd: string): EraBoundaries {
  if (path === undefined) return {};
  const refused = (why: string, cause?: unknown) =>
    new UsageError({
      what: `the boundaries of eras in ${printable(path, 80)} cannot be used`,
      why,
      remedy: 'give a JSON object of era and first block: {"P9": 8370000}; docs/eras.md lists the eras',
      cause,
    });
  const value = readJsonFile(resolve(cwd, path), MAX_BYTES, refused);
  const parsed = file.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refused(`${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'not understood'}`);
  }
  const fault = checkBoundaries(parsed.data);
  if (fault !== null) throw refused(fault);
  return parsed.data;
}
