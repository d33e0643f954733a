import type { RecurrenceForm } from '../../domain/engine.js';
import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { asBatch, fromBatch, joinHeads, splitHeads } from './elementary.js';

/** Widths of a linear-attention recurrence; the state of each head is [keyWidth, valueWidth] and starts at zero. */
export interface RecurrenceShape {
  readonly heads: number;
  readonly keyWidth: number;
  readonly valueWidth: number;
}

/** Query, key [T, heads, keyWidth] and value [T, heads, valueWidth]. */
export interface RecurrenceInputs {
  readonly query: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Delta rule without decay: S <- S + rate k (v - S^T k)^T, output keyWidth^-1/2 S^T q with token t included.
 *
 * @param rate [T, heads, 1]
 * @returns [T, heads, valueWidth]
 */
export function deltaRule(
  g: GraphBuilder,
  form: RecurrenceForm,
  shape: RecurrenceShape,
  inputs: RecurrenceInputs,
  rate: string,
): string {
  if (form === 'contrib') {
    return fused(g, 'delta', shape, inputs, ['', '', pack(g, rate)]);
  }
  return scan(g, shape, inputs, rate, 1, (body, state, { key, value, extra }) => {
    const read = body.op('MatMul', [key, state]);
    const error = body.op('Mul', [body.op('Sub', [value, read]), extra]);
    return body.op('Add', [state, outer(body, key, error, shape)]);
  });
}

/**
 * Gated rule: S <- diag(exp(decay)) S + k v^T, output keyWidth^-1/2 S^T q with token t included.
 *
 * @param decay [T, heads, keyWidth], natural logarithm, at most 0
 * @returns [T, heads, valueWidth]
 */
export function gatedRule(
  g: GraphBuilder,
  form: RecurrenceForm,
  shape: RecurrenceShape,
  inputs: RecurrenceInputs,
  decay: string,
): string {
  if (form === 'contrib') {
    return fused(g, 'gated', shape, inputs, ['', pack(g, decay)]);
  }
  const factor = g.op('Exp', [decay]);
  return scan(g, shape, inputs, factor, shape.keyWidth, (body, state, { key, value, extra }) => {
    const column = body.op('Reshape', [extra, body.int([shape.heads, shape.keyWidth, 1])]);
    return body.op('Add', [body.op('Mul', [state, column]), outer(body, key, value, shape)]);
  });
}

/** The runtime's own kernel; it packs heads into the last axis and wants a batch axis. */
function fused(
  g: GraphBuilder,
  rule: 'delta' | 'gated',
  shape: RecurrenceShape,
  { query, key, value }: RecurrenceInputs,
  rest: readonly string[],
): string {
  const { heads, keyWidth, valueWidth } = shape;
  const [output] = g.contrib(
    'LinearAttention',
    [pack(g, query), pack(g, key), pack(g, value), ...rest],
    {
      q_num_heads: { int: heads },
      kv_num_heads: { int: heads },
      update_rule: { text: rule },
      scale: { float: keyWidth ** -0.5 },
    },
    2,
  ) as [string, string];
  return splitHeads(g, fromBatch(g, output), heads, valueWidth);
}

function pack(g: GraphBuilder, x: string): string {
  return asBatch(g, joinHeads(g, x));
}

interface Step {
  /** [heads, 1, keyWidth] */
  readonly key: string;
  /** [heads, 1, valueWidth] */
  readonly value: string;
  /** [heads, 1, extraWidth] */
  readonly extra: string;
}

/** The recurrence as it is written, one Scan step a token, in standard operators only. */
function scan(
  g: GraphBuilder,
  shape: RecurrenceShape,
  { query, key, value }: RecurrenceInputs,
  extra: string,
  extraWidth: number,
  update: (body: GraphBuilder, state: string, step: Step) => string,
): string {
  const { heads, keyWidth, valueWidth } = shape;
  const body = g.body();
  const state = body.input('state', 'float', [heads, keyWidth, valueWidth]);
  const step = (word: string, width: number) => {
    const row = body.input(word, 'float', [heads, width]);
    return body.op('Unsqueeze', [row, body.int([1])]);
  };
  const q = step('query', keyWidth);
  const parts = {
    key: step('key', keyWidth),
    value: step('value', valueWidth),
    extra: step('extra', extraWidth),
  };
  const next = update(body, state, parts);
  body.output('next', next, 'float', [heads, keyWidth, valueWidth]);
  const read = body.op('Squeeze', [body.op('MatMul', [q, next]), body.int([1])]);
  body.output('read', read, 'float', [heads, valueWidth]);
  const start = g.op('Expand', [g.float(0), g.int([heads, keyWidth, valueWidth])]);
  const outputs = g.ops(
    'Scan',
    [start, query, key, value, extra],
    { num_scan_inputs: { int: 4 }, body: { graph: body.graph() } },
    2,
  );
  return g.op('Mul', [outputs[1] as string, g.float(keyWidth ** -0.5)]);
}

/** k v^T per head: [heads, 1, keyWidth] and [heads, 1, valueWidth] give [heads, keyWidth, valueWidth]. */
function outer(body: GraphBuilder, key: string, value: string, shape: RecurrenceShape): string {
  const column = body.op('Reshape', [key, body.int([shape.heads, shape.keyWidth, 1])]);
  return body.op('Mul', [column, value]);
}
