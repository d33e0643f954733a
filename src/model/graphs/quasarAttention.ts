import type { RecurrenceForm } from '../../domain/engine.js';
import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { joinHeads, linear, rmsNorm, softplus, splitHeads } from './elementary.js';
import { type QuasarConfig, widths } from './QuasarConfig.js';
import { deltaRule } from './recurrence.js';
import { type RotationTables, rotate } from './rotation.js';
import { shortConvolution } from './shortConvolution.js';

const NORM_FLOOR = 1e-12;
const OUTPUT_BOUND = 1e4;
const INPUT_BOUND = 60;
const INPUT_EPS = 1e-6;

/**
 * Quasar attention: short convolutions, rotation, unit-length queries and keys, delta rule without state decay, gated
 * RMS norm per head (rule: Quasar forward pass, docs/methodology.md).
 *
 * @param input [T, d_model], already normalised by the layer
 * @param prefix name of the layer's attention, with a final stop
 */
export function quasarAttention(
  g: GraphBuilder,
  config: QuasarConfig,
  options: { readonly form: RecurrenceForm; readonly inputRms: boolean },
  tables: RotationTables,
  input: string,
  prefix: string,
): string {
  const { nHeads: heads, headDim: width } = config;
  const u = options.inputRms ? normaliseInput(g, input) : input;
  const project = (letter: string) => {
    const weight = `${prefix}${letter}_conv1d.weight`;
    const kernel = { weight, channels: heads * width, taps: config.convSize };
    return shortConvolution(g, options.form, u, `${prefix}${letter}_proj.weight`, kernel);
  };
  const turn = (x: string) =>
    unitLength(g, rotate(g, x, tables, { heads, width, rotary: widths(config).rotary }));
  const query = turn(project('q'));
  const key = turn(project('k'));
  const value = splitHeads(g, project('v'), heads, width);
  const rate = writeRate(g, config, u, key, prefix);
  const shape = { heads, keyWidth: width, valueWidth: width };
  const read = bounded(g, deltaRule(g, options.form, shape, { query, key, value }, rate));
  const gate = linear(
    g,
    linear(g, u, `${prefix}g_proj.0.weight`),
    `${prefix}g_proj.1.weight`,
    `${prefix}g_proj.1.bias`,
  );
  const normed = joinHeads(g, rmsNorm(g, read, `${prefix}o_norm.weight`, config.rmsNormEps));
  return linear(g, g.op('Mul', [normed, g.op('Sigmoid', [gate])]), `${prefix}o_proj.weight`);
}

/** The optional first step: clamp, then RMS norm without a weight. */
function normaliseInput(g: GraphBuilder, x: string): string {
  const clamped = g.op('Clip', [x, g.float(-INPUT_BOUND), g.float(INPUT_BOUND)]);
  const mean = g.op('ReduceMean', [g.op('Mul', [clamped, clamped]), g.int([-1])]);
  const root = g.op('Sqrt', [g.op('Add', [mean, g.float(INPUT_EPS)])]);
  return g.op('Div', [clamped, root]);
}

function unitLength(g: GraphBuilder, x: string): string {
  const norm = g.op('ReduceL2', [x, g.int([-1])]);
  return g.op('Div', [x, g.op('Max', [norm, g.float(NORM_FLOOR)])]);
}

/**
 * How strongly a token writes, [T, heads, 1]: the mean over channels of (1 - decay) / (n + 1e-6), clamped to
 * [1e-4, 0.95], with decay = exp(-exp(A_log) softplus(beta + dt_bias)) and n = |k|^2 clamped to [0.1, 10].
 */
function writeRate(g: GraphBuilder, config: QuasarConfig, u: string, key: string, prefix: string): string {
  const { nHeads: heads, headDim: width } = config;
  const beta = g.op('Unsqueeze', [g.op('Sigmoid', [linear(g, u, `${prefix}b_proj.weight`)]), g.int([2])]);
  const bias = g.op('Reshape', [g.weight(`${prefix}dt_bias`), g.int([1, heads, width])]);
  const speed = g.op('Reshape', [
    g.op('Neg', [g.op('Exp', [g.weight(`${prefix}A_log`)])]),
    g.int([1, heads, 1]),
  ]);
  const decay = g.op('Exp', [g.op('Mul', [softplus(g, g.op('Add', [beta, bias])), speed])]);
  const kept = g.op('ReduceMean', [g.op('Sub', [g.float(1), decay]), g.int([-1])]);
  const square = g.op('Clip', [g.op('ReduceSumSquare', [key, g.int([-1])]), g.float(0.1), g.float(10)]);
  const rate = g.op('Div', [kept, g.op('Add', [square, g.float(1e-6)])]);
  return g.op('Clip', [rate, g.float(1e-4), g.float(0.95)]);
}

/** NaN as 0, then clamped. */
function bounded(g: GraphBuilder, x: string): string {
  const clean = g.op('Where', [g.op('IsNaN', [x]), g.float(0), x]);
  return g.op('Clip', [clean, g.float(-OUTPUT_BOUND), g.float(OUTPUT_BOUND)]);
}
