import { twox128 } from '../../../../src/chain/codec/hashers.js';
import type { Runtime } from '../../../../src/chain/codec/runtime.js';
import { type EpochClock, reckonedClock, writeClock } from './epochs.js';
import type { SubnetPlan } from './simulation.js';
import { inventHotkey, SubnetModel } from './subnetModel.js';

/** Slot of block 0, counted in blocks of 12 seconds since 1970, as finney counts it. */
const SLOT_ZERO = 140_046_184;
const NUMBER_KEY = `0x${twox128('System')}${twox128('Number')}`;
const NOW_KEY = `0x${twox128('Timestamp')}${twox128('Now')}`;

/** A subnet as it stands before the first block of its plan, every storage item of it written. */
export function initialState(
  plan: Required<SubnetPlan>,
  runtime: Runtime,
): { model: SubnetModel; clock: EpochClock } {
  const { netuid, size, validators, tempo, firstBlock } = plan;
  const uids = Array.from({ length: size }, (_, uid) => {
    const seat = validators.indexOf(uid);
    return {
      hotkey: inventHotkey(`uid ${uid}`),
      permit: seat >= 0,
      stakeWeight: seat >= 0 ? Math.floor(65535 / (seat + 1)) : 0,
      lastUpdate: firstBlock - 1000 - uid,
      registeredAt: firstBlock - 200_000 + uid * 10,
    };
  });
  const model = new SubnetModel(netuid, uids, runtime);
  const clock = reckonedClock(firstBlock - 1, netuid, tempo);
  const owner = uids[plan.ownerUid]?.hotkey ?? inventHotkey('owner');
  for (const [uid, one] of uids.entries()) {
    model.put('SubtensorModule.Keys', [uid], one.hotkey);
    model.put('SubtensorModule.Uids', [one.hotkey], uid);
    model.put('SubtensorModule.BlockAtRegistration', [uid], one.registeredAt);
    model.putAt('SubtensorModule.Owner', [one.hotkey], inventHotkey(`coldkey ${uid}`));
  }
  model.putStake();
  model.putLastUpdate();
  for (const name of ['Incentive', 'Consensus', 'Dividends', 'ValidatorTrust', 'Emission'] as const)
    model.put(
      `SubtensorModule.${name}`,
      [],
      uids.map(() => 0),
    );
  model.put(
    'SubtensorModule.Active',
    [],
    uids.map((one) => one.permit),
  );
  model.put('SubtensorModule.SubnetworkN', [], size);
  model.put('SubtensorModule.MaxAllowedUids', [], size);
  model.put('SubtensorModule.MinAllowedWeights', [], 1);
  model.put('SubtensorModule.Tempo', [], tempo);
  model.put('SubtensorModule.CommitRevealWeightsEnabled', [], plan.commitReveal);
  model.putAt('SubtensorModule.CommitRevealWeightsVersion', [], 4);
  model.put('SubtensorModule.RevealPeriodEpochs', [], plan.revealPeriodEpochs);
  model.put('SubtensorModule.SubnetOwner', [], inventHotkey(`coldkey ${plan.ownerUid}`));
  model.put('SubtensorModule.SubnetOwnerHotkey', [], owner);
  model.put('SubtensorModule.NetworkRegisteredAt', [], 2_538_424);
  model.put('SubtensorModule.LastMechansimStepBlock', [], clock.last);
  writeClock(model, clock);
  for (const uid of validators) model.putRow(uid, plan.rowOf(uid, firstBlock - 720));
  // A neighbour whose keys stand right beside: a reader of prefixes must not take them.
  model.putAt('SubtensorModule.Tempo', [netuid - 1], 99);
  for (const uid of [0, 1, 2])
    model.putAt('SubtensorModule.Keys', [netuid - 1, uid], inventHotkey(`other ${uid}`));
  return { model, clock };
}

/** Number and time of a block, which every block writes. */
export function writeBlockFacts(model: SubnetModel, block: number): void {
  model.putRaw(NUMBER_KEY, littleEndian(block, 4));
  model.putRaw(NOW_KEY, littleEndian((SLOT_ZERO + block) * 12_000, 8));
}

function littleEndian(value: number, width: 4 | 8): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return `0x${bytes.subarray(0, width).toString('hex')}`;
}
