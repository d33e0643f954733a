// Floating-point rate of the engine on a synthetic Quasar (golden shapes scaled to d_model 512), against one large MatMul
// in the same engine process. Prints a table; the ratio is what counts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../src/model/engine/createEngine.js';
import type { QuasarConfig } from '../src/model/graphs/QuasarConfig.js';
import { readQuasarConfig } from '../src/model/graphs/readQuasarConfig.js';
import { tensorInventory } from '../src/model/graphs/tensorInventory.js';
import { type TensorData, writeSafetensors } from '../src/model/safetensors/writeSafetensors.js';
import { matMulRate } from './model/matMulRate.js';
import { usefulFlop } from './model/usefulFlop.js';

const TOKENS = 1024;
const SCORED = 128;
const RUNS = 5;
const SHAPE = {
  model_type: 'quasar',
  vocab_size: 4096,
  d_model: 512,
  n_layers: 6,
  n_heads: 4,
  head_dim: 128,
  d_ff: 1360,
  max_seq_len: 4096,
  rms_norm_eps: 1e-6,
  quasar_layers: 4,
  gated_layers: 2,
  use_gla_first: false,
  use_short_conv: true,
  conv_size: 4,
  attn_mode: 'chunk',
  gla_mode: 'chunk',
  expand_k: 0.5,
  expand_v: 1,
  memory_slots: 64,
  memory_dim: 128,
  moe_type: 'bigmac',
  num_shared_experts: 1,
  num_routed_experts: 16,
  top_k: 4,
  shared_expert_size: 1024,
  routed_expert_size: 86,
  dense_input_layers: 2,
  bigmac_r: 0.25,
  rope_theta: 1e6,
  residual_scale: 0.1,
};

/** A small generator with a fixed start, so that every run measures the same routing. */
function generator(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

function checkpoint(config: QuasarConfig, dtype: 'F32' | 'BF16'): Record<string, TensorData> {
  const next = generator();
  const tensors: Record<string, TensorData> = {};
  for (const [name, shape] of tensorInventory(config)) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const spread = 2 / Math.sqrt(shape.length > 1 ? (shape.at(-1) as number) : 1);
    const isNorm = /(?:ln\d(?:_out)?|norm|g_norm_swish_gate)\.weight$/.test(name);
    const data = Float32Array.from({ length: size }, () => (isNorm ? 1 : next() * spread));
    tensors[name] = { dtype, shape, data };
  }
  return tensors;
}

/** Shortest of several runs, seconds. */
async function shortest(run: () => Promise<unknown>): Promise<number> {
  await run();
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < RUNS; i += 1) {
    const start = performance.now();
    await run();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

const folder = await mkdtemp(join(tmpdir(), 'recrown-bench-'));
const next = generator();
const ids = Array.from({ length: TOKENS }, () => Math.floor((next() + 0.5) * SHAPE.vocab_size));
const request = { ids, rows: ids.slice(-SCORED).map((_, i) => TOKENS - SCORED + i), topK: 128 };
const config = readQuasarConfig(SHAPE);
const lines = [['weights', 'threads', 'form', 'ms', 'GFLOP/s', 'of MatMul']];
try {
  const configPath = join(folder, 'config.json');
  await writeFile(configPath, JSON.stringify(SHAPE));
  for (const dtype of ['F32', 'BF16'] as const) {
    const path = join(folder, `${dtype}.safetensors`);
    await writeSafetensors(path, checkpoint(config, dtype));
    for (const threads of [1, 2]) {
      const { wall: peak } = await matMulRate(threads, 1024, RUNS);
      lines.push([`MatMul ${1024}`, String(threads), '', '', peak.toFixed(1), '100 %']);
      const begun = performance.now();
      const engine = await createEngine({ threads });
      const start = performance.now() - begun;
      lines.push(['start, self-test', String(threads), '', start.toFixed(0), '', '']);
      for (const form of ['contrib', 'plain'] as const) {
        const model = await engine.load({ configPath, weightPaths: [path] }, form);
        const seconds = await shortest(() => model.score(request));
        await model.release();
        const rate = usefulFlop(config, TOKENS, SCORED) / seconds / 1e9;
        lines.push([
          dtype,
          String(threads),
          form,
          (seconds * 1000).toFixed(0),
          rate.toFixed(1),
          `${((100 * rate) / peak).toFixed(0)} %`,
        ]);
      }
      await engine.close();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const line of lines) process.stdout.write(`${line.map((cell) => cell.padEnd(12)).join('')}\n`);
