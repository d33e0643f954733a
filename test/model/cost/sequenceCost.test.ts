import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecurrenceForm } from '../../../src/domain/engine.js';
import type { SequenceCost } from '../../../src/model/cost/SequenceCost.js';
import { openModelFiles } from '../../../src/model/engine/openModelFiles.js';
import { qwen35Tensors } from '../../../src/model/graphs/qwen35/qwen35Tensors.js';
import { readQwen35Config } from '../../../src/model/graphs/qwen35/readQwen35Config.js';
import { readArchitecture } from '../../../src/model/graphs/readArchitecture.js';
import { readQuasarConfig } from '../../../src/model/graphs/readQuasarConfig.js';
import { tensorInventory } from '../../../src/model/graphs/tensorInventory.js';
import { readGolden } from '../golden.js';
import { SMALL_TEXT, writeText } from '../qwen35Synthetic.js';
import { writeSynthetic } from '../synthetic.js';
import { type ExecutedNode, profiledRun } from './profiledRun.js';
import { QUASAR_3B, QWEN35_4B } from './publishedConfigs.js';

const product = (shape: readonly number[]): number => shape.reduce((all, extent) => all * extent, 1);
const parameters = (tensors: ReadonlyMap<string, readonly number[]>): number =>
  [...tensors.values()].reduce((sum, shape) => sum + product(shape), 0);

test('the published student has 751 tensors, 2,939,911,408 parameters and 713.5 M multiply-adds a token', () => {
  const tensors = tensorInventory(readQuasarConfig(QUASAR_3B));
  assert.equal(tensors.size, 751);
  const buffer = /(?:all_moe_(?:bias|momentum|max_vio)|max_vio)$/;
  assert.equal(parameters(new Map([...tensors].filter(([name]) => !buffer.test(name)))), 2_939_911_408);
  // A whole number of segments and of expert rows, so that nothing is filled.
  const tokens = 16_384;
  const cost = readArchitecture(QUASAR_3B).cost.of({ tokens, rows: tokens, form: 'contrib', load: 'even' });
  const perToken = (cost.body + cost.experts) / tokens;
  assert.ok(Math.abs(perToken / 713.5e6 - 1) < 1e-4, String(perToken));
  assert.equal(cost.head, tokens * 248_320 * 1536);
  assert.equal(cost.recurrence / tokens, 11_796_480);
});

test('the published teacher has 4,205,751,296 parameters and 4.2 G multiply-adds a token with its head', () => {
  const config = readQwen35Config(QWEN35_4B);
  const tensors = qwen35Tensors(config);
  assert.equal(tensors.size, 426);
  assert.equal(parameters(tensors), 4_205_751_296);
  const cost = readArchitecture(QWEN35_4B).cost.of({
    tokens: 1024,
    rows: 1024,
    form: 'contrib',
    load: 'even',
  });
  const perToken = (cost.body + cost.head) / 1024;
  // Every parameter but norms, filters and gates is one multiply-add a token; the embedding counts as the head.
  assert.ok(Math.abs(perToken / 4_205_751_296 - 1) < 1e-3, String(perToken));
  // Attention is quadratic: eight layers, 16 heads of 256, product with keys and with values.
  assert.equal(cost.attention, 8 * 2 * 16 * 256 * 1024 * 1024);
});

test('experts work for the assignments of a sequence, not for a padded batch', () => {
  const { of } = readArchitecture(QUASAR_3B).cost;
  for (const tokens of [5, 512, 9216])
    for (const load of ['even', 'full'] as const)
      assert.equal(of({ tokens, rows: 1, form: 'contrib', load }).experts, 20 * 4 * tokens * 3 * 384 * 1024);
});

/** Multiply-adds of the matrix products that ran. */
const productsOf = (nodes: readonly ExecutedNode[]): number =>
  nodes
    .filter(({ op }) => /^(?:Fused)?(?:Gemm|MatMul)$/.test(op))
    .reduce((sum, { inputs, outputs }) => sum + product(outputs[0] ?? []) * (inputs[0]?.at(-1) as number), 0);

/** Operators that write what their input holds, or a few numbers for many; products are counted apart. */
const UNCOUNTED =
  /^(?:(?:Fused)?(?:Gemm|MatMul)|Reshape|Unsqueeze|Squeeze|Scan|Shape|Expand|Cast|LinearAttention|Identity)$/;
const writtenBy = (nodes: readonly ExecutedNode[]): number =>
  nodes
    .filter(({ op }) => !UNCOUNTED.test(op))
    .reduce((sum, { outputs }) => sum + product(outputs[0] ?? []), 0);

const GOLDEN = [
  ['quasar-a', 200, 16],
  ['quasar-a', 64, 16],
  ['quasar-b', 700, 16],
  ['qwen35-a', 150, 0],
  ['qwen35-a', 128, 0],
  ['qwen35-a', 20, 0],
] as const;

for (const [name, tokens, experts] of GOLDEN)
  for (const form of ['contrib', 'plain'] as const)
    test(`${name}, ${tokens} tokens, ${form}: the counts are those of the nodes that the runtime executed`, async () => {
      const { files } = readGolden(name);
      const { architecture } = await openModelFiles(files);
      await compare(files, form, architecture.cost, tokens, experts);
    });

test('other shapes: no experts, several shared ones, uneven heads, an untied teacher', async () => {
  const changes: { num_routed_experts?: number; [key: string]: number | undefined }[] = [
    { dense_input_layers: 3 },
    { num_shared_experts: 2, num_routed_experts: 4 },
    { n_heads: 2, head_dim: 12, expand_k: 0.75 },
  ];
  const students = changes.map((change) => ({
    ...writeSynthetic(change, 'BF16'),
    experts: change.num_routed_experts ?? 6,
  }));
  const teacher = { ...writeText({ ...SMALL_TEXT, tie_word_embeddings: false }, 'BF16'), experts: 0 };
  for (const { files, experts, remove } of [...students, teacher]) {
    const { architecture } = await openModelFiles(files);
    for (const form of ['contrib', 'plain'] as const)
      await compare(files, form, architecture.cost, 71, experts);
    remove();
  }
});

async function compare(
  files: Parameters<typeof profiledRun>[0],
  form: RecurrenceForm,
  cost: { of: ReturnType<typeof readArchitecture>['cost']['of'] },
  tokens: number,
  experts: number,
): Promise<void> {
  const rows = 11;
  const nodes = await profiledRun(files, form, tokens, rows);
  const least: SequenceCost = cost.of({ tokens, rows, form, load: 'even' });
  const rest = least.body + least.attention + least.head + least.recurrenceProducts;
  const ran = productsOf(nodes) - rest;
  // What is beyond an expert's capacity is dropped.
  assert.ok(
    ran <= least.experts && ran >= (experts === 0 ? 0 : 0.8) * least.experts,
    `${ran} of ${least.experts}`,
  );
  within(
    0.25,
    writtenBy(nodes),
    least.elements + least.headElements + least.steps.elements,
    'values written',
  );
  // Of bfloat16 weights, as published: float32 ones have no casts, and small graphs then a quarter fewer operators.
  within(0.25, nodes.length, least.nodes + least.steps.nodes, 'operators executed');
}

function within(share: number, actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual / expected - 1) <= share, `${what}: ${actual} of ${expected}`);
}
