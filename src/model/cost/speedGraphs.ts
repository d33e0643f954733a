import { splitHeads } from '../graphs/elementary.js';
import { deltaRule } from '../graphs/recurrence.js';
import { GraphBuilder } from '../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../onnx/messages.js';
import type { CostShapes, RecurrenceProbe } from './SequenceCost.js';

/** A graph without weights whose one input `rows` [1] int32 decides how much it does, and its output `out`. */
export interface SpeedGraph {
  readonly model: Uint8Array;
  readonly rows: number;
  /** What a run does, in the unit of the pace that it measures. */
  readonly amount: number;
  readonly nodes: number;
}

/** Matrix products of a run: enough to measure, far less than one sequence of a large model. */
const PRODUCTS = 3e9;
/** Values of all weights together, so that the measurement needs little memory itself. */
const WEIGHTS = 24e6;
const MOST_SHAPES = 4;
const REPEATS = 2;
const LEAST_ROWS = 32;
const ELEMENTS = 4e6;
const CASTS = 4e6;
const CHAIN = 8;
const RECURRENT_TOKENS = 256;
const STEPS = 48;

/** Starts a graph and gives a way to fill a [rows, width] matrix with one number at run time, so that nothing is folded. */
function begin(): { g: GraphBuilder; matrix: (value: number, width: number) => string } {
  const g = new GraphBuilder(new Map());
  const rows = g.op('Cast', [g.input('rows', 'int32', [1])], { to: { int: ONNX_TYPE.int64 } });
  const matrix = (value: number, width: number): string =>
    g.op('Expand', [g.float(value), g.op('Concat', [rows, g.int([width])], { axis: { int: 0 } })]);
  return { g, matrix };
}

/** Ends a graph with one number of `x`, so that its size costs nothing to send. */
function end(g: GraphBuilder, x: string): Uint8Array {
  const first = g.op('Gather', [g.op('Reshape', [x, g.int([-1])]), g.int([0])]);
  g.output('out', first, 'float', [1]);
  return g.model();
}

/** The model's largest matrix products, a few inputs for each weight. */
export function productsGraph(shapes: CostShapes, tokens: number): SpeedGraph {
  const chosen = largest(shapes);
  const perRow = REPEATS * chosen.reduce((sum, one) => sum + one.inputs * one.outputs, 0);
  const rows = Math.min(tokens, Math.max(LEAST_ROWS, Math.floor(PRODUCTS / perRow)));
  const { g, matrix } = begin();
  let sum: string | null = null;
  for (const { inputs, outputs } of chosen) {
    const weight = g.op('Expand', [g.float(0.01), g.int([outputs, inputs])]);
    for (let i = 0; i < REPEATS; i += 1) {
      const y = g.op('Gemm', [matrix(0.1 + i, inputs), weight], { transB: { int: 1 } });
      const one = g.op('Gather', [g.op('Reshape', [y, g.int([-1])]), g.int([0])]);
      sum = sum === null ? one : g.op('Add', [sum, one]);
    }
  }
  return { model: end(g, sum as string), rows, amount: rows * perRow, nodes: chosen.length * REPEATS * 5 };
}

/** The kinds of product that most of the work is in, as many as their weights leave room for, at least one. */
function largest({ products }: CostShapes): CostShapes['products'] {
  const sorted = [...products].sort(
    (a, b) => b.inputs * b.outputs * b.count - a.inputs * a.outputs * a.count,
  );
  let weights = 0;
  return sorted.slice(0, MOST_SHAPES).filter(({ inputs, outputs }, i) => {
    const fits = i === 0 || weights + inputs * outputs <= WEIGHTS;
    if (fits) weights += inputs * outputs;
    return fits;
  });
}

/** A chain of operators that go over [T, width] once each, of the kinds that models have most. */
export function elementsGraph({ width }: CostShapes, tokens: number): SpeedGraph {
  const { g, matrix } = begin();
  const other = matrix(0.5, width);
  const scale = g.op('Expand', [g.float(1), g.int([width])]);
  let x = matrix(0.25, width);
  const links = Math.max(1, Math.min(16, Math.round(ELEMENTS / (CHAIN * tokens * width))));
  for (let i = 0; i < links; i += 1) {
    x = g.op('Add', [g.op('Mul', [x, other]), g.float(0.125 * (i + 1))]);
    x = g.op('Mul', [g.op('Sigmoid', [x]), other]);
    x = g.op('RMSNormalization', [x, scale], { axis: { int: -1 }, epsilon: { float: 1e-6 } });
    x = g.op('Transpose', [g.op('Exp', [g.op('Sub', [x, other])])], { perm: { ints: [1, 0] } });
    x = g.op('Reshape', [x, g.int([-1, width])]);
  }
  const nodes = links * (CHAIN + 1);
  return { model: end(g, x), rows: tokens, amount: links * CHAIN * tokens * width, nodes };
}

/** Casts there and back, as widening a weight is one. */
export function castsGraph(): SpeedGraph {
  const width = 2048;
  const rows = CASTS / width / 2;
  const { g, matrix } = begin();
  let x = matrix(0.25, width);
  const pairs = 4;
  for (let i = 0; i < pairs; i += 1) {
    const narrow = g.op('Cast', [x], { to: { int: ONNX_TYPE.bfloat16 } });
    x = g.op('Cast', [narrow], { to: { int: ONNX_TYPE.float } });
  }
  return { model: end(g, x), rows, amount: 2 * pairs * rows * width, nodes: 2 * pairs };
}

/** The runtime's kernel of a linear recurrence, with the heads of the model. */
export function recurrenceGraph(shape: RecurrenceProbe, tokens: number): SpeedGraph {
  const { heads, keyWidth, valueWidth } = shape;
  const rows = Math.min(tokens, RECURRENT_TOKENS);
  const { g, matrix } = begin();
  const batch = (value: number, width: number): string =>
    g.op('Unsqueeze', [matrix(value, width), g.int([0])]);
  const [read] = g.contrib(
    'LinearAttention',
    [
      batch(0.1, heads * keyWidth),
      batch(0.05, heads * keyWidth),
      batch(0.2, heads * valueWidth),
      '',
      '',
      batch(0.5, heads),
    ],
    {
      q_num_heads: { int: heads },
      kv_num_heads: { int: heads },
      update_rule: { text: 'delta' },
      scale: { float: keyWidth ** -0.5 },
    },
    2,
  ) as [string, string];
  return { model: end(g, read), rows, amount: 3 * rows * heads * keyWidth * valueWidth, nodes: 8 };
}

/** Steps of a recurrence written in standard operators, with the heads of the model. */
export function stepsGraph(shape: RecurrenceProbe): SpeedGraph {
  const { heads, keyWidth, valueWidth } = shape;
  const { g, matrix } = begin();
  const split = (value: number, width: number): string =>
    splitHeads(g, matrix(value, heads * width), heads, width);
  const inputs = { query: split(0.1, keyWidth), key: split(0.05, keyWidth), value: split(0.2, valueWidth) };
  const read = deltaRule(g, 'plain', shape, inputs, split(0.5, 1));
  return { model: end(g, read), rows: STEPS, amount: STEPS, nodes: 20 };
}

/** A chain of operators on little data, of the kinds that stand between the large ones. */
export function nodesGraph(count: number): SpeedGraph {
  const { g, matrix } = begin();
  const other = matrix(0.5, 64);
  let x = matrix(0.25, 64);
  for (let i = 0; i < count; i += 4) {
    x = g.op('Mul', [g.op('Unsqueeze', [x, g.int([0])]), other]);
    x = g.op('Add', [g.op('Squeeze', [x, g.int([0])]), g.float(0.125 * i)]);
  }
  return { model: end(g, x), rows: 16, amount: count, nodes: count };
}
