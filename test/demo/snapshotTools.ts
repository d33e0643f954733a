import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSnapshot } from '../../scripts/make-demo/buildSnapshot.js';
import { silent } from '../../scripts/make-demo/progress.js';
import { readPlan } from '../../scripts/make-demo/readPlan.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { createChain } from '../../src/chain/createChain.js';
import type { Chain } from '../../src/domain/chainState.js';
import { createEngine } from '../../src/model/engine/createEngine.js';

export const ROOT = process.env.RECROWN_ROOT as string;

/** Builds a snapshot in a temporary folder, hands it over, and removes the folder. */
export async function withSnapshot(
  planFile: string,
  seed: number,
  use: (snapshot: Snapshot, dir: string) => Promise<void>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'recrown-demo-test-'));
  const engines = await Promise.all([1, 2].map(() => createEngine({ threads: 1 })));
  try {
    const path = join(ROOT, planFile);
    const plan = readPlan(await readFile(path, 'utf8'), path);
    const metadataPath = join(ROOT, 'scripts/make-demo/data/node-subtensor-424-v16.scale');
    const out = join(dir, 'snapshot');
    await use(await buildSnapshot({ plan, seed, out, metadataPath, engines, progress: silent }), out);
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
    await rm(dir, { recursive: true, force: true });
  }
}

export const chainOf = (snapshot: Snapshot): Chain =>
  createChain({
    netuid: snapshot.index.netuid,
    blocks: snapshot.index.blocks,
    readBlock: (block) => snapshot.blockRecord(block),
    readMetadata: (specVersion) => snapshot.runtimeMetadata(specVersion),
  });

/** Text of a document or of a published file. */
export const documentText = (snapshot: Snapshot, path: string): Promise<string> =>
  readFile(join(snapshot.dir, path), 'utf8');
