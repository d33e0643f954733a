import { publicKeyOf } from '../../../src/chain/codec/accounts.js';
import { type EventValue, encodeEvents } from '../../../src/chain/codec/encodeEvents.js';
import {
  encodeStorage,
  type StoragePair,
  type StorageValue,
} from '../../../src/chain/codec/encodeStorage.js';
import type { Runtime, StorageItemName } from '../../../src/chain/codec/runtime.js';
import type { Plan } from '../plan.js';
import type { Seeded } from '../seeded.js';
import { type Commit, type Recycling, weightStateAt } from '../simulateWeights.js';
import { drandRoundBefore, epochIndexAt, epochStart, TEMPO } from '../timeline.js';
import { registrationsAt } from './hotkeys.js';
import type { Reveal } from './reveals.js';

/** What happens on the synthetic chain. */
export interface ChainEvents {
  readonly commits: readonly Commit[];
  readonly recyclings: readonly Recycling[];
  readonly reveals: readonly Reveal[];
}

type Item = readonly [name: StorageItemName, args: readonly (number | string)[], value: StorageValue | null];
const S = 'SubtensorModule';

/** Every storage entry that a recording of one block holds, encoded with the runtime's own metadata. */
export function blockStorage(
  runtime: Runtime,
  plan: Plan,
  seeded: Seeded,
  events: ChainEvents,
  block: number,
): readonly StoragePair[] {
  const items = [
    ...subnetItems(plan, seeded, block),
    ...uidItems(plan, seeded, events, block),
    ...weightItems(plan, seeded, events, block),
  ];
  const pairs = items.map(([name, args, value]) => encodeStorage(runtime, name, args, value));
  const shown = epochEvents(plan, seeded, events, block);
  return shown.length === 0 ? pairs : [...pairs, encodeEvents(runtime, shown)];
}

/** What the block of an epoch says of the commits that it reveals; the events of other blocks are not recorded. */
function epochEvents(plan: Plan, seeded: Seeded, events: ChainEvents, block: number): readonly EventValue[] {
  if (block !== epochStart(block)) return [];
  const registrations = registrationsAt(plan, seeded, block);
  const revealed = events.commits.filter(
    (commit) => epochIndexAt(commit.block) === epochIndexAt(block) - 1 && commit.block < block,
  );
  const pallet = 'SubtensorModule';
  return revealed.flatMap(({ uid }): EventValue[] => [
    { pallet, name: 'WeightsSet', phase: 'initialization', fields: [plan.netuid, uid] },
    {
      pallet,
      name: 'TimelockedWeightsRevealed',
      phase: 'initialization',
      fields: [plan.netuid, registrations[uid]?.hotkey ?? ''],
    },
  ]);
}

function subnetItems(plan: Plan, seeded: Seeded, block: number): readonly Item[] {
  const { netuid } = plan;
  const owner = registrationsAt(plan, seeded, block)[plan.ownerUid];
  const values: readonly (readonly [StorageItemName, StorageValue | null])[] = [
    [`${S}.SubnetworkN`, plan.uids],
    [`${S}.Tempo`, TEMPO],
    [`${S}.LastEpochBlock`, epochStart(block)],
    [`${S}.LastMechansimStepBlock`, epochStart(block)],
    [`${S}.BlocksSinceLastStep`, block - epochStart(block)],
    [`${S}.PendingEpochAt`, 0],
    [`${S}.SubnetEpochIndex`, epochIndexAt(block)],
    [`${S}.CommitRevealWeightsEnabled`, true],
    [`${S}.RevealPeriodEpochs`, 1],
    [`${S}.MechanismCountCurrent`, 1],
    [`${S}.WeightsVersionKey`, 0],
    [`${S}.WeightsSetRateLimit`, 100],
    [`${S}.MinAllowedWeights`, 1],
    [`${S}.MaxAllowedUids`, plan.uids],
    [`${S}.ActivityCutoffFactorMilli`, 13_889],
    [`${S}.NetworkRegisteredAt`, 2_538_424],
    [`${S}.SubnetOwnerHotkey`, owner?.hotkey ?? null],
    [`${S}.SubnetOwner`, `0x${Buffer.from(seeded.bytes32('owner coldkey')).toString('hex')}`],
  ];
  return [
    ...values.map(([name, value]): Item => [name, [netuid], value]),
    [`${S}.CommitRevealWeightsVersion`, [], 4],
  ];
}

function uidItems(plan: Plan, seeded: Seeded, events: ChainEvents, block: number): readonly Item[] {
  const { netuid } = plan;
  const shown = events.reveals.filter((reveal) => reveal.block <= block);
  return registrationsAt(plan, seeded, block).flatMap(({ hotkey, registeredAt }, uid): Item[] => {
    const own = shown
      .filter((reveal) => reveal.hotkey === hotkey)
      .map(({ text, block }) => [prefixed(text), block]);
    return [
      [`${S}.Keys`, [netuid, uid], hotkey],
      [`${S}.BlockAtRegistration`, [netuid, uid], registeredAt],
      ['Commitments.RevealedCommitments', [netuid, hotkey], own.length === 0 ? null : (own as StorageValue)],
    ];
  });
}

/** A revealed text carries its own SCALE length in front, because miners encrypt the encoded string. */
function prefixed(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  const length =
    bytes.length < 64 ? [bytes.length << 2] : [((bytes.length << 2) | 1) & 0xff, bytes.length >> 6];
  return Uint8Array.from([...length, ...bytes]);
}

function weightItems(plan: Plan, seeded: Seeded, events: ChainEvents, block: number): readonly Item[] {
  const { netuid } = plan;
  const state = weightStateAt(events.commits, events.recyclings, block);
  const registrations = registrationsAt(plan, seeded, block);
  const stakes = new Map(plan.validators.map(({ uid, stake }) => [uid, stake]));
  const perUid = <T>(of: (uid: number) => T): T[] => registrations.map((_, uid) => of(uid));
  const epoch = epochIndexAt(block);
  const pending = (index: number): StorageValue | null => {
    const commits = state.pending.filter((commit) => epochIndexAt(commit.block) === index);
    if (commits.length === 0) return null;
    return commits.map((commit) => [
      publicKeyHex(registrations[commit.uid]?.hotkey ?? ''),
      commit.block,
      sealed(seeded, commit),
      drandRoundBefore(epochStart(commit.block) + TEMPO),
    ]);
  };
  const readers = [...new Set([...stakes.keys(), plan.ownerUid])].toSorted((a, b) => a - b);
  return [
    [
      `${S}.LastUpdate`,
      [netuid],
      perUid((uid) => state.lastUpdate.get(uid) ?? registrations[uid]?.registeredAt ?? 0),
    ],
    [`${S}.ValidatorPermit`, [netuid], perUid((uid) => stakes.has(uid))],
    [`${S}.StakeWeight`, [netuid], perUid((uid) => stakes.get(uid) ?? 0)],
    ...readers.map((uid): Item => {
      const row = state.rows.get(uid);
      return [`${S}.Weights`, [netuid, uid], row === undefined ? null : (row.entries as StorageValue)];
    }),
    ...[epoch - 1, epoch, epoch + 1].map(
      (index): Item => [`${S}.TimelockedWeightCommits`, [netuid, index], pending(index)],
    ),
  ];
}

const publicKeyHex = (hotkey: string): string => `0x${Buffer.from(publicKeyOf(hotkey)).toString('hex')}`;

/** Stands for a ciphertext: 96 drawn bytes that nobody can open. */
function sealed(seeded: Seeded, commit: Commit): Uint8Array {
  const draw = seeded.fork('ciphertexts');
  return Buffer.concat([0, 1, 2].map((part) => draw.bytes32(`${commit.uid} ${commit.block} ${part}`)));
}
