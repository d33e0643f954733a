import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRuntime } from '../../../../src/chain/codec/registry.js';
import { createLoopbackWorld, type LoopbackWorldOptions } from '../createLoopbackWorld.js';
import type { LoopbackWorld } from '../world.js';
import { simulateSubnet } from './simulateSubnet.js';
import type { Simulation, SubnetPlan } from './simulation.js';

/** Runtime versions with recorded metadata, and the metadata's own version. */
const METADATA: ReadonlyMap<number, number> = new Map([
  [343, 15],
  [365, 16],
  [424, 16],
]);

/** Simulates a subnet with recorded metadata and makes the chain that holds it. */
export async function createSubnetWorld(
  plan: SubnetPlan,
  options: Pick<
    LoopbackWorldOptions,
    'stateRoots' | 'stateVersion' | 'seed' | 'genesisHash' | 'finalized'
  > = {},
): Promise<{ readonly world: LoopbackWorld; readonly simulation: Simulation }> {
  const versions = [plan.specVersion, ...(plan.upgrades ?? []).map((one) => one.specVersion)];
  const metadata = new Map(
    await Promise.all(versions.map(async (version) => [version, await readMetadata(version)] as const)),
  );
  const runtimes = new Map(
    await Promise.all(
      [...metadata].map(async ([version, bytes]) => [version, await loadRuntime(version, bytes)] as const),
    ),
  );
  const simulation = simulateSubnet(plan, runtimes);
  const { firstBlock, lastBlock, timeline } = simulation;
  return {
    world: createLoopbackWorld({ firstBlock, lastBlock, metadata, timeline, ...options }),
    simulation,
  };
}

/** SCALE metadata of a runtime as recorded in test/data. */
export async function readMetadata(specVersion: number): Promise<Uint8Array> {
  const version = METADATA.get(specVersion);
  if (version === undefined) throw new Error(`no metadata of runtime ${specVersion} is recorded`);
  const folder = join(process.env.RECROWN_ROOT ?? '.', 'test', 'data', 'metadata');
  return readFile(join(folder, `subtensor-${specVersion}-v${version}.scale`));
}
