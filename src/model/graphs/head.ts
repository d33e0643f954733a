import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { evenBlocksOf, inBlocks } from './blocks.js';
import type { HeadOptions } from './GraphOptions.js';
import { gatheredPicks, type LogitsPart, type Picks, probablePicks } from './headPicks.js';

/** Vocabulary rows of the head that are widened and multiplied at once, and elements of their weights, at most. */
const PART_COLUMNS = 8192;
const PART_ELEMENTS = 1 << 24;
/** Scored rows that are worked at once: each block of them widens the whole head again. */
const BLOCK_ROWS = 1024;

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
 * Where the logits themselves are not asked for, they stand in memory for one block of rows and one part of the
 * vocabulary at a time, so that memory depends neither on the number of rows nor on the vocabulary.
 *
 * @param hidden [R, width], the scored rows after the last norm
 */
export function head(g: GraphBuilder, shape: HeadShape, options: HeadOptions, hidden: string): void {
  if (options.hidden) g.output('hidden', hidden, 'float', ['R', shape.width]);
  const wanted = wantedIn(g, options.picks);
  if (options.logits) {
    const parts = project(g, shape, hidden);
    const whole = g.op(
      'Concat',
      parts.map(({ logits }) => logits),
      { axis: { int: 1 } },
    );
    g.output('logits', whole, 'float', ['R', shape.vocabSize]);
    if (wanted !== null) leave(g, wanted.picks(g, parts, wanted.input));
  } else if (wanted !== null) leave(g, overBlocks(g, shape, wanted, hidden));
}

/** Which ids are picked: an input of the graph, and how it is answered from the parts. */
interface Wanted {
  readonly input: string;
  /** Whether the input has a line for each row. */
  readonly byRow: boolean;
  readonly picks: (g: GraphBuilder, parts: readonly LogitsPart[], input: string) => Picks;
}

function wantedIn(g: GraphBuilder, picks: HeadOptions['picks']): Wanted | null {
  if (picks === 'none') return null;
  return picks === 'gather'
    ? { input: g.input('topIds', 'int32', ['R', 'K']), byRow: true, picks: gatheredPicks }
    : { input: g.input('topK', 'int64', [1]), byRow: false, picks: probablePicks };
}

function leave(g: GraphBuilder, { logProbs, tailLogMass, ids }: Picks): void {
  g.output('logProbs', logProbs, 'float', ['R', 'K']);
  g.output('tailLogMass', tailLogMass, 'float', ['R', 1]);
  if (ids !== null) g.output('topIds', ids, 'int32', ['R', 'K']);
}

/** The picks of all rows, block by block. */
function overBlocks(g: GraphBuilder, shape: HeadShape, wanted: Wanted, hidden: string): Picks {
  const rows = g.op('Shape', [hidden], { start: { int: 0 }, end: { int: 1 } });
  const order = g.op('Range', [g.int(0), g.op('Squeeze', [rows]), g.int(1)]);
  const blocked = inBlocks(g, evenBlocksOf(g, hidden, BLOCK_ROWS), order, []);
  const body = g.body();
  const block = body.input('rows', 'int64', ['B']);
  const own = (x: string) => body.op('Gather', [x, block]);
  const input = wanted.byRow ? own(wanted.input) : wanted.input;
  const found = wanted.picks(body, project(body, shape, own(hidden)), input);
  body.output('logProbs', found.logProbs, 'float', ['B', 'K']);
  body.output('tailLogMass', found.tailLogMass, 'float', ['B', 1]);
  if (found.ids !== null) body.output('ids', found.ids, 'int32', ['B', 'K']);
  const [logProbs, tailLogMass, ids] = g.ops(
    'Scan',
    [blocked],
    { num_scan_inputs: { int: 1 }, body: { graph: body.graph() } },
    found.ids === null ? 2 : 3,
  ) as [string, string, string | undefined];
  const joined = (x: string) => {
    const width = g.op('Shape', [x], { start: { int: 2 } });
    const flat = g.op('Reshape', [x, g.op('Concat', [g.int([-1]), width], { axis: { int: 0 } })]);
    return g.op('Slice', [flat, g.int([0]), rows, g.int([0])]);
  };
  return {
    logProbs: joined(logProbs),
    tailLogMass: joined(tailLogMass),
    ids: ids === undefined ? null : joined(ids),
  };
}

/** Logits of all ids, in parts of consecutive ids. */
function project(g: GraphBuilder, { weight, vocabSize, width }: HeadShape, hidden: string): LogitsPart[] {
  const most = Math.max(1, Math.min(PART_COLUMNS, Math.floor(PART_ELEMENTS / width)));
  const step = Math.ceil(vocabSize / Math.ceil(vocabSize / most));
  const parts: LogitsPart[] = [];
  for (let start = 0; start < vocabSize; start += step) {
    const end = Math.min(vocabSize, start + step);
    const rows = step === vocabSize ? undefined : { start, end };
    const logits = g.op('Gemm', [hidden, g.weight(weight, rows)], { transB: { int: 1 } });
    parts.push({ logits, start, columns: end - start });
  }
  return parts;
}
