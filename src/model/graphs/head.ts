import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../onnx/messages.js';
import type { HeadOptions } from './GraphOptions.js';

/** Vocabulary rows of the head are widened in parts of about this many elements, so that not all stand in memory at once. */
const PART_ELEMENTS = 1 << 24;
/** Takes a logit out of a log-sum-exp and is finite. */
const MASK = -3e38;

/** The vocabulary projection of a model. */
export interface HeadShape {
  /** Name of a [vocabSize, width] tensor; also the embedding, where a model ties the two. */
  readonly weight: string;
  readonly vocabSize: number;
  readonly width: number;
}

/**
 * Vocabulary projection and what is asked of it, for the scored rows only.
 *
 * @param hidden [R, width], the scored rows after the last norm
 */
export function head(g: GraphBuilder, shape: HeadShape, options: HeadOptions, hidden: string): void {
  if (options.hidden) g.output('hidden', hidden, 'float', ['R', shape.width]);
  if (options.picks === 'none' && !options.logits) return;
  const logits = project(g, shape, hidden);
  if (options.logits) g.output('logits', logits, 'float', ['R', shape.vocabSize]);
  if (options.picks === 'none') return;
  const { raw, ids } = options.picks === 'gather' ? gathered(g, logits) : mostProbable(g, logits);
  const along = { axis: { int: 1 } };
  const total = logSumExp(g, logits);
  g.output('logProbs', g.op('Sub', [raw, total]), 'float', ['R', 'K']);
  const masked = g.op(
    'ScatterElements',
    [logits, ids, g.op('Expand', [g.float(MASK), g.op('Shape', [ids])])],
    along,
  );
  const rest = logSumExp(g, masked);
  g.output('tailLogMass', g.op('Sub', [rest, total]), 'float', ['R', 1]);
}

/**
 * ln of the sum of exp over the last axis, [rows, 1]. Written out because the runtime's ReduceLogSumExp takes
 * several times as long.
 */
function logSumExp(g: GraphBuilder, x: string): string {
  const top = g.op('ReduceMax', [x, g.int([1])]);
  const sum = g.op('ReduceSum', [g.op('Exp', [g.op('Sub', [x, top])]), g.int([1])]);
  return g.op('Add', [g.op('Log', [sum]), top]);
}

function project(g: GraphBuilder, { weight, vocabSize, width }: HeadShape, hidden: string): string {
  const parts = Math.max(1, Math.ceil((vocabSize * width) / PART_ELEMENTS));
  const step = Math.ceil(vocabSize / parts);
  const slices: string[] = [];
  for (let start = 0; start < vocabSize; start += step) {
    const rows = parts === 1 ? undefined : { start, end: Math.min(vocabSize, start + step) };
    slices.push(g.op('Gemm', [hidden, g.weight(weight, rows)], { transB: { int: 1 } }));
  }
  return slices.length === 1 ? (slices[0] as string) : g.op('Concat', slices, { axis: { int: 1 } });
}

function gathered(g: GraphBuilder, logits: string): { raw: string; ids: string } {
  const ids = g.input('topIds', 'int32', ['R', 'K']);
  return { raw: g.op('GatherElements', [logits, ids], { axis: { int: 1 } }), ids };
}

function mostProbable(g: GraphBuilder, logits: string): { raw: string; ids: string } {
  const count = g.input('topK', 'int64', [1]);
  const [raw, ids] = g.ops('TopK', [logits, count], { axis: { int: 1 } }, 2) as [string, string];
  g.output('topIds', g.op('Cast', [ids], { to: { int: ONNX_TYPE.int32 } }), 'int32', ['R', 'K']);
  return { raw, ids };
}
