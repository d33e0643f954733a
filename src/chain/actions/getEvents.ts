import type { Codec } from '@polkadot/types/types';
import type { ChainEvent, EventPhase } from '../../domain/chainState.js';
import { DamagedError } from '../../errors/artifact.js';
import { type StoredValue, toBytes, toCount, toHotkey, toList } from '../codec/decodePlain.js';
import { splitStorageIndex } from '../codec/storageIndex.js';
import type { StateReader } from '../stateReader.js';
import { refuseSubnet } from './refuseSubnet.js';

/** Where an event keeps what the rules need: by name where its fields have names, else by place. */
interface EventShape {
  readonly kind: ChainEvent['kind'];
  /** Subnet or storage index; null = the event concerns every subnet. */
  readonly netuid: number | 'netuid' | null;
  readonly uid?: number;
  readonly hotkey?: number | string;
  readonly newHotkey?: string;
  /** One hash, or a list of them, which gives one event each. */
  readonly hash?: number;
}

/** Rule: events, docs/methodology.md. Fields as in the metadata of runtimes 219 to 424; the codec spells names in camel case. */
const SHAPES: Readonly<Record<string, EventShape>> = {
  'subtensorModule.WeightsSet': { kind: 'weights-set', netuid: 0, uid: 1 },
  'subtensorModule.NeuronRegistered': { kind: 'registered', netuid: 0, uid: 1, hotkey: 2 },
  'subtensorModule.WeightsCommitted': { kind: 'weights-committed', hotkey: 0, netuid: 1, hash: 2 },
  'subtensorModule.CRV3WeightsCommitted': { kind: 'weights-committed', hotkey: 0, netuid: 1, hash: 2 },
  'subtensorModule.TimelockedWeightsCommitted': { kind: 'weights-committed', hotkey: 0, netuid: 1, hash: 2 },
  'subtensorModule.WeightsRevealed': { kind: 'weights-revealed', hotkey: 0, netuid: 1, hash: 2 },
  'subtensorModule.WeightsBatchRevealed': { kind: 'weights-revealed', hotkey: 0, netuid: 1, hash: 2 },
  'subtensorModule.CRV3WeightsRevealed': { kind: 'weights-revealed', netuid: 0, hotkey: 1 },
  'subtensorModule.TimelockedWeightsRevealed': { kind: 'weights-revealed', netuid: 0, hotkey: 1 },
  'subtensorModule.HotkeySwapped': {
    kind: 'hotkey-swapped',
    netuid: null,
    hotkey: 'oldHotkey',
    newHotkey: 'newHotkey',
  },
  'subtensorModule.HotkeySwappedOnSubnet': {
    kind: 'hotkey-swapped',
    netuid: 'netuid',
    hotkey: 'oldHotkey',
    newHotkey: 'newHotkey',
  },
  'subtensorModule.EpochSkipped': { kind: 'epoch-skipped', netuid: 'netuid' },
  'subtensorModule.EpochDeferred': { kind: 'epoch-deferred', netuid: 'netuid' },
  'commitments.Commitment': { kind: 'commitment-set', netuid: 'netuid', hotkey: 'who' },
  'commitments.TimelockCommitment': { kind: 'commitment-set', netuid: 'netuid', hotkey: 'who' },
  'commitments.CommitmentRevealed': { kind: 'commitment-revealed', netuid: 'netuid', hotkey: 'who' },
  'commitments.CommitmentRevealFailed': {
    kind: 'commitment-reveal-failed',
    netuid: 'netuid',
    hotkey: 'who',
  },
};

/** An event record as the codec gives it. */
interface EventRecord {
  readonly phase?: { readonly type?: string };
  readonly event?: {
    readonly section: string;
    readonly method: string;
    readonly data: readonly Codec[] & { readonly names?: readonly string[] | null };
  };
}

const PHASES: Readonly<Record<string, EventPhase>> = {
  Initialization: 'initialization',
  ApplyExtrinsic: 'extrinsic',
  Finalization: 'finalization',
};

/**
 * Reads what a block's events say of the subnet, in order: indexes of pallets and events come from the block's own
 * metadata, and every record of the block must decode.
 * @returns null when the events were not read, or hold none at all
 * @throws DamagedError; UnsupportedSubnetError for weights of another mechanism than 0
 */
export function getEvents(reader: StateReader): readonly ChainEvent[] | null {
  if (!reader.isRecorded('System.Events', [])) return null;
  const records = toList(reader.read('System.Events', [])) as unknown as readonly EventRecord[];
  // Every block has an event of its own inherent extrinsics: a list without any was not read from a block.
  if (records.length === 0) return null;
  return records.flatMap((record) => readRecord(reader, record));
}

function readRecord(reader: StateReader, { phase, event }: EventRecord): ChainEvent[] {
  if (event === undefined) throw refuse(reader, 'a record holds no event');
  const name = `${event.section}.${event.method}`;
  const shape = SHAPES[name];
  if (shape === undefined) return [];
  const field = (place: number | string): Codec => {
    const at = typeof place === 'number' ? place : (event.data.names?.indexOf(place) ?? -1);
    const value = event.data[at];
    if (value === undefined) throw refuse(reader, `${name} has no field ${place}`);
    return value;
  };
  if (shape.netuid !== null && !isOfSubnet(reader, name, toCount(field(shape.netuid)))) return [];
  const when = PHASES[phase?.type ?? ''];
  if (when === undefined) throw refuse(reader, `${name} has a phase that is not known`);
  const hashes = shape.hash === undefined ? [null] : hashesOf(field(shape.hash));
  return hashes.map((commitHash) => ({
    kind: shape.kind,
    phase: when,
    uid: shape.uid === undefined ? null : toCount(field(shape.uid)),
    hotkey: shape.hotkey === undefined ? null : toHotkey(field(shape.hotkey)),
    commitHash,
    newHotkey: shape.newHotkey === undefined ? null : toHotkey(field(shape.newHotkey)),
  }));
}

/** Subnets above 4095 do not exist, so that a plain subnet number splits into itself and mechanism 0. */
function isOfSubnet(reader: StateReader, name: string, index: number): boolean {
  const { netuid, mechanism } = splitStorageIndex(index);
  if (netuid !== reader.netuid) return false;
  if (mechanism === 0) return true;
  throw refuseSubnet(
    reader,
    `its event ${name} is of mechanism ${mechanism}, and the rules know mechanism 0`,
  );
}

function hashesOf(value: Codec): (string | null)[] {
  const hex = (one: StoredValue) => `0x${Buffer.from(toBytes(one)).toString('hex')}`;
  return Array.isArray(value) && !(value instanceof Uint8Array) ? toList(value).map(hex) : [hex(value)];
}

const refuse = (reader: StateReader, why: string): DamagedError =>
  new DamagedError({
    what: `the recorded events of block ${reader.block} cannot be read`,
    why,
    remedy: 'Record the block again.',
    facts: { block: reader.block },
  });
