import type { CommitScheme } from '../../domain/chainState.js';
import type { StorageItemName } from './runtime.js';

/** An item that holds timelocked commits by epoch, and the runtimes that write it: from, below. */
export interface TimelockItem {
  readonly name: StorageItemName;
  readonly scheme: CommitScheme;
  readonly from: number;
  readonly below: number;
  /** Places of block, ciphertext and drand round behind the hotkey; null where the block is not stored. */
  readonly places: readonly [block: number | null, ciphertext: number, round: number];
}

/** Rule: commit and reveal, docs/methodology.md. Later runtimes keep the dead items in their metadata. */
export const TIMELOCK_ITEMS: readonly TimelockItem[] = [
  {
    name: 'SubtensorModule.CRV3WeightCommits',
    scheme: 'crv3',
    from: 216,
    below: 297,
    places: [null, 1, 2],
  },
  {
    name: 'SubtensorModule.CRV3WeightCommitsV2',
    scheme: 'crv3-block',
    from: 297,
    below: 306,
    places: [1, 2, 3],
  },
  {
    name: 'SubtensorModule.TimelockedWeightCommits',
    scheme: 'timelock',
    from: 306,
    below: Number.POSITIVE_INFINITY,
    places: [1, 2, 3],
  },
];

/** True when a runtime writes the item: it can hold commits that are still to be revealed. */
export const isWrittenBy = ({ from, below }: TimelockItem, specVersion: number): boolean =>
  specVersion >= from && specVersion < below;
