// Calls and time to record 100 rounds of a subnet of 256 UIDs from a node that answers after 20 ms, and again from the
// cache. The node runs in this process, so that its own work is in the times. RECROWN_BENCH_ROUNDS sets the rounds.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpointHosts, openArchive } from '../src/chain/archive/openArchive.js';
import { openChainCache } from '../src/chain/record/cache/openChainCache.js';
import { planRange } from '../src/chain/record/planRange.js';
import { recordRange } from '../src/chain/record/recordRange.js';
import type { Archive } from '../src/domain/archive.js';
import { createSubnetWorld } from '../test/support/loopbackNode/simulate/createSubnetWorld.js';
import { startLoopbackNode } from '../test/support/loopbackNode/startLoopbackNode.js';

const ROUNDS = Number(process.env.RECROWN_BENCH_ROUNDS ?? 100);
const FIRST_ROUND = 11_643;
const LATENCY_MS = 20;

async function measure(commitReveal: boolean): Promise<void> {
  const toRound = FIRST_ROUND + ROUNDS - 1;
  const { world } = await createSubnetWorld({
    firstBlock: FIRST_ROUND * 720 - 130,
    lastBlock: (toRound + 2) * 720,
    specVersion: 424,
    commitReveal,
  });
  const node = await startLoopbackNode(world, { latencyMs: LATENCY_MS });
  const dir = await mkdtemp(join(tmpdir(), 'recrown-bench-'));
  const addresses = [node.wsUrl];
  let archive: Archive | null = null;
  const input = async () => ({
    netuid: 24,
    fromRound: FIRST_ROUND,
    toRound,
    cache: await openChainCache(dir),
    endpoints: endpointHosts(addresses),
    proofs: 'auto' as const,
    openArchive: async () => {
      archive = await openArchive(addresses, {
        expectedGenesis: world.genesisHash,
        signal: new AbortController().signal,
      });
      return archive;
    },
  });
  try {
    console.log(`commit-reveal ${commitReveal ? 'on' : 'off'}: planned`, planRange(await input()));
    for (const run of ['cold', 'warm']) {
      const [from, cpu] = [performance.now(), process.cpuUsage()];
      archive = null;
      const range = await recordRange(await input());
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      const busy = (process.cpuUsage(cpu).user / 1e6).toFixed(1);
      const calls = (archive as Archive | null)?.calls() ?? {};
      const bulk = (calls.state_queryStorageAt ?? 0) / ROUNDS;
      const values = range.blocks.reduce((sum, block) => sum + block.storage.length, 0);
      console.log(
        `  ${run}: ${ROUNDS} rounds, ${range.blocks.length} blocks, ${values} values, ${bulk.toFixed(1)} bulk calls a round, ${seconds} s (${busy} s of processor)`,
        calls,
      );
      await (archive as Archive | null)?.close();
    }
  } finally {
    await node.close();
    await rm(dir, { recursive: true, force: true });
  }
}

await measure(true);
await measure(false);
