import type { GraphBuilder } from '../../onnx/GraphBuilder.js';
import type { DeltaInputs, DeltaOutputs, DeltaShape } from './gatedDeltaRule.js';

/** Tokens of a chunk, a power of 2. */
const CHUNK = 32;
/** An exponent whose power is 0 in float32, and which is finite. */
const NOTHING = -3e38;

/**
 * The gated delta rule in chunks (rule: Qwen3.5 forward pass, docs/methodology.md). Within a chunk, with D[t, s] the product
 * of the decays after s up to t, N[t, s] = rate_t D[t, s] k_t.k_s for s < t, and S the state before the chunk, the
 * written values are the rows of U = (I + N)^-1 (rate v - rate D[t] k S). Everything but S is computed for all chunks at once;
 * a Scan over chunks carries S.
 *
 * Every exponent is a sum of decays of the tokens between s and t, never a difference of sums over the chunk: such sums
 * reach -100 and beyond, where their differences lose digits and their inverses overflow.
 */
export function chunkedDeltaRule(g: GraphBuilder, shape: DeltaShape, inputs: DeltaInputs): DeltaOutputs {
  const { keyHeads, valueHeads, keyWidth, valueWidth } = shape;
  const group = valueHeads / keyHeads;
  const cut = chunks(g, inputs.query, inputs.extents[0]);
  const query = cut(inputs.query, [keyHeads, 1, keyWidth]);
  const key = cut(inputs.key, [keyHeads, 1, keyWidth]);
  const value = cut(inputs.value, [keyHeads, group, valueWidth]);
  const decay = cut(inputs.decay, [keyHeads, group, 1]);
  const rate = cut(inputs.rate, [keyHeads, group, 1]);

  const between = decaysBetween(g, decay);
  const fromStart = g.op('Exp', [g.op('CumSum', [decay, g.int(4)])]);
  const lastRow = g.op('Slice', [between, g.int([-1]), g.int([Number.MAX_SAFE_INTEGER]), g.int([4])]);
  const keyColumns = g.op('Transpose', [key], { perm: { ints: [0, 1, 2, 3, 5, 4] } });
  const likeness = g.op('Mul', [g.op('MatMul', [key, keyColumns]), between]);
  const errors = g.op('Mul', [g.op('Mul', [likeness, rate]), matrix(g, (t, s) => s < t)]);
  const solve = unitInverse(g, errors);
  const scaled = g.op('Mul', [query, g.float(keyWidth ** -0.5)]);

  const parts = {
    written: g.op('MatMul', [solve, g.op('Mul', [value, rate])]),
    read: g.op('MatMul', [solve, g.op('Mul', [g.op('Mul', [key, rate]), fromStart])]),
    query: g.op('Mul', [scaled, fromStart]),
    inside: g.op('Mul', [g.op('MatMul', [scaled, keyColumns]), between]),
    store: g.op('Mul', [keyColumns, lastRow]),
    keep: g.op('Slice', [fromStart, g.int([-1]), g.int([Number.MAX_SAFE_INTEGER]), g.int([4])]),
  };
  const start = firstState(g, shape, inputs);
  const { read, state } = overChunks(g, shape, start, parts);
  const inOrder = g.op('Transpose', [read], { perm: { ints: [1, 0, 4, 2, 3, 5] } });
  const tokens = g.op('Reshape', [
    g.op('Reshape', [inOrder, g.int([0, 0, 0, -1])]),
    g.int([0, -1, valueHeads * valueWidth]),
  ]);
  return {
    read: g.op('Slice', [tokens, g.int([0]), length(g, inputs.query), g.int([1])]),
    state: g.op('Reshape', [state, g.int([0, valueHeads, keyWidth, valueWidth])]),
  };
}

/** [B, T, ...] filled to whole chunks with zeros (which neither decay nor write) as [chunks, B, keyHeads, group, CHUNK, width]. */
function chunks(
  g: GraphBuilder,
  like: string,
  batch: number | string,
): (x: string, rest: readonly [number, number, number]) => string {
  const missing = g.op('Mod', [g.op('Neg', [length(g, like)]), g.int([CHUNK])]);
  const pads = g.op('Concat', [g.int([0, 0, 0, 0]), missing, g.int([0])], { axis: { int: 0 } });
  return (x, rest) => {
    const cut = g.op('Reshape', [g.op('Pad', [x, pads]), g.int([0, -1, CHUNK, ...rest])]);
    return g.op('Transpose', [g.named(cut, 'float', [batch, 'chunks', CHUNK, ...rest])], {
      perm: { ints: [1, 0, 3, 4, 2, 5] },
    });
  };
}

/** T of [B, T, width], as [1] int64. */
function length(g: GraphBuilder, x: string): string {
  return g.op('Shape', [x], { start: { int: 1 }, end: { int: 2 } });
}

/**
 * D[t, s] for s <= t, 0 above: the exponential of the sum of the decays of s + 1 to t.
 *
 * @param decay [..., CHUNK, 1]
 */
function decaysBetween(g: GraphBuilder, decay: string): string {
  const after = g.op('Mul', [decay, matrix(g, (t, s) => t > s)]);
  const sums = g.op('CumSum', [after, g.int(4)]);
  const above = g.float(
    entries((t, s) => (s > t ? NOTHING : 0)),
    [CHUNK, CHUNK],
  );
  return g.op('Exp', [g.op('Add', [sums, above])]);
}

/**
 * (I + N)^-1 of a strictly lower N, by halves: the inverses of two diagonal blocks A and D give that of the block over
 * both, whose lower left is -D^-1 N A^-1. Powers of N are not used: with equal keys, as in repeated text, they grow
 * like binomial coefficients and nothing is left of float32.
 */
function unitInverse(g: GraphBuilder, lower: string): string {
  let inverse = matrix(g, (t, s) => t === s);
  for (let half = 1; half < CHUNK; half *= 2) {
    const joins = (t: number, s: number) =>
      Math.floor(t / half) % 2 === 1 && Math.floor(s / half) === Math.floor(t / half) - 1;
    const left = g.op('Mul', [lower, matrix(g, joins)]);
    const both = half === 1 ? left : g.op('MatMul', [g.op('MatMul', [inverse, left]), inverse]);
    inverse = g.op('Sub', [inverse, both]);
  }
  return inverse;
}

function firstState(g: GraphBuilder, shape: DeltaShape, { query, state }: DeltaInputs): string {
  const { keyHeads, valueHeads, keyWidth, valueWidth } = shape;
  const extents = [keyHeads, valueHeads / keyHeads, keyWidth, valueWidth];
  if (state !== undefined) return g.op('Reshape', [state, g.int([0, ...extents])]);
  const batch = g.op('Shape', [query], { start: { int: 0 }, end: { int: 1 } });
  return g.op('Expand', [g.float(0), g.op('Concat', [batch, g.int(extents)], { axis: { int: 0 } })]);
}

interface ChunkParts {
  /** U without the part of the state, and what of the state it subtracts: [chunks, ..., CHUNK, width] */
  readonly written: string;
  readonly read: string;
  /** Queries with the decay since the start of the chunk, and their weights on U: [..., CHUNK, CHUNK] */
  readonly query: string;
  readonly inside: string;
  /** Keys as columns with the decay up to the end of the chunk, and the decay of the state: [..., 1, 1] */
  readonly store: string;
  readonly keep: string;
}

/** Carries the state [B, keyHeads, group, keyWidth, valueWidth] from chunk to chunk. */
function overChunks(
  g: GraphBuilder,
  { keyHeads, valueHeads, keyWidth, valueWidth }: DeltaShape,
  start: string,
  parts: ChunkParts,
): { read: string; state: string } {
  const body = g.body();
  const heads = ['B', keyHeads, valueHeads / keyHeads];
  const state = body.input('state', 'float', [...heads, keyWidth, valueWidth]);
  const written = body.input('written', 'float', [...heads, CHUNK, valueWidth]);
  const read = body.input('read', 'float', [...heads, CHUNK, keyWidth]);
  const query = body.input('query', 'float', [...heads, CHUNK, keyWidth]);
  const inside = body.input('inside', 'float', [...heads, CHUNK, CHUNK]);
  const store = body.input('store', 'float', [...heads, keyWidth, CHUNK]);
  const keep = body.input('keep', 'float', [...heads, 1, 1]);
  const updates = body.op('Sub', [written, body.op('MatMul', [read, state])]);
  const output = body.op('Add', [body.op('MatMul', [query, state]), body.op('MatMul', [inside, updates])]);
  const next = body.op('Add', [body.op('Mul', [state, keep]), body.op('MatMul', [store, updates])]);
  body.output('next', next, 'float', [...heads, keyWidth, valueWidth]);
  body.output('output', output, 'float', [...heads, CHUNK, valueWidth]);
  const [last, reads] = g.ops(
    'Scan',
    [start, parts.written, parts.read, parts.query, parts.inside, parts.store, parts.keep],
    { num_scan_inputs: { int: 6 }, body: { graph: body.graph() } },
    2,
  ) as [string, string];
  return { read: reads, state: last };
}

/** A [CHUNK, CHUNK] matrix of ones where `is` holds and zeros elsewhere. */
function matrix(g: GraphBuilder, is: (row: number, column: number) => boolean): string {
  return g.float(
    entries((t, s) => (is(t, s) ? 1 : 0)),
    [CHUNK, CHUNK],
  );
}

function entries(value: (row: number, column: number) => number): number[] {
  return Array.from({ length: CHUNK * CHUNK }, (_, i) => value(Math.floor(i / CHUNK), i % CHUNK));
}
