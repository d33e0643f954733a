import { silu } from '../graphs/elementary.js';
import { deltaRule } from '../graphs/recurrence.js';
import { GraphBuilder } from '../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../onnx/messages.js';

/** Rows of the model's table of inputs: the most that one run can have. */
export const TABLE_ROWS = 32;
/** Width of every layer; the products of a whole run are worth several threads. */
const WIDTH = 128;
const HEADS = 2;
const EPSILON = 1e-6;
/** One, and a bit that 10 bits of mantissa cannot hold. */
const FINE = 1 + 2 ** -12;

/** Multiples of 1/64 between -1 and 1, different along both axes, exact in float32. */
const TABLE = Array.from(
  { length: TABLE_ROWS * WIDTH },
  (_, i) => ((((i % WIDTH) * 37 + Math.floor(i / WIDTH) * 61 + 11) % 127) - 63) / 64,
);
/** Multiples of 1/512, in the same way. */
const WEIGHT = Array.from(
  { length: WIDTH * WIDTH },
  (_, i) => ((((i % WIDTH) * 29 + Math.floor(i / WIDTH) * 53 + (i % 7) * 17) % 127) - 63) / 512,
);

/**
 * The model of the self-test, made of the operators that real graphs spend their time in. Input: `rows` [M] int32, rows of the
 * table. Outputs, float32: `answer` [M, 128 + 1], two layers with the logarithm of the summed exponentials, each row from its own
 * input alone; `order` [M, 128], a recurrence over the rows; `fine` [M, 128], the dot products of 128 numbers FINE with each other.
 */
export function selfTestModel(): Uint8Array {
  const g = new GraphBuilder(new Map());
  const rows = g.input('rows', 'int32', ['M']);
  const weight = g.float(WEIGHT, [WIDTH, WIDTH]);
  const product = (x: string) => g.op('Gemm', [x, weight], { transB: { int: 1 } });
  const x = g.op('Gather', [g.float(TABLE, [TABLE_ROWS, WIDTH]), rows]);
  const normed = g.op('RMSNormalization', [x, g.float(new Array<number>(WIDTH).fill(1))], {
    axis: { int: -1 },
    epsilon: { float: EPSILON },
  });
  const y = product(silu(g, product(normed)));
  const sum = g.op('ReduceLogSumExp', [y, g.int([-1])], { keepdims: { int: 1 } });
  g.output('answer', g.op('Concat', [y, sum], { axis: { int: -1 } }), 'float', ['M', WIDTH + 1]);
  const split = g.op('Reshape', [y, g.int([0, HEADS, WIDTH / HEADS])]);
  const rate = g.op('Sigmoid', [g.op('ReduceMean', [split, g.int([-1])], { keepdims: { int: 1 } })]);
  const shape = { heads: HEADS, keyWidth: WIDTH / HEADS, valueWidth: WIDTH / HEADS };
  // Short keys: the state of the recurrence stays small.
  const key = g.op('Mul', [split, g.float(0.25)]);
  const order = deltaRule(g, 'contrib', shape, { query: split, key, value: split }, rate);
  g.output('order', g.op('Reshape', [order, g.int([0, WIDTH])]), 'float', ['M', WIDTH]);
  const fine = g.op('Expand', [g.float([FINE], [1, 1]), g.int([WIDTH, WIDTH])]);
  // From the input, so that nothing can be computed before the run.
  const nothing = g.op('Unsqueeze', [
    g.op('Mul', [g.op('Cast', [rows], { to: { int: ONNX_TYPE.float } }), g.float(0)]),
    g.int([1]),
  ]);
  const left = g.op('Expand', [g.op('Add', [nothing, g.float(FINE)]), g.int([1, WIDTH])]);
  g.output('fine', g.op('MatMul', [left, fine]), 'float', ['M', WIDTH]);
  return g.model();
}

/** What every entry of `fine` is without rounding. */
export const EXACT_FINE = WIDTH * FINE * FINE;

/** `answer` of the first rows of the table in float64, rounded nowhere. */
export function exactAnswer(rows: number): Float64Array {
  const answer = new Float64Array(rows * (WIDTH + 1));
  for (let row = 0; row < rows; row += 1) {
    const x = TABLE.slice(row * WIDTH, (row + 1) * WIDTH);
    const square = x.reduce((sum, value) => sum + value * value, 0) / WIDTH;
    const normed = x.map((value) => value / Math.sqrt(square + EPSILON));
    const y = times(times(normed).map((value) => value / (1 + Math.exp(-value))));
    const largest = Math.max(...y);
    const mass = y.reduce((sum, value) => sum + Math.exp(value - largest), 0);
    answer.set([...y, largest + Math.log(mass)], row * (WIDTH + 1));
  }
  return answer;
}

/** W x. */
function times(x: readonly number[]): number[] {
  return Array.from({ length: WIDTH }, (_, out) =>
    x.reduce((sum, value, i) => sum + value * (WEIGHT[out * WIDTH + i] as number), 0),
  );
}
