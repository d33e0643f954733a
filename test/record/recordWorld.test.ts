import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CaptureName } from '../../src/artifacts/captures/captureLine.js';
import { CaptureLog } from '../../src/artifacts/captures/captureLog.js';
import { createHub } from '../../src/artifacts/hub/createHub.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { ContenderDecision } from '../../src/domain/round.js';
import { type ErasAt, erasAt } from '../../src/eras/erasAt.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { shardOf } from '../../src/reconstruct/prompts/shardOf.js';
import { chainOf } from '../../src/replay/openWorld.js';
import { readInputs } from '../../src/replay/readInputs.js';
import { openRecorder } from '../../src/replay/record/openRecorder.js';
import type { RecordEvent } from '../../src/replay/record/recordEvents.js';
import { type RecordRequest, recordWorld } from '../../src/replay/record/recordWorld.js';
import { withFolder } from '../artifacts/sampleSnapshot.js';
import { demoArchive, openDemo } from '../support/demoArchive.js';
import { servedFile } from '../support/loopbackHub/repository.js';
import { type LoopbackHub, startLoopbackHub } from '../support/loopbackHub/startLoopbackHub.js';
import { startLoopbackNode } from '../support/loopbackNode/startLoopbackNode.js';
import type { LoopbackNode } from '../support/loopbackNode/startRpcServer.js';
import type { LoopbackWorld } from '../support/loopbackNode/world.js';

const ROUNDS = [11643, 11644];
const GONE = 'fir-models/q3b-fir';
const TOKEN = 'hf_canaryTokenThatMustNotBeSeen';

let demo: Snapshot;
let world: LoopbackWorld;
let hub: LoopbackHub;
const nodes: LoopbackNode[] = [];

before(async () => {
  demo = await openDemo();
  world = await demoArchive(demo, 800);
  nodes.push(await startLoopbackNode(world), await startLoopbackNode(world));
  hub = await startLoopbackHub({ token: TOKEN });
  await serveDemo();
});
after(async () => {
  for (const node of nodes) await node.close();
  await hub.close();
});

async function serveDemo(): Promise<void> {
  for (const { repo, revision } of demo.index.repositories) {
    const manifest = demo.manifest(repo, revision);
    if (manifest === null || repo === GONE) continue;
    const files = [];
    for (const file of manifest.files.filter((one) => one.held)) {
      const bytes = await demo.readObject(file);
      files.push(servedFile(file.path, bytes, file.path.endsWith('.safetensors')));
    }
    const total = manifest.safetensorsTotal;
    hub.add({ repo, revision, files, ...(total === null ? {} : { safetensorsTotal: total }) });
  }
  const parquet = await readFile(demo.objectPath(demo.index.corpus[0]?.file as never));
  const shards = ROUNDS.map((round) => shardOf(world.blockAt(round * 720)?.hash ?? ''));
  hub.add({
    kind: 'datasets',
    repo: 'karpathy/climbmix-400b-shuffle',
    revision: 'd'.repeat(40),
    branch: 'main',
    files: shards.map((shard) =>
      servedFile(`shard_${String(shard).padStart(5, '0')}.parquet`, parquet, true),
    ),
  });
}

interface Run {
  readonly snapshot: Snapshot;
  readonly events: readonly RecordEvent[];
  readonly calls: Readonly<Record<string, number>>;
}

async function record(
  folder: string,
  over: Partial<RecordRequest> & { endpoints?: string[] } = {},
): Promise<Run> {
  const { endpoints = nodes.map((node) => node.wsUrl), ...request } = over;
  const { signal } = new AbortController();
  const cacheDir = join(folder, 'cache');
  const network = { name: 'finney', genesisHash: world.genesisHash };
  const quick = { baseMs: 5, rateLimitBaseMs: 5, capMs: 20, voices: 'ports' } as const;
  const recorder = await openRecorder({
    endpoints,
    network,
    netuid: 24,
    proofs: 'auto',
    cacheDir,
    signal,
    archive: quick,
  });
  const events: RecordEvent[] = [];
  try {
    const snapshot = await recordWorld(
      {
        rounds: ROUNDS,
        netuid: 24,
        network,
        recorder,
        parts: new Set(['manifests', 'corpus', 'weights']),
        captures: [],
        teacher: demo.index.teacher,
        maxBytes: 1e9,
        name: 'sn24-test',
        snapshots: join(folder, 'snapshots'),
        out: null,
        made: { profile: demo.index.profile, description: 'The chain of the demo, recorded from a node.' },
        ...request,
      },
      {
        hub: createHub({ url: hub.url, token: TOKEN, cache: cacheDir, signal }),
        cacheDir,
        signal,
        now: '2026-06-25T00:00:00Z',
        onEvent: (event) => events.push(event),
      },
    );
    return { snapshot, events, calls: recorder.calls() };
  } finally {
    await recorder.close();
  }
}

/** The demo's published files as a watch keeps them. */
async function captureDemo(folder: string): Promise<string> {
  const dir = join(folder, 'captures');
  const { published } = demo.index;
  const validator = published[0]?.validatorHotkey ?? '';
  let now = 0;
  const log = await CaptureLog.open(dir, { validator, api: 'http://127.0.0.1' }, () => now);
  for (const entry of published.filter((one) => one.validatorHotkey === validator)) {
    now = Math.max(now, Date.parse(entry.capturedAt));
    const ref = await log.addObject(await demo.readObject(entry.file));
    const { roundId } = entry;
    const place = { roundId, seedBlock: roundId * 720 };
    log.append({
      kind: 'capture',
      path: '/api/x',
      status: 200,
      name: entry.name as CaptureName,
      ...ref,
      raw: [],
      ...place,
    });
  }
  log.close();
  return dir;
}

const inputsOf = async (snapshot: Snapshot, roundId: number) => {
  const era = erasAt(roundId * 720) as ErasAt;
  const inputs = await readInputs(roundBlocks(roundId), era, { snapshot, chain: chainOf(snapshot) });
  assert.ok(!isAbsent(inputs));
  return inputs;
};

/**
 * The hub of the test cannot list files whose bytes the demo does not hold: of those who are out, findings differ. Where
 * a repository is gone nobody's duplicates can be told.
 */
function comparable(one: ContenderDecision | undefined, gone: boolean) {
  if (one === undefined || (one.in && !gone)) return one;
  const { prechecks: _findings, reason, plans, ...rest } = one;
  return gone ? rest : { ...rest, reason, plans };
}

test('a recorded range gives the round that the demo holds: contenders, king, rows and captures', () =>
  withFolder(async (folder) => {
    const { snapshot, events } = await record(folder, { captures: [await captureDemo(folder)] });
    assert.equal(snapshot.index.endpoints.length, 2);
    for (const roundId of ROUNDS) {
      const [found, wanted] = [await inputsOf(snapshot, roundId), await inputsOf(demo, roundId)];
      assert.equal(found.seed.trust, 'T2');
      assert.equal(found.seed.hash, world.blockAt(roundId * 720)?.hash);
      assert.deepEqual(found.spec.king, wanted.spec.king);
      const gone = wanted.spec.contenders.find((one) => one.contender?.repo === GONE);
      assert.equal(gone !== undefined, roundId === 11644);
      for (const contender of wanted.spec.contenders.filter((one) => one.uid !== gone?.uid))
        assert.deepEqual(
          comparable(
            found.spec.contenders.find((one) => one.uid === contender.uid),
            gone !== undefined,
          ),
          comparable(contender, gone !== undefined),
        );
      const lost = found.spec.contenders.find((one) => one.uid === gone?.uid);
      if (gone !== undefined) assert.match(lost?.reason ?? '', /gone/);
      for (const state of wanted.window) {
        const same = found.window.find((one) => one.block === state.block);
        if (same !== undefined) assert.deepEqual(same.weights, state.weights);
      }
      assert.deepEqual(found.published?.rows, wanted.published?.rows);
      assert.deepEqual(found.published?.localKingUid, wanted.published?.localKingUid);
    }
    const [unresolved] = snapshot.index.unresolved;
    assert.deepEqual([unresolved?.repo, unresolved?.state], [GONE, 'gone']);
    assert.equal(snapshot.index.corpus.length, ROUNDS.length);
    assert.equal(snapshot.index.corpus[0]?.revision, 'd'.repeat(40));
    assert.ok(snapshot.index.blocks.every((block) => block.proof !== undefined));
    assert.doesNotMatch(JSON.stringify([snapshot.index, events]), new RegExp(TOKEN));
  }));

test('a second recording asks nobody for what is held, and faults change no byte of the snapshot', () =>
  withFolder(async (folder) => {
    const first = await record(folder, { parts: new Set(['manifests']) });
    hub.calm();
    const again = await record(folder, { parts: new Set(['manifests']) });
    assert.deepEqual(again.calls, {});
    assert.deepEqual([...new Set(hub.seen.map((one) => one.url.includes(GONE)))], [true]);
    assert.equal(again.snapshot.dir, first.snapshot.dir);
    const [node] = nodes as [LoopbackNode];
    Object.assign(node.faults, { rateLimit: { every: 7, rpc: true } });
    try {
      const other = await record(join(folder, 'other'), {
        parts: new Set(['manifests']),
        endpoints: [node.httpUrl],
      });
      assert.equal(other.snapshot.index.digest, first.snapshot.index.digest);
      assert.notEqual(other.snapshot.index.seal, first.snapshot.index.seal);
    } finally {
      Object.assign(node.faults, { rateLimit: null });
    }
  }));

test('weights over the limit are refused before the first byte, with what they would take', () =>
  withFolder(async (folder) => {
    hub.calm();
    await assert.rejects(record(folder, { maxBytes: 50_000 }), {
      code: 'NOT_AVAILABLE',
      remedy: /--max-bytes/,
    });
    assert.equal(hub.seen.filter((one) => one.host === 'files' && one.url.includes('safetensors')).length, 0);
  }));
