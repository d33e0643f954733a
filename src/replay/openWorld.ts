import { chooseSnapshot, type SnapshotChoice } from '../artifacts/snapshot/chooseSnapshot.js';
import { openSnapshot } from '../artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../artifacts/snapshot/snapshot.js';
import { createChain } from '../chain/createChain.js';
import type { Chain } from '../domain/chainState.js';

/** The recorded world: a verified snapshot, and the chain state in it. */
export interface World {
  readonly snapshot: Snapshot;
  readonly chain: Chain;
}

/** Opens and verifies the snapshot that a command is about. */
export async function openWorld(choice: SnapshotChoice): Promise<World> {
  const snapshot = await openSnapshot(await chooseSnapshot(choice));
  return { snapshot, chain: chainOf(snapshot) };
}

/** The chain as a snapshot recorded it. */
export function chainOf(snapshot: Snapshot): Chain {
  return createChain({
    netuid: snapshot.index.netuid,
    blocks: snapshot.index.blocks,
    readBlock: (block) => snapshot.blockRecord(block),
    readMetadata: (specVersion) => snapshot.runtimeMetadata(specVersion),
    readProof: (block) => snapshot.readProof(block),
    endpoints: snapshot.index.endpoints,
  });
}
