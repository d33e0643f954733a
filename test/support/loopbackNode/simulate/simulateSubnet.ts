import type { Runtime } from '../../../../src/chain/codec/runtime.js';
import type { Changes, Timeline } from '../createLoopbackWorld.js';
import { replaceUid, swapHotkey } from './changeHotkeys.js';
import { Deciders } from './decideWeights.js';
import { type EpochClock, enterBlock, reckonedClock, writeClock } from './epochs.js';
import { initialState, writeBlockFacts } from './initialState.js';
import { planOf } from './planOf.js';
import { Commitments } from './revealCommitments.js';
import type { Simulation, SubnetPlan } from './simulation.js';
import type { SubnetModel } from './subnetModel.js';

/**
 * Plays a subnet block by block as the chain's rules have it: epochs, weight commits and reveals or direct sets,
 * registrations, swaps, revealed commitments, runtime upgrades. The state of an upgrade block has the old layout; the new
 * runtime migrates in the block after it.
 * @param runtimes loaded runtimes by version
 */
export function simulateSubnet(given: SubnetPlan, runtimes: ReadonlyMap<number, Runtime>): Simulation {
  const plan = planOf(given);
  const runtimeOf = (specVersion: number): Runtime => {
    const runtime = runtimes.get(specVersion);
    if (runtime === undefined) throw new Error(`runtime ${specVersion} is not loaded`);
    return runtime;
  };
  const { model, clock } = initialState(plan, runtimeOf(plan.specVersion));
  const initial = model.take();
  const deciders = new Deciders(plan, model);
  const commitments = new Commitments(model);
  const changes: [number, Changes][] = [];
  const epochs: number[] = [];
  const revealedAt = byBlock(plan.reveals, (one) => one.revealedAt);
  const sealedAt = byBlock(plan.reveals, (one) => one.sealedAt);
  const replacedAt = byBlock(plan.replacements, (one) => one.block);
  const swappedAt = byBlock(plan.swaps, (one) => one.block);
  const changesOfHotkey: NonNullable<ReturnType<typeof replaceUid>>[] = [];
  for (let block = plan.firstBlock; block <= plan.lastBlock; block++) {
    const upgrade = plan.upgrades.find((one) => one.at === block - 1);
    if (upgrade !== undefined) migrate(model, clock, runtimeOf(upgrade.specVersion), block, plan.tempo);
    if (enterBlock(model, clock, block, plan.tempo)) {
      epochs.push(block);
      for (const uid of plan.validators) drift(model, uid);
      model.putStake();
    }
    for (const one of revealedAt(block)) commitments.reveal(one, block);
    deciders.reveal(block, clock);
    writeBlockFacts(model, block);
    model.deposit(successOf(0));
    for (const { uid } of replacedAt(block)) {
      const change = replaceUid(model, uid, block);
      if (change !== null) changesOfHotkey.push(change);
    }
    for (const { uid } of swappedAt(block)) {
      const change = swapHotkey(model, uid, block);
      if (change !== null) changesOfHotkey.push(change);
    }
    for (const [at, uid] of plan.validators.entries())
      if (plan.decides(uid, at, block)) deciders.decide(uid, block, clock);
    for (const one of sealedAt(block)) commitments.seal(one, block);
    changes.push([block, model.take()]);
  }
  const { netuid, firstBlock, lastBlock } = plan;
  const timeline: Timeline = {
    initial,
    changes,
    runtimes: [
      { from: firstBlock, specVersion: plan.specVersion },
      ...plan.upgrades.map(({ at, specVersion }) => ({ from: at, specVersion })),
    ],
  };
  return { netuid, firstBlock, lastBlock, timeline, decisions: deciders.decisions, epochs, changesOfHotkey };
}

/** What happens at each block. */
function byBlock<T>(list: readonly T[], blockOf: (one: T) => number): (block: number) => readonly T[] {
  const found = new Map<number, T[]>();
  for (const one of list) found.set(blockOf(one), [...(found.get(blockOf(one)) ?? []), one]);
  return (block) => found.get(block) ?? [];
}

/** The first block of a new runtime: what the old one reckoned is stored from now on. */
function migrate(
  model: SubnetModel,
  clock: EpochClock,
  runtime: Runtime,
  block: number,
  tempo: number,
): void {
  const stored = model.runtime.item('SubtensorModule.SubnetEpochIndex') !== null;
  model.runtime = runtime;
  if (stored) return;
  Object.assign(clock, reckonedClock(block - 1, model.netuid, tempo));
  writeClock(model, clock);
}

/** Stake of a validator moves a little from epoch to epoch. */
function drift(model: SubnetModel, uid: number): void {
  const state = model.uids[uid];
  if (state?.permit) state.stakeWeight = Math.max(1, (state.stakeWeight * 8191) >> 13);
}

/** The event of an extrinsic that went well: the one that every block has. */
const successOf = (extrinsic: number) => ({
  phase: extrinsic,
  pallet: 'System',
  name: 'ExtrinsicSuccess',
  fields: [{ weight: { refTime: 1_000, proofSize: 0 }, class: 'Mandatory', paysFee: 'No' }],
});
