import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../../src/model/onnx/GraphBuilder.js';
import type { Node } from '../../src/model/onnx/messages.js';
import { neededNodes } from '../../src/model/onnx/neededNodes.js';
import { ProtoWriter } from '../../src/model/onnx/ProtoWriter.js';

const node = (
  op: string,
  inputs: string[],
  outputs: string[],
  attributes: Node['attributes'] = {},
): Node => ({
  op,
  domain: '',
  inputs,
  outputs,
  attributes,
});

test('a chain that leads to no output is left out, whole', () => {
  const nodes = [
    node('A', ['x'], ['a']),
    node('Dead', ['a'], ['b']),
    node('DeadToo', ['b'], ['c']),
    node('B', ['a'], ['y', 'unread']),
  ];
  const needed = neededNodes(nodes, ['y'], () => new Set());
  assert.deepEqual(
    needed.nodes.map(({ op }) => op),
    ['A', 'B'],
  );
  assert.deepEqual([...needed.names].sort(), ['a', 'x', 'y']);
});

test('what a body alone takes is kept, while the node of the body is', () => {
  const graph = new ProtoWriter();
  const takenBy = (body: ProtoWriter) => (body === graph ? new Set(['k']) : new Set<string>());
  const nodes = [node('Keys', ['x'], ['k']), node('Scan', ['x'], ['y'], { body: { graph } })];
  const opsFor = (output: string) => neededNodes(nodes, [output], takenBy).nodes.map(({ op }) => op);
  assert.deepEqual(opsFor('y'), ['Keys', 'Scan']);
  assert.deepEqual(opsFor('k'), ['Keys']);
  assert.deepEqual(opsFor('x'), []);
});

test('a written graph does not run what nothing reads: an index that is out of reach there does no harm', async () => {
  const written = (isRead: boolean): Uint8Array => {
    const g = new GraphBuilder(new Map());
    const x = g.input('x', 'float', [2]);
    const beyond = g.op('Gather', [x, g.int([5])]);
    g.output('y', isRead ? g.op('Add', [x, beyond]) : g.op('Neg', [x]), 'float', ['N']);
    return g.model();
  };
  const run = async (model: Uint8Array) => {
    const session = await InferenceSession.create(model, { logSeverityLevel: 4 });
    try {
      const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2), [2]) });
      return [...(y as Tensor).data] as number[];
    } finally {
      await session.release();
    }
  };
  assert.deepEqual(await run(written(false)), [-1, -2]);
  await assert.rejects(run(written(true)), /Gather|indices|bounds/i);
});
