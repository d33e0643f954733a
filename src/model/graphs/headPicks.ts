import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../onnx/messages.js';

/** Takes a logit out of a log-sum-exp and is finite. */
const MASK = -3e38;
const ALONG = { axis: { int: 1 } };

/** Logits [rows, columns] of the ids from `start` on. */
export interface LogitsPart {
  readonly logits: string;
  readonly start: number;
  readonly columns: number;
}

/** Log-probabilities of the picked ids [rows, K], ln of the mass of all others [rows, 1], and the ids where they are new. */
export interface Picks {
  readonly logProbs: string;
  readonly tailLogMass: string;
  /** [rows, K] int32 */
  readonly ids: string | null;
}

/**
 * Picks of given ids.
 *
 * @param ids [rows, K] int32, none twice in a row
 */
export function gatheredPicks(g: GraphBuilder, parts: readonly LogitsPart[], ids: string): Picks {
  let raw = '';
  const rests = parts.map(({ logits, start, columns }) => {
    const own = g.op('Sub', [ids, g.int32(start)]);
    // An id of another part stands for the nearest column of this one, whose logit it leaves as it is.
    const column = g.op('Clip', [own, g.int32(0), g.int32(columns - 1)]);
    const inside = g.op('Equal', [own, column]);
    const here = g.op('GatherElements', [logits, column], ALONG);
    raw = raw === '' ? here : g.op('Where', [inside, here, raw]);
    const updates = g.op('Where', [inside, g.float(MASK), here]);
    const masked = g.op('ScatterElements', [logits, column, updates], {
      ...ALONG,
      reduction: { text: 'min' },
    });
    return logSumExp(g, masked);
  });
  return { ...relative(g, raw, rests), ids: null };
}

/**
 * Picks of the most probable ids, the lowest id first among equals.
 *
 * @param count K, [1] int64
 */
export function probablePicks(g: GraphBuilder, parts: readonly LogitsPart[], count: string): Picks {
  const rests: string[] = [];
  let best = { raw: '', ids: '' };
  for (const { logits, start, columns } of parts) {
    const most = g.op('Min', [count, g.int([columns])]);
    const [raw, places] = g.ops('TopK', [logits, most], ALONG, 2) as [string, string];
    const mask = g.op('Expand', [g.float(MASK), g.op('Shape', [places])]);
    rests.push(logSumExp(g, g.op('ScatterElements', [logits, places, mask], ALONG)));
    const found = { raw, ids: g.op('Add', [places, g.int(start)]) };
    best = best.raw === '' ? found : better(g, count, best, found, rests);
  }
  return {
    ...relative(g, best.raw, rests),
    ids: g.op('Cast', [best.ids], { to: { int: ONNX_TYPE.int32 } }),
  };
}

interface Best {
  readonly raw: string;
  readonly ids: string;
}

/** The best of both; what they lose goes to `rests`. All ids of `first` are below those of `second`. */
function better(g: GraphBuilder, count: string, first: Best, second: Best, rests: string[]): Best {
  const raw = g.op('Concat', [first.raw, second.raw], ALONG);
  const ids = g.op('Concat', [first.ids, second.ids], ALONG);
  const total = g.op('Shape', [raw], { start: { int: 1 } });
  const [sorted, order] = g.ops('TopK', [raw, total], ALONG, 2) as [string, string];
  const end = g.int([Number.MAX_SAFE_INTEGER]);
  const lost = g.op('Slice', [sorted, count, end, g.int([1])]);
  // One masked column more, because while there is room nothing is lost.
  rests.push(logSumExp(g, g.op('Pad', [lost, g.int([0, 0, 0, 1]), g.float(MASK)])));
  return {
    raw: g.op('Slice', [sorted, g.int([0]), count, g.int([1])]),
    ids: g.op('GatherElements', [ids, g.op('Slice', [order, g.int([0]), count, g.int([1])])], ALONG),
  };
}

/**
 * Picked logits and the mass outside against the mass of all, which is that of the parts' rests and of the picks: no
 * difference of masses is formed, so that a small tail keeps its digits.
 *
 * @param rests ln of the sum of exp over logits that are not picked, [rows, 1] each
 */
function relative(g: GraphBuilder, raw: string, rests: readonly string[]): Omit<Picks, 'ids'> {
  const rest = logSumExp(g, g.op('Concat', rests, ALONG));
  const total = logSumExp(g, g.op('Concat', [...rests, raw], ALONG));
  return { logProbs: g.op('Sub', [raw, total]), tailLogMass: g.op('Sub', [rest, total]) };
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
