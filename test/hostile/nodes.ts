import { after } from 'node:test';
import type { RecordedState } from '../../src/chain/record/recordBlock.js';
import type { ChainState } from '../../src/domain/chainState.js';
import { chainOfRange } from '../../src/replay/record/chainOfRange.js';
import { answerFromWorld } from '../support/loopbackNode/answerFromWorld.js';
import { type Faults, noFaults } from '../support/loopbackNode/faults.js';
import { type LoopbackNode, startRpcServer } from '../support/loopbackNode/startRpcServer.js';
import type { LoopbackWorld } from '../support/loopbackNode/world.js';
import { inPlace } from './place.js';
import { ROUND, recorderAt, SEED } from './record.js';

export const BLOCK = SEED - 20;

/** Changes the answer of a node. */
export type Change = (method: string, params: readonly unknown[], result: unknown) => unknown;

const nodes: LoopbackNode[] = [];
after(() => Promise.all(nodes.map((node) => node.close())));

/** Starts a node of a world, and stops it after the tests of the file. @returns its address */
export async function start(
  world: LoopbackWorld,
  faults: Partial<Faults> = {},
  change: Change = (_method, _params, result) => result,
): Promise<string> {
  const all = Object.assign(noFaults(), faults);
  const honest = answerFromWorld(world, all);
  const node = await startRpcServer((method, params) => change(method, params, honest(method, params)), all);
  nodes.push(node);
  return node.wsUrl;
}

/** Reads one block from nodes as `recrown chain BLOCK --endpoint` does. */
export const readBlock = (urls: readonly string[], block = BLOCK): Promise<RecordedState> =>
  inPlace(async (data) => {
    const recorder = await recorderAt(data, urls);
    try {
      return await recorder.block(block);
    } finally {
      await recorder.close();
    }
  });

/** Reads the round from nodes as `recrown fetch` does. */
export const readRound = (urls: readonly string[]): Promise<ChainState[]> =>
  inPlace(async (data) => {
    const recorder = await recorderAt(data, urls, 'none');
    try {
      const chain = chainOfRange(await recorder.range([ROUND], () => undefined), 24);
      const states: ChainState[] = [];
      for (const block of chain.blocks) states.push(await chain.getState(block));
      return states;
    } finally {
      await recorder.close();
    }
  });

/** The state that an audit decodes from what was recorded, as two endpoints gave it. */
export const decode = (
  found: RecordedState,
  change: Partial<RecordedState['block']> = {},
): Promise<ChainState> =>
  chainOfRange(
    {
      blocks: [{ ...found.block, ...change }],
      runtimes: [found.runtime],
      endpoints: ['a.example', 'b.example'],
    },
    24,
  ).getState(found.block.number);
