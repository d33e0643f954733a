import { answerFromWorld } from './answerFromWorld.js';
import { type Faults, noFaults } from './faults.js';
import { type LoopbackNode, startRpcServer } from './startRpcServer.js';
import type { LoopbackWorld } from './world.js';

/** Starts an archive node over a world, with faults that may be changed while it runs. */
export function startLoopbackNode(world: LoopbackWorld, faults: Partial<Faults> = {}): Promise<LoopbackNode> {
  const all = Object.assign(noFaults(), faults);
  return startRpcServer(answerFromWorld(world, all), all);
}
