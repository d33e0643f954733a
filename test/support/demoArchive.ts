import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { type Changes, createLoopbackWorld } from './loopbackNode/createLoopbackWorld.js';
import type { LoopbackWorld } from './loopbackNode/world.js';

/**
 * A chain whose storage is that of the demo: each recorded block begins what holds until the next one. Headers and hashes
 * are new, with state roots, so that draws by block hash are others than in the demo.
 */
export async function demoArchive(demo: Snapshot, margin: number): Promise<LoopbackWorld> {
  const { blocks, runtimes } = demo.index;
  const changes: [number, Changes][] = [];
  for (const { number } of blocks) changes.push([number, (await demo.blockRecord(number)).storage]);
  const [first, last] = [blocks[0]?.number ?? 0, blocks.at(-1)?.number ?? 0];
  const metadata = new Map<number, Uint8Array>();
  for (const { specVersion } of runtimes) metadata.set(specVersion, await demo.runtimeMetadata(specVersion));
  return createLoopbackWorld({
    firstBlock: first - margin,
    lastBlock: last + margin,
    metadata,
    timeline: {
      initial: changes[0]?.[1] ?? [],
      changes,
      runtimes: [{ from: first - margin, specVersion: blocks[0]?.specVersion ?? 0 }],
    },
    stateRoots: true,
    stateVersion: 1,
  });
}

export const openDemo = (): Promise<Snapshot> => openSnapshot(`${process.env.RECROWN_ROOT}/snapshots/demo`);
