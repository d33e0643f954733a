import type { BlockNumber } from '../../domain/block.js';
import type { UidState } from '../../domain/chainState.js';
import type { Hotkey } from '../../domain/identity.js';
import type { WeightRow } from '../../domain/weights.js';
import { encodeStorage, type StoragePair, type StorageValue } from './encodeStorage.js';
import type { KeyArgument, Runtime, StorageItemName } from './runtime.js';

/** A subnet's storage as values. */
export interface SubnetValues {
  readonly netuid: number;
  readonly tempo: number;
  readonly commitReveal: boolean;
  readonly revealPeriodEpochs: number;
  /** Epoch index at the block, and the blocks of the last epoch. */
  readonly epoch: { readonly index: number; readonly lastBlock: BlockNumber; readonly blocksSince: number };
  readonly ownerHotkey: Hotkey;
  /** UIDs 0 to n-1 in order. */
  readonly uids: readonly UidState[];
  /** Rows that are set. Every other UID with a permit, and the owner's, is recorded as read and absent. */
  readonly weights: readonly WeightRow[];
  /** Payload bytes as stored: see `encodePayload`. Every other hotkey is recorded as read and absent. */
  readonly commitments: readonly {
    readonly hotkey: Hotkey;
    readonly entries: readonly { readonly block: BlockNumber; readonly payload: Uint8Array }[];
  }[];
  /** Weight commits by epoch; an epoch with none is recorded as read and absent. */
  readonly pending: readonly {
    readonly epoch: number;
    readonly commits: readonly {
      readonly hotkey: Hotkey;
      readonly committedAt: BlockNumber;
      readonly ciphertext: Uint8Array;
      readonly revealRound: number;
    }[];
  }[];
}

/**
 * Encodes a subnet as the storage that `createChain` reads, with the runtime's own types. Items that the runtime does
 * not have are left out.
 * @returns pairs ascending by key
 */
export function encodeSubnet(runtime: Runtime, values: SubnetValues): readonly StoragePair[] {
  const pairs: StoragePair[] = [];
  const { netuid } = values;
  const add = (
    name: `SubtensorModule.${string}` | `Commitments.${string}`,
    args: readonly KeyArgument[],
    value: StorageValue | null,
  ) => {
    const item = name as StorageItemName;
    if (runtime.item(item) !== null) pairs.push(encodeStorage(runtime, item, args, value));
  };
  for (const [name, value] of subnetItems(values)) add(`SubtensorModule.${name}`, [netuid], value);
  for (const state of values.uids) {
    add('SubtensorModule.Keys', [netuid, state.uid], state.hotkey);
    add('SubtensorModule.Uids', [netuid, state.hotkey], state.uid);
    add('SubtensorModule.BlockAtRegistration', [netuid, state.uid], state.registeredAt);
    const revealed = values.commitments.find((one) => one.hotkey === state.hotkey)?.entries;
    const entries = revealed?.map(({ payload, block }) => [payload, block]) ?? null;
    add('Commitments.RevealedCommitments', [netuid, state.hotkey], entries);
    const row = values.weights.find((one) => one.uid === state.uid)?.row;
    if (row !== undefined || state.permit || state.hotkey === values.ownerHotkey)
      add('SubtensorModule.Weights', [netuid, state.uid], row ?? null);
  }
  for (const { epoch, commits } of values.pending) {
    const list = commits.map((one) => [one.hotkey, one.committedAt, one.ciphertext, one.revealRound]);
    add('SubtensorModule.TimelockedWeightCommits', [netuid, epoch], list.length === 0 ? null : list);
  }
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Items with one value per subnet. */
function subnetItems(values: SubnetValues): readonly (readonly [name: string, value: StorageValue])[] {
  const { uids, epoch } = values;
  return [
    ['SubnetworkN', uids.length],
    ['Tempo', values.tempo],
    ['CommitRevealWeightsEnabled', values.commitReveal],
    ['RevealPeriodEpochs', values.revealPeriodEpochs],
    ['MechanismCountCurrent', 1],
    ['SubnetOwnerHotkey', values.ownerHotkey],
    ['ValidatorPermit', uids.map((state) => state.permit)],
    ['StakeWeight', uids.map((state) => state.stakeWeight)],
    ['LastUpdate', uids.map((state) => state.lastUpdate)],
    ['LastMechansimStepBlock', epoch.lastBlock],
    ['BlocksSinceLastStep', epoch.blocksSince],
    ['LastEpochBlock', epoch.lastBlock],
    ['PendingEpochAt', 0],
    ['SubnetEpochIndex', epoch.index],
  ];
}
