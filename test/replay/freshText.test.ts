import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { modelFiles } from '../../src/artifacts/hub/modelFiles.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { RoundWork } from '../../src/domain/auditPlan.js';
import type { LoadedModel, ModelFiles } from '../../src/domain/engine.js';
import type { RoundResult } from '../../src/domain/verdict.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { readTokenizer } from '../../src/model/tokenizer/readTokenizer.js';
import { localWriter } from '../../src/replay/teacher/localWriter.js';
import { type Ended, ROOT, recrown } from '../cli/process.js';
import { startLoopbackTeacher } from '../support/loopbackTeacher/startLoopbackTeacher.js';
import { editedSnapshot } from './editedSnapshot.js';
import { plantedIn } from './planted.js';

const DEMO = join(ROOT, 'snapshots/demo');
const planted = plantedIn(DEMO).rounds;
const right = planted.find((round) => round.verdict === 'consistent' && round.crownedUid !== round.kingUid);
const wrong = planted.find((round) => round.cause === 'inputs');
const folder = mkdtempSync(join(tmpdir(), 'recrown-fresh-'));
const bare = join(folder, 'without-texts');

let engine: OnnxEngine;
let model: LoadedModel;
let files: ModelFiles;
let tokenizerBytes: Uint8Array;
/** Captured continuations of all rounds by prompt: what the server of this test writes. */
const written = new Map<string, string>();

before(async () => {
  editedSnapshot(DEMO, bare, (edit) => {
    const { index } = edit;
    for (const { name, file } of index.published)
      if (name.startsWith('eval_data'))
        for (const { prompt, continuation } of edit.read<{
          data: { prompt: string; continuation: string }[];
        }>(file).data)
          written.set(prompt, continuation);
    index.published = index.published.filter(({ name }) => !name.startsWith('eval_data'));
  });
  const snapshot = await openSnapshot(DEMO);
  const { teacher } = snapshot.index;
  const manifest = teacher === null ? null : snapshot.manifest(teacher.repo, teacher.revision);
  assert.ok(manifest !== null);
  const found = modelFiles(snapshot, manifest);
  assert.ok(!isAbsent(found));
  files = found;
  const own = manifest.files.find(({ path }) => path === 'tokenizer.json');
  assert.ok(own !== undefined);
  tokenizerBytes = await snapshot.readObject({ sha256: own.sha256, size: own.size });
  engine = await createEngine({ threads: 1 });
  model = await engine.load(files, 'contrib');
});
after(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The program beside a server of this process, which writes what was captured; `gone` after so many answers. */
async function audited(
  replays: string,
  roundId: number | undefined,
  gone = Number.POSITIVE_INFINITY,
): Promise<Ended> {
  const server = await startLoopbackTeacher({
    model,
    fault: (count) => (count >= gone ? { kind: 'status', status: 429, retryAfter: '9999' } : null),
    continue: async ({ prompt }) => ({
      text: written.get(prompt as string) ?? ' nothing that was captured, and long enough to be scored here',
      logprobs: { top_logprobs: [] },
    }),
  });
  const args = ['--json', '--replays', join(folder, replays), '--snapshot', bare, 'audit', String(roundId), '--duel-only', '--fresh-text', '--teacher-url', server.url]; // biome-ignore format: one call
  const child = spawn(process.execPath, [join(ROOT, 'bin/recrown.js'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  server.close();
  return { code, stdout, stderr };
}

const roundOf = ({ stdout, stderr }: Ended): RoundResult => {
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as { rounds: [RoundResult] }).rounds[0];
};

test('a text that is written anew supports a crown and confirms none; an interruption keeps what was written', async () => {
  const gone = await audited('right', right?.roundId, 40);
  assert.equal(gone.code, 75, gone.stderr);
  const [journal] = readdirSync(join(folder, 'right', 'sn24')).filter((name) => name.endsWith('.journal'));
  const kept = readFileSync(join(folder, 'right', 'sn24', journal ?? ''));
  assert.match(kept.toString(), /"type":"texts"/);
  assert.match(gone.stderr, /what was received is kept/);
  assert.match(gone.stderr, /at most: the teacher writes the text first/);

  // Gone again when the text is written and is being scored.
  const later = await audited('right', right?.roundId, 290);
  assert.equal(later.code, 75, later.stderr);
  const ended = await audited('right', right?.roundId);
  assert.doesNotMatch(ended.stderr, /at most: the teacher/, 'what is written is planned at its length');
  const round = roundOf(ended);
  assert.ok(['consistent', 'inconclusive'].includes(round.verdict), round.summary);
  assert.equal(round.tokenMode, 'fresh');
  assert.match(round.band?.formula ?? '', /^h = sqrt\(2\)/);
  assert.ok((round.band?.halfWidthNats ?? 0) > (round.noise?.noiseNats ?? 1));
  assert.equal(round.agreement, null);
  assert.match(round.reasons.join(' '), /drawn anew/);
  const [sealed] = readdirSync(join(folder, 'right', 'sn24')).filter((name) =>
    name.endsWith('.replay.jsonl'),
  );
  const bytes = readFileSync(join(folder, 'right', 'sn24', sealed ?? ''));
  assert.ok(bytes.subarray(0, kept.length).equals(kept), 'what was written before is not asked for again');
});

test('the plan counts a text that is still to be written at its longest, with the writing itself', () => {
  const plan = (...more: string[]) => {
    const run = recrown(['--json', '--replays', join(folder, 'none'), '--snapshot', bare, 'audit', String(right?.roundId), '--duel-only', '--dry-run', ...more]); // biome-ignore format: one call
    assert.equal(run.code, 0, run.stderr);
    return (JSON.parse(run.stdout) as { rounds: [RoundWork] }).rounds[0];
  };
  const without = plan();
  assert.deepEqual([without.passes.length, without.sequences], [0, 0]);
  assert.match(without.reason ?? '', /no captured teacher text/);

  const { passes, reason } = plan('--fresh-text');
  assert.equal(reason, null);
  const writing = passes.filter((pass) => pass.writes);
  assert.deepEqual(
    writing.map(({ role, capture, rows }) => [role, capture, rows]),
    [['teacher', '', writing[0]?.sequences]],
  );
  const scored = passes.filter((pass) => !pass.writes);
  assert.deepEqual(scored.map(({ role }) => role).slice(0, 2), ['teacher', 'king']);
  const [most] = scored;
  assert.ok(most !== undefined && writing[0] !== undefined);
  const { tokens, sequences, seconds } = writing[0];
  assert.equal(most.sequences, sequences);
  assert.equal(most.rows % sequences, 0);
  assert.equal(most.tokens, tokens + most.rows, 'prompt and the longest text');
  assert.ok(most.seconds.low * 10 < most.seconds.likely, 'texts may be too short to be scored');
  assert.ok(
    seconds.likely > most.seconds.likely,
    'a token at a time takes longer than scoring them together',
  );

  const text = recrown(['--replays', join(folder, 'none'), '--snapshot', bare, 'audit', String(right?.roundId), '--duel-only', '--dry-run', '--fresh-text']); // biome-ignore format: one call
  assert.match(text.stdout, /at most: the teacher writes the text first/);
});

test('a crown that the new text contradicts is never called wrong by it', async () => {
  const ended = await audited('wrong', wrong?.roundId);
  const round = roundOf(ended);
  assert.equal(round.verdict, 'inconclusive', round.summary);
  assert.equal(ended.code, 11);
  assert.equal(round.cause, null);
});

test('a teacher of this machine writes the same text twice, and other seeds another one', async () => {
  const tokenizer = readTokenizer(tokenizerBytes);
  const writer = await localWriter((one) => engine.load(one, 'contrib')).open(files, tokenizer);
  const [prompt] = written.keys();
  const request = (seed: number) => ({ prompt: prompt ?? '', seed, maxTokens: 12 });
  const { signal } = new AbortController();
  const [first, again, other] = await writer.write([request(7), request(7), request(8)], signal);
  await writer.release();
  assert.equal(first, again);
  assert.notEqual(first, other);
  assert.ok((first ?? '').length > 0);
});

test('recorded numbers write no text', () => {
  const run = recrown(['audit', '11646', '--engine', 'recorded', '--scores', 'x', '--fresh-text']);
  assert.equal(run.code, 64);
  assert.match(run.stderr, /--engine recorded contradicts --fresh-text/);
});
