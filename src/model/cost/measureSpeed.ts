import { performance } from 'node:perf_hooks';
import type { Provider } from '../../domain/engine.js';
import type { EngineChild } from '../engine/EngineChild.js';
import type { EngineSpeed, Pace } from './EngineSpeed.js';
import type { CostShapes } from './SequenceCost.js';
import {
  castsGraph,
  elementsGraph,
  nodesGraph,
  productsGraph,
  recurrenceGraph,
  type SpeedGraph,
  stepsGraph,
} from './speedGraphs.js';

/** Each graph repeats until it took this long, and at least so often. */
const SECONDS = 0.06;
const LEAST_RUNS = 3;
const MOST_RUNS = 40;
/** A first run this slow is a measurement: nothing is repeated. */
const SLOW_SECONDS = 0.5;
/** Of what a run took, at least this share is put down to what it measures. */
const LEAST_SHARE = 0.2;
/** One repetition that other work of the machine held up says little about minutes of work. */
const SPREAD = 2;
const SHORT_NODES = 4;
const CHAIN_NODES = 400;
/** Numbers of sessions of models count upwards from 1. */
const SESSION = -1;

/**
 * Measures an engine process on matrix products, recurrence and other operators in the shapes of a model, with the options
 * that a session of that model gets; no weight is read. Takes about a second.
 *
 * @param tokens length of a typical sequence
 * @throws EngineError
 */
export async function measureSpeed(
  child: Pick<EngineChild, 'call'>,
  how: SpeedOptions,
  shapes: CostShapes,
  tokens: number,
): Promise<EngineSpeed> {
  const started = performance.now();
  const runs = (graph: SpeedGraph): Promise<Runs> => secondsOf(child, how, graph);
  const short = await runs(nodesGraph(SHORT_NODES));
  const long = await runs(nodesGraph(CHAIN_NODES));
  const perNode = (few: number, many: number): number =>
    Math.max(0, many - few) / (CHAIN_NODES - SHORT_NODES);
  const call = middleOf(short.seconds);
  const node = perNode(call, middleOf(long.seconds));
  const pace = async (graph: SpeedGraph): Promise<Pace> => {
    const seconds = (await runs(graph)).seconds.map((all) =>
      Math.max(all * LEAST_SHARE, all - call - node * graph.nodes),
    );
    const per = (one: number): number => graph.amount / Math.max(one, 1e-9);
    const middle = middleOf(seconds);
    return {
      slowest: per(Math.min(Math.max(...seconds), middle * SPREAD)),
      middle: per(middle),
      fastest: per(Math.max(Math.min(...seconds), middle / SPREAD)),
    };
  };
  return {
    products: await pace(productsGraph(shapes, tokens)),
    recurrence: await pace(recurrenceGraph(shapes.recurrence, tokens)),
    elements: await pace(elementsGraph(shapes, tokens)),
    casts: await pace(castsGraph()),
    steps: await pace(stepsGraph(shapes.recurrence)),
    secondsPerNode: node,
    secondsPerCall: call,
    secondsPerOpenedNode: perNode(short.open, long.open),
    tookSeconds: (performance.now() - started) / 1000,
  };
}

/** How the engine that is measured opens a model. */
interface SpeedOptions {
  readonly threads: number;
  readonly provider: Provider;
  readonly mapped: boolean;
}

interface Runs {
  readonly open: number;
  readonly seconds: readonly number[];
}

/** Seconds of some runs of a graph, and of opening it; the first, which gets memory from the system, counts only where it is slow. */
async function secondsOf(
  child: Pick<EngineChild, 'call'>,
  { threads, provider, mapped }: SpeedOptions,
  { model, rows }: SpeedGraph,
): Promise<Runs> {
  const before = performance.now();
  await child.call({
    kind: 'open',
    session: SESSION,
    model,
    folder: '.',
    threads,
    provider,
    mapped,
    watched: false,
  });
  const open = (performance.now() - before) / 1000;
  try {
    const feeds = { rows: { dims: [1], data: Int32Array.of(rows) } };
    const once = async (): Promise<number> => {
      const start = performance.now();
      await child.call({ kind: 'run', session: SESSION, feeds, fetches: ['out'] });
      return (performance.now() - start) / 1000;
    };
    const first = await once();
    if (first >= SLOW_SECONDS) return { open, seconds: [first] };
    const seconds: number[] = [];
    let sum = 0;
    while (seconds.length < LEAST_RUNS || (sum < SECONDS && seconds.length < MOST_RUNS)) {
      const one = await once();
      seconds.push(one);
      sum += one;
    }
    return { open, seconds };
  } finally {
    await child.call({ kind: 'close', session: SESSION });
  }
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
