import { resolve } from 'node:path';
import { printable } from '../../domain/printable.js';
import { UsageError } from '../../errors/input.js';
import { allKinds } from '../../replay/conformance/allKinds.js';
import { checkVectors, type VectorFailure } from '../../replay/conformance/checkVectors.js';
import { readJsonFile } from '../../replay/readJsonFile.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';

const MOST_BYTES = 64 * 1024 * 1024;
const FAILED = 70;

/**
 * `recrown conformance FILE`: checks the rules against a file of test vectors.
 * Exit code 0 when all known vectors pass, else 70.
 */
export const conformance: Command<[{ readonly file: string }]> = async (context, { file }) => {
  const report = checkVectors(readVectors(resolve(context.cwd, file)), allKinds);
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

const readVectors = (path: string): unknown =>
  readJsonFile(
    path,
    MOST_BYTES,
    (why, cause) =>
      new UsageError({
        what: `the vector file ${printable(path)} cannot be read`,
        why,
        remedy: 'Give a JSON file of test vectors.',
        cause,
      }),
  );

const failureText = ({ id, kind, reason }: VectorFailure): string =>
  `FAILED ${printable(id)} (${printable(kind)})\n  ${printable(reason)}\n`;
