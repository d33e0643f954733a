import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { buildQuasarGraph } from '../../src/model/graphs/buildQuasarGraph.js';
import { memoryStates, nextState } from '../../src/model/graphs/memoryStates.js';
import { readHeader } from '../../src/model/safetensors/readHeader.js';
import { relativeError } from './golden.js';
import type { Memory } from './memoryReference.js';
import { referenceLogits } from './reference.js';
import { numbers, type Synthetic, writeSynthetic } from './synthetic.js';

/** Runs the graph with carried memory once, in this process. */
async function run(
  { config, files }: Synthetic,
  form: 'contrib' | 'plain',
  ids: readonly number[],
  start: number,
  memories: ReadonlyMap<number, Memory>,
) {
  const path = files.weightPaths[0] as string;
  const { tensors } = await readHeader(path);
  const weights = new Map(
    Array.from(tensors, ([name, entry]) => [name, { location: 'model.safetensors', ...entry }]),
  );
  const head = { picks: 'none', logits: true, hidden: false } as const;
  const graph = buildQuasarGraph(config, weights, { form, head, memory: 'carried' });
  const session = await InferenceSession.create(graph, {
    logSeverityLevel: 4,
    extra: { 'session.model_external_initializers_file_folder_path': dirname(path) },
  } as InferenceSession.SessionOptions);
  const vector = (values: readonly number[]) => new Tensor('int32', Int32Array.from(values), [values.length]);
  const feeds: Record<string, Tensor> = {
    ids: vector(ids),
    positions: vector(ids.map((_, i) => start + i)),
    rows: vector([...ids.keys()]),
  };
  for (const { layer, name, dims } of memoryStates(config)) {
    const values = (memories.get(layer) as Memory).flatMap((slot) => [...slot]);
    feeds[name] = new Tensor('float32', Float32Array.from(values), dims);
  }
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}

const CASES = [
  { name: 'one token', change: {}, tokens: 1, start: 500 },
  { name: 'three segments', change: { n_layers: 4 }, tokens: 140, start: 3 },
  { name: 'one slot of one channel', change: { memory_slots: 1, memory_dim: 1 }, tokens: 66, start: 0 },
  { name: 'as many slots as a dense read takes', change: { memory_slots: 1024 }, tokens: 5, start: 9 },
  { name: 'one slot more', change: { memory_slots: 1025 }, tokens: 5, start: 9 },
] as const;

describe('a latent memory that does not start at zero', () => {
  for (const { name, change, tokens, start } of CASES)
    it(`is read and written as a float64 evaluation does: ${name}`, async () => {
      const model = writeSynthetic(change);
      try {
        const { config } = model;
        const next = numbers(tokens + 1);
        const ids = Array.from({ length: tokens }, () => next() % config.vocabSize);
        const given = new Map(
          memoryStates(config).map(({ layer, dims: [slots, width] }) => [
            layer,
            Array.from({ length: slots }, () =>
              Float64Array.from({ length: width }, () => Math.fround(next() / 2 ** 31 - 1)),
            ),
          ]),
        );
        const memories = new Map<number, Memory>(given);
        const logits = referenceLogits(config, model.tensors, ids, start, memories);
        for (const form of ['contrib', 'plain'] as const) {
          const outputs = await run(model, form, ids, start, given);
          const near = (word: string, found: Tensor | undefined, exact: readonly number[]) => {
            const error = relativeError(found?.data as Float32Array, exact);
            assert.ok(error < 5e-6, `${form}, ${word}: relative error ${error}`);
          };
          near(
            'logits',
            outputs.logits,
            logits.flatMap((row) => [...row]),
          );
          for (const { layer, name: input } of memoryStates(config))
            near(
              input,
              outputs[nextState(input)],
              (memories.get(layer) as Memory).flatMap((slot) => [...slot]),
            );
        }
      } finally {
        model.remove();
      }
    });
});
