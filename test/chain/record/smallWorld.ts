import { openChainCache } from '../../../src/chain/record/cache/openChainCache.js';
import { type RangeInput, recordRange } from '../../../src/chain/record/recordRange.js';
import { createSubnetWorld } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import type { LoopbackWorld } from '../../support/loopbackNode/world.js';
import { type WorldArchive, type WorldArchiveOptions, worldArchive } from './worldArchive.js';

const ROUND = 11_643;
export const SEED = ROUND * 720;

/** A round of a small subnet, in which little happens. */
export async function smallWorld(options: Parameters<typeof createSubnetWorld>[1] = {}) {
  const { world } = await createSubnetWorld(
    {
      firstBlock: SEED - 125,
      lastBlock: SEED + 1_325,
      size: 6,
      validators: [0, 3],
      specVersion: 424,
      replacements: [{ block: SEED + 300, uid: 4 }],
      swaps: [{ block: SEED + 500, uid: 5 }],
      reveals: [
        {
          uid: 2,
          sealedAt: SEED + 100,
          revealedAt: SEED + 130,
          payload: '{"model":"a/b","revision":"0000000000000000000000000000000000000000"}',
        },
      ],
    },
    options,
  );
  return world;
}

/** Records the round from a world. @param options `null` cache: in memory; no archive options: no archive at all */
export async function recordRound(
  world: LoopbackWorld,
  dir: string | null,
  archiveOptions: WorldArchiveOptions | null,
  input: Partial<RangeInput> = {},
) {
  const archive = worldArchive(world, archiveOptions ?? {});
  let opened = 0;
  const run = recordRange({
    netuid: 24,
    fromRound: ROUND,
    toRound: ROUND,
    cache: await openChainCache(dir),
    endpoints: archive.endpoints,
    proofs: 'auto',
    openArchive: async (): Promise<WorldArchive> => {
      opened += 1;
      if (archiveOptions === null) throw new Error('the archive was opened');
      return archive;
    },
    ...input,
  });
  return { run, archive, opened: () => opened };
}
