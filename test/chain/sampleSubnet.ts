import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hotkeyOf } from '../../src/chain/codec/accounts.js';
import { encodePayload } from '../../src/chain/codec/encodePayload.js';
import type { StoragePair } from '../../src/chain/codec/encodeStorage.js';
import { encodeSubnet, type SubnetValues } from '../../src/chain/codec/encodeSubnet.js';
import { loadRuntime } from '../../src/chain/codec/registry.js';
import type { Runtime } from '../../src/chain/codec/runtime.js';
import { StateReader } from '../../src/chain/stateReader.js';
import { RecordedFacts } from '../../src/chain/transports/recordedFacts.js';
import { encodeHeader } from '../../src/domain/blockHeader.js';
import type { UidState } from '../../src/domain/chainState.js';
import type { BlockRecord } from '../../src/domain/snapshot.js';

const data = join(process.env.RECROWN_ROOT ?? '.', 'test', 'data');

const METADATA_VERSIONS: Readonly<Record<number, number>> = { 219: 14, 315: 14, 343: 15 };

/** Bytes of a recorded runtime's metadata. */
export const metadataOf = (specVersion: number): Promise<Uint8Array> =>
  readFile(join(data, 'metadata', `subtensor-${specVersion}-v${METADATA_VERSIONS[specVersion] ?? 16}.scale`));

export const runtimeOf = async (specVersion: number): Promise<Runtime> =>
  loadRuntime(specVersion, await metadataOf(specVersion));

export const readData = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(data, name), 'utf8'));

/** A hotkey that no one holds: 32 equal bytes, the last one different. */
export const hotkeyNumber = (n: number): string => hotkeyOf(new Uint8Array(32).fill(7).fill(n & 255, 31));

/** A subnet of `size` UIDs: every fifth has a permit, every third a commitment. */
export function sampleSubnet(size: number): SubnetValues {
  const uids: UidState[] = Array.from({ length: size }, (_, uid) => ({
    uid,
    hotkey: hotkeyNumber(uid),
    permit: uid % 5 === 0,
    stakeWeight: (uid * 977) % 65536,
    lastUpdate: 8_382_000 + uid,
    registeredAt: 2_538_424 + uid * 100,
  }));
  const miners = uids.filter((state) => state.uid % 3 === 0);
  return {
    netuid: 24,
    tempo: 360,
    commitReveal: true,
    revealPeriodEpochs: 1,
    epoch: { index: 23_219, lastBlock: 8_382_800, blocksSince: 160 },
    ownerHotkey: hotkeyNumber(1),
    uids,
    weights: uids
      .filter((state) => state.uid % 10 === 0)
      .map(({ uid }) => ({
        uid,
        row: [
          [11, 65535],
          [155, 7282],
        ],
      })),
    commitments: miners.map(({ uid, hotkey }) => ({
      hotkey,
      entries: [
        { block: 8_380_000 + uid, payload: encodePayload(JSON.stringify({ model: `org/m-${uid}` })) },
      ],
    })),
    pending: [
      { epoch: 23_218, commits: [] },
      {
        epoch: 23_219,
        commits: [
          {
            hotkey: hotkeyNumber(5),
            committedAt: 8_382_805,
            ciphertext: Uint8Array.of(1, 2, 3),
            revealRound: 30_370_944,
          },
        ],
      },
    ],
  };
}

const root = (n: number): `0x${string}` => `0x${n.toString(16).padStart(64, '0')}`;

/** A block record around storage, with a header that hashes to its hash. */
export function blockOf(
  number: number,
  storage: readonly StoragePair[],
  parentHash: `0x${string}` = root(1),
  stateRoot: `0x${string}` = root(2),
  logs: readonly string[] = [],
): BlockRecord {
  const { header, hash } = encodeHeader({ parentHash, number, stateRoot, extrinsicsRoot: root(3) }, logs);
  return { number, hash, header, storage: [...storage].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** A recorded chain with one block. */
export function chainOf(specVersion: number, block: BlockRecord) {
  return {
    blocks: [{ number: block.number, hash: block.hash, specVersion }],
    netuid: 24,
    readBlock: () => Promise.resolve(block),
    readMetadata: metadataOf,
  };
}

/** A reader of storage that one source gave. */
export async function readerOf(
  specVersion: number,
  number: number,
  storage: readonly StoragePair[],
): Promise<StateReader> {
  const record = blockOf(number, storage);
  const facts = new RecordedFacts(record, null, 'T0');
  return new StateReader(number, record.hash, 24, await runtimeOf(specVersion), facts);
}

export const encodeSample = async (specVersion: number, values: SubnetValues) =>
  encodeSubnet(await runtimeOf(specVersion), values);
