import type { BlockHash, BlockNumber } from './block.js';
import type { HubState } from './hub.js';
import type { ItemCounts } from './itemCounts.js';

/** A file of `objects/`, named by the sha256 of its bytes. */
export interface ObjectRef {
  readonly sha256: string;
  /** bytes */
  readonly size: number;
}

/** Replaces the pins of the prechecks that small synthetic models cannot meet; every screen names it. */
export interface SyntheticProfile {
  readonly name: string;
  /** The era whose rule text it refines, for example `P11`. */
  readonly eraId: string;
  /** Config keys and values that replace the era's architecture pins (rule 15). */
  readonly architecture: Readonly<Record<string, unknown>>;
  /** Replaces 248320 (rule 16). */
  readonly vocabSize: number;
  /** Replaces the bounds of total weight bytes (rules 9 and 10). */
  readonly minWeightBytes: number;
  readonly maxWeightBytes: number;
  /** Replaces the digest of the chat template (rule 18); absent: the era's. */
  readonly chatTemplateSha256?: string | undefined;
  /** Items and budgets that the operator of this world set; absent: the era's. */
  readonly axes?: OperatorAxes | undefined;
}

/** What an operator set of the axes beside the duel. */
export interface OperatorAxes {
  readonly counts: ItemCounts;
  /** Most new tokens of an answer on any axis, beneath the axis's own budget. */
  readonly maxTokens: number;
}

export interface SnapshotBlockEntry {
  readonly number: BlockNumber;
  readonly hash: BlockHash;
  /** Runtime version of the PARENT block: the one that wrote and therefore decodes this block's state. */
  readonly specVersion: number;
  readonly record: ObjectRef;
  /** Storage read proof of the keys of `record` against the header's state root; absent when none was read. */
  readonly proof?: ObjectRef;
}

export interface SnapshotRepositoryEntry {
  readonly repo: string;
  /** 40 hex digits. */
  readonly revision: string;
  readonly manifest: ObjectRef;
}

export interface SnapshotShardEntry {
  readonly dataset: string;
  readonly shard: number;
  readonly path: string;
  /** Commit of the dataset that the shard was taken from, 40 hex digits. */
  readonly revision?: string;
  readonly file: ObjectRef;
}

/** A file that one validator published. Several captures of one name may exist; the order is that of capture. */
export interface SnapshotPublishedEntry {
  readonly validatorUid: number;
  readonly validatorHotkey: string;
  readonly roundId: number;
  /** Name in the validator's state directory, for example `last_eval.json`. */
  readonly name: string;
  readonly capturedAt: string;
  readonly file: ObjectRef;
}

/** A revision that a commitment names and that the hub did not give, with the state that it was found in. */
export interface SnapshotUnresolvedEntry {
  /** As the commitment spells it: hostile text. */
  readonly repo: string;
  readonly revision: string;
  readonly state: HubState;
  /** One sentence with the fact that shows it. */
  readonly why: string;
}

/** `snapshot.json`: names every byte of a snapshot. Canonical JSON. */
export interface SnapshotIndex {
  readonly schema: 2;
  readonly kind: 'recrown-snapshot';
  readonly name: string;
  readonly description: string;
  readonly synthetic: boolean;
  readonly recordedBy: string;
  /** UTC, ISO 8601. */
  readonly recordedAt: string;
  /** Hosts of the endpoints that agreed on the hash of every block here; empty for a made-up world. */
  readonly endpoints: readonly string[];
  readonly netuid: number;
  readonly network: { readonly name: string; readonly genesisHash: BlockHash };
  readonly profile: SyntheticProfile | null;
  /** The teacher whose text the duels use, as a recorded repository. */
  readonly teacher: { readonly repo: string; readonly revision: string } | null;
  readonly runtimes: readonly { readonly specVersion: number; readonly metadata: ObjectRef }[];
  readonly blocks: readonly SnapshotBlockEntry[];
  readonly repositories: readonly SnapshotRepositoryEntry[];
  readonly unresolved: readonly SnapshotUnresolvedEntry[];
  readonly corpus: readonly SnapshotShardEntry[];
  readonly published: readonly SnapshotPublishedEntry[];
  /** Files beside `snapshot.json` and `objects/`, for readers (README.md). */
  readonly documents: readonly { readonly path: string; readonly file: ObjectRef }[];
  /**
   * sha256 of what was recorded: of the index without `recordedBy`, `recordedAt`, `endpoints`, `digest` and `seal`. Two
   * recordings of one world have one digest, whoever made them.
   */
  readonly digest: string;
  /** sha256 of all other fields. */
  readonly seal: string;
}

/** What a block record object holds. A key with null was read and is absent; a key that is not listed was not read. */
export interface BlockRecord {
  readonly number: BlockNumber;
  readonly hash: BlockHash;
  /** SCALE bytes of the header; their blake2-256 is `hash`. */
  readonly header: string;
  /** `[key, value]`, hex with `0x`, ascending by key. */
  readonly storage: readonly (readonly [key: string, value: string | null])[];
  /**
   * Two recorded blocks, one before and one after this one: a key that is not in `storage` has the value that
   * both of them hold, where both hold the same (rule: values between two readings, docs/methodology.md).
   */
  readonly between?: readonly [before: BlockNumber, after: BlockNumber];
}

/** What a manifest object holds: the files of one repository at one revision, as the hub lists them. */
export interface RepositoryManifest {
  readonly repo: string;
  readonly revision: string;
  readonly private: boolean;
  readonly disabled: boolean;
  readonly gated: boolean;
  /** `safetensors.total` of the hub's model info; null when the hub gives none. */
  readonly safetensorsTotal: number | null;
  readonly files: readonly RepositoryFile[];
}

export interface RepositoryFile {
  /** Path as the repository spells it: hostile text, shown cleaned, never used as a path on disk. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** True when the snapshot holds the bytes. */
  readonly held: boolean;
}
