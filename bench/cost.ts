// How near the estimates of time and memory come to what sequences take, on synthetic models of several sizes.
// Prints a table; the first sequence of a model, which opens it, is shown apart.
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelFiles, RecurrenceForm } from '../src/domain/engine.js';
import { estimateSeconds } from '../src/model/cost/estimateSeconds.js';
import { peakBytes } from '../src/model/cost/peakBytes.js';
import { planModel } from '../src/model/cost/planModel.js';
import { createEngine } from '../src/model/engine/createEngine.js';
import { qwen35Tensors } from '../src/model/graphs/qwen35/qwen35Tensors.js';
import { readQwen35Config } from '../src/model/graphs/qwen35/readQwen35Config.js';
import { readQuasarConfig } from '../src/model/graphs/readQuasarConfig.js';
import { tensorInventory } from '../src/model/graphs/tensorInventory.js';
import { QUASAR_3B, QWEN35_4B } from '../test/model/cost/publishedConfigs.js';
import { memoryOf } from './model/meter.js';

const RUNS = 2;
const student = (change: object) => ({ ...QUASAR_3B, ...change });
const teacher = (change: object) => ({ ...QWEN35_4B, ...change });
/** Six layers, 64 wide. */
const NARROW = student({
  d_model: 64,
  n_heads: 2,
  head_dim: 32,
  d_ff: 128,
  n_layers: 6,
  vocab_size: 512,
  num_routed_experts: 8,
  shared_expert_size: 64,
  routed_expert_size: 16,
  memory_dim: 16,
  dense_input_layers: 2,
});
const CASES: readonly [string, object, number, number, RecurrenceForm][] = [
  ['student 64 wide', NARROW, 160, 60, 'contrib'],
  ['student 64 wide', NARROW, 160, 60, 'plain'],
  [
    'student 512 wide',
    student({
      d_model: 512,
      n_heads: 4,
      head_dim: 128,
      d_ff: 1360,
      n_layers: 6,
      vocab_size: 32_000,
      num_routed_experts: 16,
      shared_expert_size: 1024,
      routed_expert_size: 86,
      dense_input_layers: 2,
    }),
    1024,
    256,
    'contrib',
  ],
  [
    'teacher 512 wide',
    teacher({
      hidden_size: 512,
      intermediate_size: 1536,
      num_hidden_layers: 8,
      num_attention_heads: 4,
      num_key_value_heads: 1,
      linear_num_key_heads: 4,
      linear_num_value_heads: 8,
      vocab_size: 32_000,
    }),
    1024,
    256,
    'contrib',
  ],
  [
    'student 1536 wide',
    student({ n_layers: 6, dense_input_layers: 1, vocab_size: 64_000 }),
    1024,
    128,
    'contrib',
  ],
  ['teacher 2560 wide', teacher({ num_hidden_layers: 4, vocab_size: 64_000 }), 1024, 128, 'contrib'],
];

/** Writes a bfloat16 checkpoint whose tensors repeat one block of small random values. */
function write(folder: string, document: object): ModelFiles {
  const type = (document as { model_type: string }).model_type;
  const tensors =
    type === 'quasar'
      ? tensorInventory(readQuasarConfig(document))
      : qwen35Tensors(readQwen35Config(document));
  const block = new Uint16Array(1 << 20);
  let state = 7;
  for (let i = 0; i < block.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = new Float32Array([(state / 2 ** 31 - 1) * 0.03]);
    block[i] = (new Uint32Array(value.buffer)[0] as number) >>> 16;
  }
  const header: Record<string, object> = {};
  let at = 0;
  for (const [name, shape] of tensors) {
    const bytes = 2 * shape.reduce((product, extent) => product * extent, 1);
    header[name] = { dtype: 'BF16', shape, data_offsets: [at, at + bytes] };
    at += bytes;
  }
  const files = { configPath: join(folder, 'config.json'), weightPaths: [join(folder, 'model.safetensors')] };
  writeFileSync(files.configPath, JSON.stringify(document));
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  const fd = openSync(files.weightPaths[0] as string, 'w');
  writeSync(fd, Buffer.concat([size, text]));
  const bytes = Buffer.from(block.buffer);
  for (let left = at; left > 0; left -= bytes.length) writeSync(fd, bytes, 0, Math.min(left, bytes.length));
  closeSync(fd);
  return files;
}

/** Most memory of both processes without their mapped files while `work` runs, MB; looked at every 10 ms. */
async function peakWhile(engine: number, work: () => Promise<void>): Promise<number> {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, memoryOf(engine).anonymous + memoryOf(process.pid).anonymous);
  };
  const timer = setInterval(look, 10);
  try {
    await work();
    look();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

const MB = 1e6;
console.log(
  'model               form     T    rows   estimate s (range)        measured s      memory MB: estimate, measured',
);
for (const [name, document, tokens, scored, form] of CASES) {
  const folder = mkdtempSync(join(tmpdir(), 'recrown-cost-'));
  const engine = await createEngine({ threads: 2 });
  try {
    const files = write(folder, document);
    const model = await planModel(files);
    const started = performance.now();
    const speed = await engine.speed(model, tokens);
    const took = (performance.now() - started) / 1000;
    const ids = Array.from({ length: tokens }, (_, i) => (i * 7919) % model.cost.shapes.vocabSize);
    const rows = Array.from({ length: scored }, (_, i) => tokens - scored + i);
    const loaded = await engine.load(files, form);
    const seconds: number[] = [];
    const peak = await peakWhile(engine.processId as number, async () => {
      for (let i = 0; i <= RUNS; i += 1) {
        const start = performance.now();
        await loaded.score({ ids, rows, topK: 64 });
        seconds.push((performance.now() - start) / 1000);
      }
    });
    const { low, likely, high } = estimateSeconds(model, { tokens, rows: scored, form }, speed);
    const cost = model.cost.of({ tokens, rows: scored, form, load: 'even' });
    const [first = 0, ...later] = seconds;
    console.log(
      `${name.padEnd(19)} ${form.padEnd(8)} ${tokens} ${scored}  ${likely.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})  ${[
        ...later,
      ]
        .sort()
        .map((one) => one.toFixed(4))
        .join(
          ' ',
        )} (first ${first.toFixed(2)})  ${Math.round(peakBytes(model, { tokens, rows: scored }) / MB)} ${Math.round(peak)}`,
    );
    console.log(
      `  speed took ${took.toFixed(2)} s`,
      JSON.stringify(speed),
      JSON.stringify(cost),
      JSON.stringify({ widened: model.widened, mapped: model.mapped }),
    );
    await loaded.release();
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
