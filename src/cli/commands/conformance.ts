import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable } from '../../domain/printable.js';
import { UsageError } from '../../errors/input.js';
import { allKinds } from '../../replay/conformance/allKinds.js';
import { checkVectors, type VectorFailure } from '../../replay/conformance/checkVectors.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';

const MOST_BYTES = 64 * 1024 * 1024;
const FAILED = 70;

/**
 * `recrown conformance FILE`: checks the rules against a file of test vectors.
 * Exit code 0 when all known vectors pass, else 70.
 */
export const conformance: Command<[{ readonly file: string }]> = async (context, { file }) => {
  const report = checkVectors(await readJson(resolve(context.cwd, file)), allKinds);
  const closing = `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped\n`;
  if (context.options.json) {
    context.out(jsonLine(report));
    context.err(closing);
  } else {
    context.out(report.failures.map(failureText).join(''));
    context.out(closing);
  }
  return report.failed > 0 ? FAILED : 0;
};

async function readJson(path: string): Promise<unknown> {
  const refused = (why: string, cause?: unknown): UsageError =>
    new UsageError({
      what: `the vector file ${printable(path)} cannot be read`,
      why,
      remedy: 'Give a JSON file of test vectors.',
      cause,
    });
  const found = await stat(path).catch((cause: unknown) => {
    throw refused('there is no such file, or it is not readable', cause);
  });
  if (!found.isFile()) throw refused('it is not a file');
  if (found.size > MOST_BYTES) throw refused(`it has ${found.size} bytes; at most ${MOST_BYTES} are read`);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw refused('it is not readable', cause);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refused('it is not JSON', cause);
  }
}

const failureText = ({ id, kind, reason }: VectorFailure): string =>
  `FAILED ${printable(id)} (${printable(kind)})\n  ${printable(reason)}\n`;
