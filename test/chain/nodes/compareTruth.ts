import assert from 'node:assert/strict';
import type { ChainState } from '../../../src/domain/chainState.js';
import type { Simulation } from '../../support/loopbackNode/simulate/simulation.js';
import { truthAt } from '../../support/loopbackNode/simulate/truthAt.js';

/** Holds a decoded state against what happened: rows, commits that are hidden, hotkeys. */
export function compareTruth(state: ChainState, simulation: Simulation): void {
  const truth = truthAt(simulation, state.block);
  for (const [uid, row] of truth.rows) {
    const found = state.weights.find((one) => one.uid === uid)?.row;
    assert.deepEqual(found, row, `row of ${uid} at ${state.block}`);
  }
  assert.deepEqual(
    state.pendingWeightCommits.map(({ hotkey, committedAt, epoch, scheme }) => [
      hotkey,
      committedAt,
      epoch,
      scheme,
    ]),
    truth.hidden.map(({ hotkey, decidedAt, epoch }) => [hotkey, decidedAt, epoch, 'timelock']),
    `hidden at ${state.block}`,
  );
  for (const [uid, hotkey] of truth.hotkeys)
    assert.equal(state.uids[uid]?.hotkey, hotkey, `hotkey of ${uid} at ${state.block}`);
}
