import { tmpdir } from 'node:os';
import { EngineChild } from '../../src/model/engine/EngineChild.js';
import { GraphBuilder } from '../../src/model/onnx/GraphBuilder.js';
import { type Duration, measure, shortest } from './meter.js';

/** Products one behind the other in one run, so that making the matrices and the call itself do not count. */
const PRODUCTS = 8;

/**
 * GFLOP/s of products of two square matrices in an engine process of its own, best of several runs: by the clock, and by
 * the processor time of its threads (times `threads`, so that both are the rate of a machine that does nothing else).
 */
export async function matMulRate(threads: number, size: number, runs: number): Promise<Duration> {
  const g = new GraphBuilder(new Map());
  const seed = g.input('seed', 'int32', [1]);
  const x = g.op('Div', [g.op('Cast', [seed], { to: { int: 1 } }), g.float(size)]);
  const matrix = g.op('Expand', [x, g.int([size, size])]);
  let product = matrix;
  for (let i = 0; i < PRODUCTS; i += 1) product = g.op('MatMul', [product, matrix]);
  g.output('sum', g.op('ReduceMax', [product]), 'float', [1, 1]);
  const child = new EngineChild();
  try {
    await child.call({
      kind: 'open',
      session: 1,
      model: g.model(),
      folder: tmpdir(),
      threads,
      provider: 'cpu',
      mapped: true,
      watched: false,
    });
    const feeds = { seed: { dims: [1], data: Int32Array.of(1) } };
    const done: Duration[] = [];
    for (let i = 0; i <= runs; i += 1)
      done.push(
        await measure(child.processId as number, () =>
          child.call({ kind: 'run', session: 1, feeds, fetches: ['sum'] }),
        ),
      );
    const { wall, processor } = shortest(done);
    const flop = (2 * PRODUCTS * size ** 3) / 1e9;
    return { wall: flop / wall, processor: (threads * flop) / processor };
  } finally {
    await child.kill();
  }
}
