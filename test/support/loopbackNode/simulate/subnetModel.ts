import { hotkeyOf } from '../../../../src/chain/codec/accounts.js';
import { encodeStorage, type StorageValue } from '../../../../src/chain/codec/encodeStorage.js';
import type { KeyArgument, Runtime, StorageItemName } from '../../../../src/chain/codec/runtime.js';
import { blake2Hash } from '../../../../src/domain/blake2Hash.js';
import type { WeightEntry } from '../../../../src/domain/weights.js';
import type { Changes } from '../createLoopbackWorld.js';
import { EVENTS_KEY, type EventToEncode, encodeEvents } from './encodeEvents.js';

/** A weight commit as `TimelockedWeightCommits` holds it. */
export interface StoredCommit {
  readonly hotkey: string;
  readonly committedAt: number;
  readonly ciphertext: Uint8Array;
  readonly revealRound: number;
}

/** One UID of the model. */
export interface ModelUid {
  hotkey: string;
  permit: boolean;
  stakeWeight: number;
  lastUpdate: number;
  registeredAt: number;
}

/** A subnet as values; every change of it is written down as storage of the runtime in force. */
export class SubnetModel {
  readonly rows = new Map<number, readonly WeightEntry[]>();
  readonly pending = new Map<number, StoredCommit[]>();
  readonly revealed = new Map<string, (readonly [payload: Uint8Array, block: number])[]>();
  #changes = new Map<string, string | null>();
  #events: EventToEncode[] = [];

  constructor(
    readonly netuid: number,
    readonly uids: ModelUid[],
    public runtime: Runtime,
  ) {}

  /** Writes an item below this subnet; nothing when the runtime does not have it. */
  put(name: StorageItemName, args: readonly KeyArgument[], value: StorageValue | null): void {
    this.putAt(name, [this.netuid, ...args], value);
  }

  putAt(name: StorageItemName, args: readonly KeyArgument[], value: StorageValue | null): void {
    if (this.runtime.item(name) === null) return;
    const [key, bytes] = encodeStorage(this.runtime, name, args, value);
    this.#changes.set(key, bytes);
  }

  putRaw(key: string, value: string): void {
    this.#changes.set(key, value);
  }

  deposit(event: EventToEncode): void {
    this.#events.push(event);
  }

  putLastUpdate(): void {
    this.put(
      'SubtensorModule.LastUpdate',
      [],
      this.uids.map((one) => one.lastUpdate),
    );
  }

  putStake(): void {
    this.put(
      'SubtensorModule.StakeWeight',
      [],
      this.uids.map((one) => one.stakeWeight),
    );
    this.put(
      'SubtensorModule.ValidatorPermit',
      [],
      this.uids.map((one) => one.permit),
    );
  }

  putRow(uid: number, row: readonly WeightEntry[] | null): void {
    if (row === null) this.rows.delete(uid);
    else this.rows.set(uid, row);
    this.put('SubtensorModule.Weights', [uid], row);
  }

  putPending(epoch: number, commits: StoredCommit[]): void {
    if (commits.length === 0) this.pending.delete(epoch);
    else this.pending.set(epoch, commits);
    const stored = commits.map((one) => [one.hotkey, one.committedAt, one.ciphertext, one.revealRound]);
    this.put('SubtensorModule.TimelockedWeightCommits', [epoch], stored.length === 0 ? null : stored);
  }

  /** Ends a block. @returns its changes, `System.Events` among them */
  take(): Changes {
    this.#changes.set(EVENTS_KEY, this.#encodeEvents());
    const changes = [...this.#changes];
    this.#changes = new Map();
    this.#events = [];
    return changes;
  }

  /** Most blocks hold the same one event. */
  #encodeEvents(): string {
    if (this.#events.length !== 1) return encodeEvents(this.runtime, this.#events);
    const name = `${this.runtime.specVersion} ${JSON.stringify(this.#events)}`;
    const known = this.#single.get(name) ?? encodeEvents(this.runtime, this.#events);
    this.#single.set(name, known);
    return known;
  }

  readonly #single = new Map<string, string>();
}

/** A hotkey that no one holds, by a name. */
export const inventHotkey = (name: string): string =>
  hotkeyOf(Buffer.from(blake2Hash(Buffer.from(name)).slice(2), 'hex'));
