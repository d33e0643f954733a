import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { readQuasarConfig } from '../../src/model/graphs/readQuasarConfig.js';
import { readGolden, relativeError } from './golden.js';
import { readTensors } from './readTensors.js';
import { referenceDecode } from './referenceDecode.js';
import { numbers, type Synthetic, writeSynthetic } from './synthetic.js';

let engine: OnnxEngine;
before(async () => {
  engine = await createEngine({ threads: 1 });
});
after(() => engine.close());

const CASES: readonly {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly prompt: number;
  readonly dtype?: 'BF16';
}[] = [
  { name: 'a prompt of one token', change: {}, prompt: 1 },
  { name: 'a prompt that grows over a segment, bfloat16', change: {}, prompt: 62, dtype: 'BF16' },
  { name: 'a prompt of three segments', change: { n_layers: 4 }, prompt: 150 },
  { name: 'gated layers only', change: { quasar_layers: 0, gated_layers: 3 }, prompt: 20 },
  { name: 'no memory at all', change: { quasar_layers: 2, gated_layers: 0 }, prompt: 20 },
  { name: 'no routed experts', change: { num_routed_experts: 0 }, prompt: 20 },
  {
    name: 'a prompt whose experts drop assignments',
    change: { num_routed_experts: 3, top_k: 2, dense_input_layers: 0 },
    prompt: 150,
  },
  { name: 'more slots than a dense read takes', change: { memory_slots: 1100, memory_dim: 4 }, prompt: 9 },
  {
    name: 'one head, other widths of key and value in gated layers',
    change: { n_heads: 1, head_dim: 24, expand_k: 0.75, expand_v: 2 },
    prompt: 20,
  },
];
const STEPS = 6;

async function compare(model: Pick<Synthetic, 'files' | 'config' | 'tensors'>, prompt: number) {
  const next = numbers(prompt);
  const { vocabSize } = model.config;
  const promptIds = Array.from({ length: prompt }, () => next() % vocabSize);
  for (const mode of ['recompute-full', 'memory-only'] as const) {
    const expected = referenceDecode(model.config, model.tensors, promptIds, mode, STEPS);
    for (const form of ['contrib', 'plain'] as const) {
      const loaded = await engine.load(model.files, form);
      const found = await loaded.decode({ promptIds, mode, maxNew: STEPS, best: vocabSize });
      await loaded.release();
      const byId = (row: (typeof found.bestLogits)[number]) =>
        [...row].sort(([a], [b]) => a - b).map(([, logit]) => logit);
      const error = relativeError(
        found.bestLogits.flatMap(byId),
        expected.flatMap((row) => [...row]),
      );
      assert.ok(error < 1e-5, `${mode}, ${form}: relative error ${error}`);
      assert.deepEqual(
        found.tokens,
        expected.map((row) => row.indexOf(Math.max(...row))),
      );
    }
  }
}

describe('decodings agree with a float64 evaluation in both modes and forms', () => {
  for (const { name, change, prompt, dtype } of CASES)
    it(name, async () => {
      const model = writeSynthetic(change, dtype);
      try {
        await compare(model, prompt);
      } finally {
        model.remove();
      }
    });

  it('quasar-b', async () => {
    const { files } = readGolden('quasar-b');
    const config = readQuasarConfig(JSON.parse(readFileSync(files.configPath, 'utf8')));
    const tensors = await readTensors(files.weightPaths[0] as string);
    await compare({ files, config, tensors }, 40);
  });
});
