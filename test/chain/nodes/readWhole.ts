import assert from 'node:assert/strict';
import { hotkeyOf } from '../../../src/chain/codec/accounts.js';
import { loadRuntime } from '../../../src/chain/codec/registry.js';
import { storageKey } from '../../../src/chain/codec/storageKeys.js';
import { createChain } from '../../../src/chain/createChain.js';
import type { Archive } from '../../../src/domain/archive.js';
import type { ChainState } from '../../../src/domain/chainState.js';
import { epochIndexAt } from '../../../src/eras/epochs.js';
import type { LoopbackWorld } from '../../support/loopbackNode/world.js';

/**
 * Reads everything that a world holds at a block through an archive, and decodes it with the runtime of the parent.
 * @param proofs asks for a read proof too
 */
export async function readWhole(
  archive: Archive,
  world: LoopbackWorld,
  block: number,
  proofs = false,
): Promise<ChainState> {
  const netuid = 24;
  const [hash, parent] = await Promise.all([archive.getBlockHash(block), archive.getBlockHash(block - 1)]);
  const header = await archive.getHeader(hash);
  assert.equal(header.parentHash, parent);
  const specVersion = await archive.getSpecVersion(parent);
  const metadata = await archive.getMetadata(parent);
  const runtime = await loadRuntime(specVersion, metadata);
  // Keys that are absent have to be read too.
  const keys = new Set(world.entriesAt(block).map(([key]) => key));
  keys.add(storageKey(runtime, 'SubtensorModule.MechanismCountCurrent', [netuid]));
  const prefix = storageKey(runtime, 'SubtensorModule.Keys', [netuid]);
  for (const [uid, [, value]] of world.entriesAt(block, prefix).entries()) {
    keys.add(storageKey(runtime, 'SubtensorModule.Weights', [netuid, uid]));
    const hotkey = hotkeyOf(Buffer.from(value.slice(2), 'hex'));
    keys.add(storageKey(runtime, 'Commitments.RevealedCommitments', [netuid, hotkey]));
  }
  const epoch = epochIndexAt(block, { netuid, tempo: 360 });
  for (let at = epoch - 4; at <= epoch + 4; at++)
    keys.add(storageKey(runtime, 'SubtensorModule.TimelockedWeightCommits', [netuid, at]));
  const storage = await archive.getStorage([...keys].sort(), hash);
  const proof = proofs ? await archive.getReadProof([...keys], hash) : null;
  const chain = createChain({
    blocks: [{ number: block, hash, specVersion }],
    netuid,
    readBlock: () => Promise.resolve({ number: block, hash, header: header.scale, storage }),
    readMetadata: () => Promise.resolve(metadata),
    readProof: () => Promise.resolve(proof),
    endpoints: archive.endpoints,
  });
  return chain.getState(block);
}
