// Our engine against PyTorch on the CPU: a scaled Quasar of the full architecture, both from the same safetensors file,
// two threads each, in turn in one run; the best of five each, and how far the results differ. Aim: 1.5 times as fast.
// RECROWN_PYTHON names a Python that has PyTorch and numpy (usual: /usr/bin/python3, with Debian's python3-torch and OpenBLAS).
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FULL_SIZE_CONFIG } from '../scripts/make-full-size/fullSizeConfig.js';
import { writeCheckpoint } from '../scripts/make-full-size/writeCheckpoint.js';
import { createEngine } from '../src/model/engine/createEngine.js';
import { type Duration, measure, shortest } from './model/meter.js';
import { blasKernels } from './pytorch/blasKernels.js';

const TOKENS = 1024;
const SCORED = 128;
const PICKED = 128;
const RUNS = 5;
const THREADS = 2;
const SCALED = {
  ...FULL_SIZE_CONFIG,
  vocab_size: 16384,
  d_model: 512,
  n_layers: 12,
  n_heads: 4,
  d_ff: 1360,
  memory_slots: 64,
  num_routed_experts: 16,
  shared_expert_size: 1024,
  routed_expert_size: 86,
  dense_input_layers: 2,
};

/** Largest and mean difference of two lists of log-probabilities. */
function differences(ours: Float32Array, theirs: Float32Array): string {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} against ${theirs.length} results`);
  const gaps = Array.from(ours, (value, i) => Math.abs(value - (theirs[i] as number)));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return `mean ${mean.toExponential(1)}, largest ${gaps.reduce((a, b) => Math.max(a, b)).toExponential(1)} nats`;
}

async function compare(
  folder: string,
  python: string,
  kernels: ReturnType<typeof blasKernels>,
): Promise<void> {
  const root = process.env.RECROWN_ROOT ?? '.';
  const files = await writeCheckpoint(folder, SCALED);
  const list = <T>(length: number, value: (i: number) => T): T[] =>
    Array.from({ length }, (_, i) => value(i));
  const request = {
    ids: list(TOKENS, (i) => (i * 7919 + 13) % SCALED.vocab_size),
    rows: list(SCORED, (i) => TOKENS - SCORED + i),
    topIds: list(SCORED, (row) => list(PICKED, (k) => (k * 127 + row) % SCALED.vocab_size)),
  };
  const [asked, answered] = [join(folder, 'request.json'), join(folder, 'result.f32')];
  await writeFile(asked, JSON.stringify(request));
  const theirs = spawn(
    python,
    [join(root, 'bench', 'pytorch', 'quasar.py'), folder, asked, answered, String(THREADS)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        OMP_NUM_THREADS: String(THREADS),
        OPENBLAS_NUM_THREADS: String(THREADS),
        ...(kernels?.given ? { OPENBLAS_CORETYPE: kernels.name } : {}),
        // As in our engine: threads that wait leave the cores to others.
        OMP_WAIT_POLICY: 'passive',
      },
    },
  );
  const lines = createInterface({ input: theirs.stdout });
  const runTheirs = async (): Promise<Duration> => {
    const answer = once(lines, 'line');
    theirs.stdin.write('run\n');
    return JSON.parse(String((await Promise.race([answer, once(theirs, 'exit')]))[0])) as Duration;
  };
  const engine = await createEngine({ threads: THREADS });
  try {
    const model = await engine.load(files, 'contrib');
    let logProbs = new Float32Array();
    const runOurs = () =>
      measure(engine.processId as number, async () => {
        logProbs = (await model.score(request)).logProbs as Float32Array<ArrayBuffer>;
      });
    await runOurs();
    await runTheirs();
    const [our, their]: [Duration[], Duration[]] = [[], []];
    for (let i = 0; i < RUNS; i += 1) {
      our.push(await runOurs());
      their.push(await runTheirs());
    }
    const [a, b] = [shortest(our), shortest(their)];
    for (const by of ['wall', 'processor'] as const)
      console.log(
        `${by.padEnd(10)} ours ${(1000 * a[by]).toFixed(0)} ms, PyTorch ${(1000 * b[by]).toFixed(0)} ms: ${(b[by] / a[by]).toFixed(2)} times (aim: 1.5)`,
      );
    const bytes = await readFile(answered);
    const result = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    console.log(`log-probabilities differ by ${differences(logProbs, result)}`);
  } finally {
    theirs.stdin.end();
    theirs.kill();
    await engine.close();
  }
}

const python = process.env.RECROWN_PYTHON ?? '/usr/bin/python3';
const version = spawnSync(python, ['-c', 'import numpy, torch; print(torch.__version__)'], {
  encoding: 'utf8',
});
if (version.status !== 0) console.log(`skipped: ${python} has no PyTorch with numpy`);
else {
  const kernels = blasKernels(python);
  console.log(
    `PyTorch ${version.stdout.trim()}, ${THREADS} threads, ${TOKENS} tokens, ${SCORED} scored rows; ${kernels === null ? 'no OpenBLAS' : `OpenBLAS kernels ${kernels.name}${kernels.given ? ' (given: it does not know this processor)' : ''}`}`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'recrown-pytorch-'));
  try {
    await compare(folder, python, kernels);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
