import { type ArchiveOptions, openArchive } from '../../chain/archive/openArchive.js';
import { loadRuntime } from '../../chain/codec/registry.js';
import { storageKey } from '../../chain/codec/storageKeys.js';
import type { Archive } from '../../domain/archive.js';
import type { BlockNumber } from '../../domain/block.js';
import type { Network } from '../../domain/networks.js';
import { BlockUnknownError, StatePrunedError } from '../../errors/chain.js';

/** What one archive node can do, as it showed it itself. */
export interface ArchiveProbe {
  readonly endpoint: string;
  readonly finalizedBlock: BlockNumber;
  /** Runtime in force after the final block. */
  readonly specVersion: number;
  readonly proofs: boolean;
  /** Whether it holds the state of blocks far back. */
  readonly depth: readonly { readonly block: BlockNumber; readonly held: boolean }[];
}

/**
 * Asks one node what an audit needs of it: the chain it is on, its final block, read proofs, and whether it holds the
 * state of blocks far back.
 * @param blocks whose state is asked for, where they are final
 * @throws WrongChainError, EndpointDownError, RateLimitedError and what else keeps it from being read at all
 */
export async function probeArchive(
  endpoint: string,
  network: Network,
  netuid: number,
  blocks: readonly BlockNumber[],
  options: Pick<ArchiveOptions, 'signal'>,
): Promise<ArchiveProbe> {
  const archive = await openArchive([endpoint], { ...options, expectedGenesis: network.genesisHash });
  try {
    const finalizedBlock = await archive.getFinalizedBlock();
    const hash = await archive.getBlockHash(finalizedBlock);
    const specVersion = await archive.getSpecVersion(hash);
    const runtime = await loadRuntime(specVersion, await archive.getMetadata(hash));
    const key = storageKey(runtime, 'SubtensorModule.SubnetworkN', [netuid]);
    const depth = [];
    for (const block of blocks.filter((one) => one <= finalizedBlock))
      depth.push({ block, held: await isHeld(archive, block, key) });
    const proofs = (await archive.getReadProof([key], hash)) !== null;
    return { endpoint: archive.endpoints[0] ?? '', finalizedBlock, specVersion, proofs, depth };
  } finally {
    await archive.close();
  }
}

async function isHeld(archive: Archive, block: BlockNumber, key: string): Promise<boolean> {
  try {
    await archive.getStorage([key], await archive.getBlockHash(block));
    return true;
  } catch (error) {
    if (error instanceof StatePrunedError || error instanceof BlockUnknownError) return false;
    throw error;
  }
}
