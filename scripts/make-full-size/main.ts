import { mkdir, readdir, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AuditError } from '../../src/errors/base.js';
import { UsageError } from '../../src/errors/input.js';
import { FULL_SIZE_CONFIG } from './fullSizeConfig.js';
import { writeCheckpoint } from './writeCheckpoint.js';

const USAGE = 'Use: node scripts/make-full-size.mjs DIR (a new or empty folder with 8 GB to spare)';
/** The file has 5.88 GB; a disk that is filled to its end harms others. */
const NEEDED_BYTES = 8e9;

function readFolder(): string {
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    const [folder] = positionals;
    if (positionals.length !== 1 || folder === undefined || folder === '')
      throw new TypeError(`${positionals.length} folders are given`);
    return resolve(folder);
  } catch (cause) {
    throw new UsageError({
      what: 'the arguments cannot be read',
      why: (cause as Error).message,
      remedy: USAGE,
      cause,
    });
  }
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new UsageError({ what: `${folder} is not empty`, remedy: USAGE });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < NEEDED_BYTES)
    throw new UsageError({
      what: `${folder} has ${(bavail * bsize * 1e-9).toFixed(1)} GB free, 8 GB are needed`,
      remedy: 'Name a folder on a larger disk.',
    });
}

async function main(): Promise<void> {
  const folder = readFolder();
  await prepare(folder);
  const start = performance.now();
  const { tensors, bytes } = await writeCheckpoint(folder, FULL_SIZE_CONFIG);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  process.stdout.write(
    `${folder}: ${tensors} tensors, ${(bytes * 1e-9).toFixed(4)} GB of weights in ${seconds} s\n`,
  );
}

main().catch((error: unknown) => {
  const lines = error instanceof AuditError ? [error.message, error.why, error.remedy] : [String(error)];
  process.stderr.write(`make-full-size: ${lines.filter((line) => line !== undefined).join('\n  ')}\n`);
  process.exitCode = error instanceof AuditError ? error.exitCode : 70;
});
