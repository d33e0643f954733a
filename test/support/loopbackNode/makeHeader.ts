import { blake2Hash } from '../../../src/domain/blake2Hash.js';
import { encodeCompact } from '../../../src/domain/compact.js';
import type { Hex, JsonHeader, WorldBlock } from './world.js';

/** Seconds between blocks. */
const BLOCK_SECONDS = 12;
/** Slot of block 0 as finney counts it. */
const FIRST_SLOT = 140_046_184;

/** A header with the two Aura logs that finney's headers carry (slot, seal), and its hash. `seed` makes another chain. */
export function makeHeader(
  number: number,
  parentHash: Hex,
  stateRoot: Hex,
  seed: number,
): Omit<WorldBlock, 'specVersion'> {
  const slot = new Uint8Array(8);
  new DataView(slot.buffer).setBigUint64(0, BigInt(FIRST_SLOT + number), true);
  const seal = new Uint8Array(64).fill(seed & 255);
  new DataView(seal.buffer).setUint32(0, number, true);
  const json: JsonHeader = {
    parentHash,
    number: `0x${number.toString(16)}`,
    stateRoot,
    extrinsicsRoot: `0x${(number * BLOCK_SECONDS).toString(16).padStart(60, '0')}${(seed & 0xffff).toString(16).padStart(4, '0')}`,
    digest: { logs: [`0x0661757261${hex(encodeCompact(8))}${hex(slot)}`, `0x05617572610101${hex(seal)}`] },
  };
  const header = encodeJsonHeader(json);
  return { number, hash: blake2Hash(Buffer.from(header.slice(2), 'hex')), header, json };
}

/** SCALE form of a header as a node's JSON gives it. */
function encodeJsonHeader(json: JsonHeader): Hex {
  const { logs } = json.digest;
  const parts = [
    json.parentHash.slice(2),
    hex(encodeCompact(Number(json.number))),
    json.stateRoot.slice(2),
    json.extrinsicsRoot.slice(2),
    hex(encodeCompact(logs.length)),
    ...logs.map((log) => log.slice(2)),
  ];
  return `0x${parts.join('')}`;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
