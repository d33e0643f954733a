import type { Registry } from '@polkadot/types/types';
import type { PlainReader } from './plainReader.js';

/** The storage items that the rules read or that a recording keeps, as `Pallet.Item`. */
export type StorageItemName =
  | `SubtensorModule.${
      | 'Keys'
      | 'Uids'
      | 'SubnetworkN'
      | 'Weights'
      | 'Bonds'
      | 'LastUpdate'
      | 'Incentive'
      | 'ValidatorPermit'
      | 'Active'
      | 'ValidatorTrust'
      | 'Consensus'
      | 'Dividends'
      | 'StakeWeight'
      | 'Emission'
      | 'BlockAtRegistration'
      | 'Owner'
      | 'SubnetOwner'
      | 'SubnetOwnerHotkey'
      | 'Tempo'
      | 'WeightsVersionKey'
      | 'WeightsSetRateLimit'
      | 'NetworkRegisteredAt'
      | 'CommitRevealWeightsEnabled'
      | 'CommitRevealWeightsVersion'
      | 'RevealPeriodEpochs'
      | 'MechanismCountCurrent'
      | 'LastMechansimStepBlock'
      | 'BlocksSinceLastStep'
      | 'LastEpochBlock'
      | 'PendingEpochAt'
      | 'SubnetEpochIndex'
      | 'ActivityCutoff'
      | 'ActivityCutoffFactorMilli'
      | 'MaxAllowedUids'
      | 'MinAllowedWeights'
      | 'WeightCommits'
      | 'CRV3WeightCommits'
      | 'CRV3WeightCommitsV2'
      | 'TimelockedWeightCommits'
      | 'NullConsensus'}`
  | `Commitments.${'CommitmentOf' | 'LastCommitment' | 'RevealedCommitments' | 'TimelockedIndex'}`
  | 'System.Events';

/** An argument of a storage key: a number for an integer, an SS58 address or `0x` public key for an account. */
export type KeyArgument = number | string;

/** How one runtime lays out one storage item. */
export interface StorageItem {
  readonly name: StorageItemName;
  /** twox128 of the pallet's prefix and of the item: hex of 32 bytes, without `0x`. */
  readonly prefix: string;
  /** Empty for a plain item. */
  readonly keys: readonly { readonly hasher: string; readonly type: string }[];
  readonly valueType: string;
  /** Decodes its values without codec objects; null when the type is not plain. */
  readonly plain: PlainReader | null;
  /** True: an absent value is absent. False: it is the default of the runtime. */
  readonly optional: boolean;
  /** SCALE bytes of the runtime's default. */
  readonly fallback: Uint8Array;
}

/** The storage layout of one runtime version, with the registry that decodes its values. */
export interface Runtime {
  readonly specVersion: number;
  readonly registry: Registry;
  /** Length of an Aura slot in milliseconds; null when this runtime does not say it. */
  readonly slotMs: number | null;
  /** The layout of an item; null when this runtime does not have it. */
  readonly item: (name: StorageItemName) => StorageItem | null;
}
