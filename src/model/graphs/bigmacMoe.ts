import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../onnx/messages.js';
import { linear, silu, swiglu } from './elementary.js';
import { type QuasarConfig, widths } from './QuasarConfig.js';

/**
 * Mixture of experts behind a bottleneck, with shared experts beside it (rule: expert capacity, docs/methodology.md).
 *
 * Each token chooses `top_k` experts by sigmoid score plus selection bias; the gates are the softmax of the chosen raw
 * logits rounded to bfloat16. Assignments stand in (token, rank) order; an expert serves its first
 * ((top_k T // experts) // 8 + 6) 8 of them and later ones add nothing, so scores depend on the length of the sequence.
 *
 * @param y [T, d_model], the layer's normalised input
 * @param prefix name of the block, with a final stop
 * @param moeIndex row of the layer in the selection biases
 * @param positions [T] int32, 0 to T - 1; null when T is 1 in every run: then only the chosen experts are read, and none
 *   can be full
 * @param rows [R], the tokens whose output is wanted; without it all
 * @returns [T, d_model], or [R, d_model]
 */
export function bigmacMoe(
  g: GraphBuilder,
  config: QuasarConfig,
  capacity: boolean,
  y: string,
  prefix: string,
  moeIndex: number,
  positions: string | null,
  rows?: string,
): string {
  const { numSharedExperts: shared } = config;
  const wanted = (x: string) => (rows === undefined ? x : g.op('Gather', [x, rows]));
  const routed = route(g, config, y, prefix, moeIndex);
  const narrow = linear(g, y, `${prefix}w_down_proj.weight`);
  const mixed =
    positions === null
      ? byOneToken(g, narrow, prefix, routed)
      : byExpert(g, config, capacity, narrow, prefix, routed, positions);
  let out = linear(g, wanted(mixed), `${prefix}w_up_proj.weight`);
  const own = shared > 0 ? wanted(y) : y;
  for (let i = 0; i < shared; i += 1)
    out = g.op('Add', [swiglu(g, own, `${prefix}shared_experts.${i}.`), out]);
  return shared > 0 ? g.op('Mul', [out, g.float(0.5)]) : out;
}

/** Chosen experts [T, top_k] int64 and their gates [T, top_k, 1]. */
interface Routed {
  readonly chosen: string;
  readonly gates: string;
}

/**
 * The experts' gated sum for the tokens `narrow` [T, bottleneck], one expert after the other over its own tokens: so the
 * weights of one expert at a time are widened.
 */
function byExpert(
  g: GraphBuilder,
  config: QuasarConfig,
  capacity: boolean,
  narrow: string,
  prefix: string,
  { chosen, gates }: Routed,
  positions: string,
): string {
  const { topK, numRoutedExperts: experts } = config;
  const { bottleneck, expert: inner } = widths(config);
  const { slots, tokens, starts, ends, stride } = places(g, chosen, positions, { experts, topK, capacity });
  // The body is run once an expert: what can be done for all of them at once is done here.
  const sorted = g.op('Gather', [narrow, tokens]);
  const missing = g.op('Sub', [stride, g.op('Sub', [ends, starts])]);
  const pads = g.op('Pad', [missing, g.int([0, 2, 0, 1])]);
  const body = g.body();
  const weight = (word: string, dims: readonly number[]) => {
    const name = `${prefix}${word}`;
    return body.widen(body.input(word, g.storedType(name), dims), name);
  };
  const w12 = weight('experts_w12', [bottleneck, 2 * inner]);
  const w3 = weight('experts_w3', [inner, bottleneck]);
  const range = [body.input('start', 'int64', [1]), body.input('end', 'int64', [1])] as const;
  const fill = body.input('pads', 'int64', [4]);
  const through = expert(body, body.op('Slice', [sorted, ...range]), w12, w3);
  body.output('through', body.op('Pad', [through, fill]), 'float', [`${prefix}stride`, bottleneck]);
  const stored = (word: string) => g.storedWeight(`${prefix}${word}`);
  const batch = g.op('Scan', [stored('experts_w12'), stored('experts_w3'), starts, ends, pads], {
    num_scan_inputs: { int: 5 },
    body: { graph: body.graph() },
  });
  const back = g.op('Gather', [g.op('Reshape', [batch, g.int([-1, bottleneck])]), slots]);
  return g.op('ReduceSum', [g.op('Mul', [back, gates]), g.int([1])], { keepdims: { int: 0 } });
}

/** As `byExpert` for one token: the weights of its experts are picked before they are widened. */
function byOneToken(g: GraphBuilder, narrow: string, prefix: string, { chosen, gates }: Routed): string {
  const ids = g.op('Reshape', [chosen, g.int([-1])]);
  const pick = (name: string) => g.pick(`${prefix}${name}`, ids);
  const served = expert(g, narrow, pick('experts_w12'), pick('experts_w3'));
  const weighed = g.op('Mul', [served, g.op('Reshape', [gates, g.int([-1, 1, 1])])]);
  return g.op('ReduceSum', [weighed, g.int([0])], { keepdims: { int: 0 } });
}

/** ( silu(x W1) * x W2 ) W3 with w12 = [W1 | W2], for one expert or a batch of them. */
function expert(g: GraphBuilder, x: string, w12: string, w3: string): string {
  const [gate, up] = g.ops(
    'Split',
    [g.op('MatMul', [x, w12])],
    { axis: { int: -1 }, num_outputs: { int: 2 } },
    2,
  ) as [string, string];
  return g.op('MatMul', [g.op('Mul', [silu(g, gate), up]), w3]);
}

function route(g: GraphBuilder, config: QuasarConfig, y: string, prefix: string, moeIndex: number): Routed {
  const logits = linear(g, y, `${prefix}router.router_weights`);
  const bias = g.weight('model.all_moe_bias', { start: moeIndex, end: moeIndex + 1 });
  const scores = g.op('Add', [g.op('Sigmoid', [logits]), bias]);
  const [, chosen] = g.ops('TopK', [scores, g.int([config.topK])], { axis: { int: 1 } }, 2) as [
    string,
    string,
  ];
  const raw = g.op('GatherElements', [logits, chosen], { axis: { int: 1 } });
  const exact = g.op('Softmax', [raw], { axis: { int: 1 } });
  const rounded = g.op('Cast', [exact], { to: { int: ONNX_TYPE.bfloat16 } });
  const wide = g.op('Cast', [rounded], { to: { int: ONNX_TYPE.float } });
  return { chosen, gates: g.op('Unsqueeze', [wide, g.int([2])]) };
}

/**
 * Gives each assignment its place.
 *
 * @returns `tokens` [T x top_k]: the token of each assignment, in the order of the experts; `starts` and `ends` [experts, 1]:
 *   where in it an expert finds those that it serves; `stride` [1]: one more than the busiest expert serves; `slots`
 *   [T, top_k]: row of each assignment among experts x stride, or the first expert's last row, which is free, when it is
 *   dropped
 */
function places(
  g: GraphBuilder,
  chosen: string,
  positions: string,
  rule: { readonly experts: number; readonly topK: number; readonly capacity: boolean },
): { slots: string; tokens: string; starts: string; ends: string; stride: string } {
  const { experts, topK } = rule;
  const axis0 = { axis: { int: 0 } };
  const each = (value: string) => g.named(value, 'int64', ['A']);
  const flat = each(g.op('Reshape', [chosen, g.int([-1])]));
  const count = g.op('Shape', [flat]);
  const assignments = g.op('Squeeze', [count, g.int([0])]);
  // Sorting by expert x count + position is a stable sort by expert.
  const order = each(g.op('Range', [g.int(0), assignments, g.int(1)]));
  const keys = g.op('Add', [g.op('Mul', [flat, assignments]), order]);
  const [sortedKeys, permutation] = g.ops(
    'TopK',
    [keys, count],
    { ...axis0, largest: { int: 0 }, sorted: { int: 1 } },
    2,
  ) as [string, string];
  const sorted = g.op('Div', [each(sortedKeys), assignments]);
  const ones = each(g.op('Expand', [g.int(1), count]));
  const none = g.op('Expand', [g.int(0), g.int([experts])]);
  const loads = g.op('ScatterElements', [none, sorted, ones], { ...axis0, reduction: { text: 'add' } });
  const starts = g.op('CumSum', [loads, g.int(0)], { exclusive: { int: 1 } });
  const place = g.op('Sub', [order, g.op('Gather', [starts, sorted])]);
  const depth = batchDepth(g, loads, assignments, rule);
  g.probe('drops', () => {
    const over = g.op('Max', [g.op('Sub', [loads, depth]), g.int(0)]);
    return g.op('Cast', [g.op('ReduceSum', [over])], { to: { int: ONNX_TYPE.int32 } });
  });
  const stride = g.op('Add', [depth, g.int(1)]);
  const inside = g.op('Less', [place, depth]);
  const slot = g.op('Where', [inside, g.op('Add', [g.op('Mul', [sorted, stride]), place]), depth]);
  const slots = g.op('ScatterElements', [ones, each(permutation), slot], axis0);
  // Taking them by a [T, top_k] index keeps the extent T known to the runtime; a Reshape would lose it.
  const first = g.op('Mul', [g.op('Unsqueeze', [positions, g.int([1])]), g.int32(topK)]);
  const index = g.op('Add', [first, g.int32(Array.from({ length: topK }, (_, i) => i))]);
  const ends = g.op('Add', [starts, g.op('Min', [loads, depth])]);
  const byExpert = (x: string) => g.op('Unsqueeze', [x, g.int([1])]);
  return {
    tokens: g.op('Div', [permutation, g.int(topK)]),
    starts: byExpert(starts),
    ends: byExpert(ends),
    stride: g.op('Unsqueeze', [stride, g.int([0])]),
    slots: g.op('Gather', [slots, index]),
  };
}

/** Assignments that the busiest expert serves: the heaviest load, cut at the capacity. */
function batchDepth(
  g: GraphBuilder,
  loads: string,
  assignments: string,
  rule: { readonly experts: number; readonly capacity: boolean },
): string {
  const heaviest = g.op('ReduceMax', [loads], { keepdims: { int: 0 } });
  if (!rule.capacity) return heaviest;
  const eighths = g.op('Div', [g.op('Div', [assignments, g.int(rule.experts)]), g.int(8)]);
  const limit = g.op('Mul', [g.op('Add', [eighths, g.int(6)]), g.int(8)]);
  return g.op('Min', [heaviest, limit]);
}
