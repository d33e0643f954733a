import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AuditError } from '../../src/errors/base.js';
import { UsageError } from '../../src/errors/input.js';
import { createEngine } from '../../src/model/engine/createEngine.js';
import { buildSnapshot } from './buildSnapshot.js';
import { stderrProgress } from './progress.js';
import { readPlan } from './readPlan.js';

const ROOT = process.env.RECROWN_ROOT ?? process.cwd();
const HERE = join(ROOT, 'scripts', 'make-demo');
const USAGE = 'Use: npm run make-demo -- [--seed N] [--plan FILE] [--out DIR] [--replace]';

interface Options {
  readonly seed: number;
  readonly planFile: string;
  readonly out: string;
  readonly replace: boolean;
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '24' },
        plan: { type: 'string', default: join(HERE, 'demo.plan.json') },
        out: { type: 'string', default: join(ROOT, 'snapshots', 'demo') },
        replace: { type: 'boolean', default: false },
      },
    });
    if (!/^\d{1,15}$/.test(values.seed)) throw new TypeError(`--seed ${values.seed} is no whole number`);
    return {
      seed: Number(values.seed),
      planFile: resolve(values.plan),
      out: resolve(values.out),
      replace: values.replace,
    };
  } catch (cause) {
    throw new UsageError({
      what: 'the options cannot be read',
      why: (cause as Error).message,
      remedy: USAGE,
      cause,
    });
  }
}

/** Makes sure before any work that the folder can be written; an earlier snapshot goes, anything else is left alone. */
async function prepare(out: string, replace: boolean): Promise<void> {
  const files: string[] = await readdir(out).catch(() => []);
  if (files.length === 0) return;
  if (!replace || !files.includes('snapshot.json'))
    throw new UsageError({
      what: `${out} is not empty`,
      why: replace
        ? 'it holds no snapshot.json, so that it is not replaced'
        : 'a snapshot needs a new folder',
      remedy: replace ? 'Name another folder.' : 'Name another folder, or add --replace.',
    });
  await rm(out, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const { seed, planFile, out, replace } = readOptions();
  const text = await readFile(planFile, 'utf8').catch((cause: unknown) => {
    throw new UsageError({
      what: `the plan ${planFile} cannot be read`,
      why: (cause as Error).message,
      remedy: USAGE,
    });
  });
  const plan = readPlan(text, planFile);
  await prepare(out, replace);
  const progress = stderrProgress();
  const engines = await Promise.all([1, 2].map(() => createEngine({ threads: 1 })));
  try {
    const metadataPath = join(HERE, 'data', 'node-subtensor-424-v16.scale');
    const snapshot = await buildSnapshot({ plan, seed, out, metadataPath, engines, progress });
    progress.stage(`done: ${out}, digest ${snapshot.index.digest}`);
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

main().catch((error: unknown) => {
  const lines = error instanceof AuditError ? [error.message, error.why, error.remedy] : [String(error)];
  process.stderr.write(`make-demo: ${lines.filter((line) => line !== undefined).join('\n  ')}\n`);
  process.exitCode = error instanceof AuditError ? error.exitCode : 70;
});
