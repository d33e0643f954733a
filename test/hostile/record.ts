import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createHub, type Hub } from '../../src/artifacts/hub/createHub.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { loadRuntime } from '../../src/chain/codec/registry.js';
import type { Runtime } from '../../src/chain/codec/runtime.js';
import { createRecordProgress } from '../../src/cli/recordProgress.js';
import { type ChainRecorder, openRecorder } from '../../src/replay/record/openRecorder.js';
import { type RecordRequest, recordWorld } from '../../src/replay/record/recordWorld.js';
import { recordingContext } from '../cli/recordingContext.js';
import {
  type Changes,
  createLoopbackWorld,
  FINNEY_GENESIS,
  type LoopbackWorldOptions,
} from '../support/loopbackNode/createLoopbackWorld.js';
import { readMetadata } from '../support/loopbackNode/simulate/createSubnetWorld.js';
import { simulateSubnet } from '../support/loopbackNode/simulate/simulateSubnet.js';
import type { RevealPlan, SubnetPlan } from '../support/loopbackNode/simulate/simulation.js';
import type { LoopbackWorld } from '../support/loopbackNode/world.js';
import { assertClean } from './shown.js';

export const ROUND = 11_643;
export const SEED = ROUND * 720;
export const COMMIT = 'c0ffee00'.repeat(5);
/** Stands for a secret that nothing may show. */
export const TOKEN = 'hf_canaryTokenThatMustNotBeSeen';

/** A commitment of a UID that counts in the round. */
export const commits = (uid: number, payload: string | Uint8Array): RevealPlan => ({
  uid,
  sealedAt: SEED - 110,
  revealedAt: SEED - 100,
  payload,
});

/** The payload that names a repository at the commit. */
export const payloadOf = (model: unknown, revision: unknown = COMMIT): string =>
  JSON.stringify({ model, revision });

/**
 * The chain of one round over a small subnet in which nobody sets weights.
 * @param plant storage that is put on top, by block
 */
export async function hostileWorld(
  plan: Partial<SubnetPlan>,
  plant: (runtime: Runtime) => ReadonlyMap<number, Changes> = () => new Map(),
  options: Partial<LoopbackWorldOptions> = {},
): Promise<LoopbackWorld> {
  const whole: SubnetPlan = {
    firstBlock: SEED - 125,
    lastBlock: SEED + 1_325,
    size: 6,
    validators: [0, 3],
    decides: () => false,
    replacements: [],
    swaps: [],
    reveals: [],
    specVersion: 424,
    ...plan,
  };
  const metadata = new Map<number, Uint8Array>();
  const runtimes = new Map<number, Runtime>();
  for (const version of [whole.specVersion, ...(whole.upgrades ?? []).map((one) => one.specVersion)]) {
    metadata.set(version, await readMetadata(version));
    runtimes.set(version, await loadRuntime(version, metadata.get(version) as Uint8Array));
  }
  const { firstBlock, lastBlock, timeline } = simulateSubnet(whole, runtimes);
  const planted = plant(runtimes.get(whole.specVersion) as Runtime);
  const changes = [...timeline.changes].map(
    ([block, own]) => [block, [...own, ...(planted.get(block) ?? [])]] as const,
  );
  return createLoopbackWorld({
    firstBlock,
    lastBlock,
    metadata,
    timeline: { ...timeline, changes },
    ...options,
  });
}

const NETWORK = { name: 'finney', genesisHash: FINNEY_GENESIS } as const;

export const recorderAt = (
  data: string,
  endpoints: readonly string[],
  proofs: 'auto' | 'none' = 'auto',
): Promise<ChainRecorder> =>
  openRecorder({
    endpoints,
    network: NETWORK,
    netuid: 24,
    proofs,
    cacheDir: join(data, 'cache'),
    signal: new AbortController().signal,
    archive: { baseMs: 1, rateLimitBaseMs: 1, capMs: 5, timeoutMs: 5_000, maxRetries: 3, voices: 'ports' },
  });

/** A client of a hub that keeps what it reads in the data folder, and does not really wait. */
export const hubAt = (data: string, url: string): Hub =>
  createHub({
    url,
    token: TOKEN,
    cache: join(data, 'cache'),
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    patience: { attempts: 2, baseMs: 1, random: () => 0.5, sleep: async () => undefined },
  });

/** Records the round as `recrown fetch` does, and asserts that all that was printed is clean and holds no secret. */
export async function recordRound(
  data: string,
  endpoints: readonly string[],
  hub: Hub,
  parts: RecordRequest['parts'],
): Promise<{ snapshot: Snapshot; printed: string }> {
  const recorder = await recorderAt(data, endpoints, 'none');
  const context = recordingContext(data, false);
  try {
    const snapshot = await recordWorld(
      {
        rounds: [ROUND],
        netuid: 24,
        network: NETWORK,
        recorder,
        parts,
        captures: [],
        teacher: null,
        maxBytes: 1e9,
        name: 'hostile',
        snapshots: join(data, 'snapshots'),
        out: null,
        made: null,
      },
      {
        hub,
        cacheDir: join(data, 'cache'),
        signal: new AbortController().signal,
        now: '2026-06-25T00:00:00Z',
        onEvent: createRecordProgress(context).on,
      },
    );
    return { snapshot, printed: context.stderr };
  } finally {
    await recorder.close();
    assertClean(context.stderr);
    assert.ok(!context.stderr.includes(TOKEN), 'the token was printed');
  }
}
