// Opens and scores a checkpoint of full size (scripts/make-full-size.mjs writes one; RECROWN_FULL_SIZE names its folder):
// time to open, anonymous memory of the engine process, rate against the MatMul peak of the same minute, and where the
// time goes. Aims: 0.4 s per GiB, under 1.2 GB anonymous, 60 % of the peak. By processor time as well as by the clock,
// because on a loaded machine only the former says anything.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineChild } from '../src/model/engine/EngineChild.js';
import { openModelFiles } from '../src/model/engine/openModelFiles.js';
import { readQuasarConfig } from '../src/model/graphs/readQuasarConfig.js';
import { matMulRate } from './model/matMulRate.js';
import { type Duration, measure, memoryOf, shortest } from './model/meter.js';
import { profile } from './model/profile.js';
import { usefulFlop } from './model/usefulFlop.js';

const number = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const TOKENS = number('RECROWN_BENCH_TOKENS', 1024);
const SCORED = number('RECROWN_BENCH_SCORED', 128);
const RUNS = number('RECROWN_BENCH_RUNS', 3);
const THREADS = 2;
const PICKED = 128;
const PEAK_SIZE = 1536;
const SHOWN_KINDS = 14;
const FETCHES = ['logProbs', 'tailLogMass'];

const say = (...cells: readonly string[]) =>
  process.stdout.write(`${cells.map((cell) => cell.padEnd(34)).join('')}\n`);

function feedsFor(vocabSize: number) {
  const vector = (length: number, value: (i: number) => number) => ({
    dims: [length],
    data: Int32Array.from({ length }, (_, i) => value(i)),
  });
  const topIds = vector(SCORED * PICKED, (i) => ((i % PICKED) * 1931 + Math.floor(i / PICKED)) % vocabSize);
  return {
    ids: vector(TOKENS, (i) => (i * 7919 + 13) % vocabSize),
    positions: vector(TOKENS, (i) => i),
    rows: vector(SCORED, (i) => TOKENS - SCORED + i),
    topIds: { ...topIds, dims: [SCORED, PICKED] },
  };
}

async function main(folder: string): Promise<void> {
  const configPath = join(folder, 'config.json');
  const config = readQuasarConfig(JSON.parse(await readFile(configPath, 'utf8')));
  const child = new EngineChild();
  await child.call({ kind: 'describe' });
  const processId = child.processId as number;
  const checked = await openModelFiles({ configPath, weightPaths: [join(folder, 'model.safetensors')] });
  const head = { picks: 'gather', logits: false, hidden: false } as const;
  const started = performance.now();
  const model = checked.build({ form: 'contrib', head, carried: false, oneToken: false, switches: {} });
  const session = {
    kind: 'open',
    session: 1,
    model,
    folder: checked.folder,
    threads: THREADS,
    provider: 'cpu',
    mapped: true,
    watched: false,
  } as const;
  const opening = await measure(processId, () => child.call(session));
  const open = (performance.now() - started) / 1000;
  const bytes = [...checked.weights.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const gib = bytes / 2 ** 30;
  say('weights', `${checked.weights.size} tensors, ${(bytes / 1e9).toFixed(2)} GB`);
  say(
    'open',
    `${open.toFixed(2)} s`,
    `${(open / gib).toFixed(2)} s per GiB; processor ${opening.processor.toFixed(2)} s`,
  );

  const feeds = feedsFor(config.vocabSize);
  const gflop = usefulFlop(config, TOKENS, SCORED) / 1e9;
  const runs: Duration[] = [];
  const peak = { wall: 0, processor: 0 };
  let anonymous = 0;
  for (let i = 0; i < RUNS; i += 1) {
    const found = await matMulRate(THREADS, PEAK_SIZE, 3);
    peak.wall = Math.max(peak.wall, found.wall);
    peak.processor = Math.max(peak.processor, found.processor);
    const run = await measure(processId, () =>
      child.call({ kind: 'run', session: 1, feeds, fetches: FETCHES }),
    );
    anonymous = Math.max(anonymous, run.anonymous);
    runs.push(run);
  }
  const best = shortest(runs);
  say(
    `${TOKENS} tokens, ${SCORED} scored`,
    `${best.wall.toFixed(1)} s`,
    `processor ${best.processor.toFixed(1)} s`,
  );
  const rate = { wall: gflop / best.wall, processor: (THREADS * gflop) / best.processor };
  for (const by of ['wall', 'processor'] as const)
    say(
      `rate by ${by} time`,
      `${rate[by].toFixed(1)} GFLOP/s, MatMul ${peak[by].toFixed(1)}`,
      `${((100 * rate[by]) / peak[by]).toFixed(0)} % of the peak`,
    );
  say(
    'memory',
    `${anonymous.toFixed(0)} MB anonymous at most`,
    `${memoryOf(processId).file.toFixed(0)} MB of files`,
  );
  await child.kill();

  const kinds = await profile(session, { feeds, fetches: FETCHES });
  const all = kinds.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  say('', '');
  for (const { name, nodes, milliseconds } of kinds.slice(0, SHOWN_KINDS))
    say(`${((100 * milliseconds) / all).toFixed(1)} %  ${milliseconds.toFixed(0)} ms`, `${nodes} x ${name}`);
}

const folder = process.env.RECROWN_FULL_SIZE;
if (folder === undefined || folder === '')
  say('skipped: RECROWN_FULL_SIZE names no folder (node scripts/make-full-size.mjs DIR writes one)');
else await main(folder);
