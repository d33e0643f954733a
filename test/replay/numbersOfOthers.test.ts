import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { modelFiles } from '../../src/artifacts/hub/modelFiles.js';
import { manifestText } from '../../src/artifacts/hub/parseManifest.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { LoadedModel } from '../../src/domain/engine.js';
import type { JournalView } from '../../src/domain/journal.js';
import type { RepositoryManifest } from '../../src/domain/snapshot.js';
import type { RoundResult } from '../../src/domain/verdict.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import { type Ended, ROOT, recrown } from '../cli/process.js';
import {
  type LoopbackTeacherOptions,
  startLoopbackTeacher,
} from '../support/loopbackTeacher/startLoopbackTeacher.js';
import type { Fault } from '../support/loopbackValidator/faults.js';
import { straightAudit } from '../support/straightAudit.js';
import { type Edit, editedSnapshot } from './editedSnapshot.js';
import { plantedIn } from './planted.js';

const DEMO = join(ROOT, 'snapshots/demo');
const ROUND = String(plantedIn(DEMO).rounds[0]?.roundId);
const KEY = 'k3y-of-the-server';
const AWAY: Fault = { kind: 'status', status: 429, retryAfter: '9999' };

const folder = mkdtempSync(join(tmpdir(), 'recrown-others-'));
const bare = join(folder, 'without-weights');
const lean = join(folder, 'without-the-teacher');
let engine: OnnxEngine;
let model: LoadedModel;
let own: JournalView;

/** Takes the weights of some repositories out of a recording: what is listed stays, what is held does not. */
const withoutWeights =
  (of: (repo: string) => boolean) =>
  (edit: Edit): void => {
    edit.index.repositories = edit.index.repositories.map((one) => {
      if (!of(one.repo)) return one;
      const content = edit.read<RepositoryManifest>(one.manifest);
      const files = content.files.map((file) => ({ ...file, held: file.held && !file.path.endsWith('.safetensors') })); // biome-ignore format: short
      return { ...one, manifest: edit.add(manifestText({ ...content, files })) };
    });
  };

/** The program beside servers of this process, which must go on answering. */
function run(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'bin/recrown.js'), ...args, '--fail-on', 'never'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, RECROWN_TEACHER_API_KEY: KEY },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

async function withTeacher(
  options: Partial<LoopbackTeacherOptions>,
  use: (url: string, completions: () => number) => Promise<void>,
): Promise<void> {
  const server = await startLoopbackTeacher({ model, key: KEY, ...options });
  try {
    await use(server.url, server.completions);
  } finally {
    server.close();
  }
}

const filesIn = (replays: string): string[] => readdirSync(join(replays, 'sn24'));
const sealedIn = (replays: string): JournalView => {
  const name = filesIn(replays).find((one) => one.endsWith('.replay.jsonl'));
  return readReplayView(join(replays, 'sn24', name ?? 'none'));
};
const resultOf = ({ results }: JournalView): RoundResult => results[0] as RoundResult;
const scoresOf = ({ scores }: JournalView): number[] => scores.flatMap((record) => [...record.kl]);

/** The same verdict with scores of another engine. */
function assertEquivalent(view: JournalView): void {
  const [a, b] = [resultOf(own), resultOf(view)];
  assert.equal(b.verdict, a.verdict);
  assert.deepEqual(b.decisions.map((one) => one.winnerUid), a.decisions.map((one) => one.winnerUid)); // biome-ignore format: one comparison
  const [mine, theirs] = [scoresOf(own), scoresOf(view)];
  assert.equal(theirs.length, mine.length);
  for (const [index, kl] of theirs.entries())
    assert.ok(Math.abs(kl - (mine[index] as number)) < 1e-4, `prompt ${index}`);
}

before(async () => {
  editedSnapshot(DEMO, bare, withoutWeights(() => true)); // biome-ignore format: short
  const snapshot = await openSnapshot(DEMO);
  const { teacher } = snapshot.index;
  assert.ok(teacher !== null);
  editedSnapshot(DEMO, lean, withoutWeights((repo) => repo === teacher.repo)); // biome-ignore format: short
  const manifest = snapshot.manifest(teacher.repo, teacher.revision);
  assert.ok(manifest !== null);
  const files = modelFiles(snapshot, manifest);
  assert.ok(!isAbsent(files));
  engine = await createEngine({ threads: 1 });
  model = await engine.load(files, 'contrib');
  const { replays, scores } = straightAudit();
  cpSync(scores, join(folder, 'own.bin'));
  own = sealedIn(replays);
});
after(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a teacher on a server gives the verdict without its weights here, and the replay says whose numbers they are', async () => {
  await withTeacher({ version: '0.11.0' }, async (url) => {
    const replays = join(folder, 'server');
    const ended = await run(['--replays', replays, '--snapshot', lean, 'audit', ROUND, '--duel-only', '--teacher-url', `${url}/v1`, '--record-scores', join(folder, 'server.bin')]); // biome-ignore format: one call
    assert.equal(ended.code, 0, ended.stderr);
    const view = sealedIn(replays);
    assertEquivalent(view);
    assert.equal(resultOf(view).tokenMode, 'pinned');
    assert.equal(resultOf(view).coverage, 0.5);
    const { host } = new URL(url);
    assert.deepEqual(
      { ...view.start.teacher, digest: view.start.spec.teacher },
      {
        engine: 'openai',
        model: 'teacher',
        version: '0.11.0',
        hosts: [host],
        digest: view.start.spec.teacher,
      },
    );
    assert.match(view.start.spec.teacher ?? '', /^[0-9a-f]{64}$/);
    assert.ok(
      resultOf(view).reasons.some((one) => one.includes(`a server (teacher on ${host}, version 0.11.0)`)),
    );
    const everything = [view.path, join(folder, 'server.bin')].map((path) => readFileSync(path, 'latin1'));
    for (const text of [...everything, ended.stdout, ended.stderr]) assert.ok(!text.includes(KEY));
  });

  const replays = join(folder, 'server-recorded');
  const ended = await run(['--replays', replays, '--snapshot', bare, 'audit', ROUND, '--duel-only', '--engine', 'recorded', '--scores', join(folder, 'server.bin')]); // biome-ignore format: one call
  assert.equal(ended.code, 0, ended.stderr);
  const view = sealedIn(replays);
  assert.deepEqual(scoresOf(view), scoresOf(sealedIn(join(folder, 'server'))));
  const words = resultOf(view).reasons.join('\n');
  assert.match(words, /recorded numbers[\s\S]*The teacher's numbers are those of a server/);
});

test('a server that goes away in the middle: finished work is kept, and another host goes on', async () => {
  const replays = join(folder, 'away');
  const common = ['--replays', replays, '--snapshot', lean, 'audit', '--duel-only'];
  await withTeacher({ fault: (count) => (count >= 40 ? AWAY : null) }, async (url) => {
    const ended = await run([...common, ROUND, '--teacher-url', url]);
    assert.equal(ended.code, 75, ended.stderr);
    assert.match(ended.stderr, /RETRY_LATER/);
  });
  const name = filesIn(replays).find((one) => one.endsWith('.journal')) ?? '';
  const kept = readFileSync(join(replays, 'sn24', name));
  const before = readReplayView(join(replays, 'sn24', name));
  const done = before.teacher.reduce((sum, record) => sum + record.count, 0);
  assert.ok(done >= 16 && done <= 40, `${done} prompts were kept`);
  const lost = join(folder, 'lost');
  cpSync(replays, lost, { recursive: true });
  rmSync(join(lost, 'sn24', `${before.id}.work`), { recursive: true });

  // Values of the other host differ in their last bits: what was kept is not asked for again, and nothing is compared.
  const change: LoopbackTeacherOptions['change'] = (positions) => {
    for (const position of positions)
      for (const entry of Object.values(position ?? {})) entry.logprob = (entry.logprob ?? 0) - 1e-6;
    return positions;
  };
  await withTeacher({ change }, async (url, completions) => {
    const ended = await run([...common, '--resume', before.id, '--teacher-url', url]);
    assert.equal(ended.code, 0, ended.stderr);
    const view = sealedIn(replays);
    assert.ok(readFileSync(view.path).subarray(0, kept.length).equals(kept));
    assert.equal(completions(), (view.plans[0]?.passes[0]?.prompts ?? 0) - done);
    assertEquivalent(view);

    const without = await run([
      '--replays',
      lost,
      '--snapshot',
      lean,
      'audit',
      ROUND,
      '--duel-only',
      '--teacher-url',
      url,
    ]);
    assert.equal(without.code, 13, without.stderr);
    assert.match(without.stderr, /numbers of the teacher server for round \d+ are lost[\s\S]*--fresh/);
  });
});

test('a signal while a server works: exit 130, and the printed command names the server', async () => {
  const replays = join(folder, 'signal');
  await withTeacher({ delay: 60_000 }, async (url, completions) => {
    const args = [
      '--replays',
      replays,
      '--snapshot',
      lean,
      'audit',
      ROUND,
      '--duel-only',
      '--teacher-url',
      `${url}/v1/`,
    ];
    const child = spawn(process.execPath, [join(ROOT, 'bin/recrown.js'), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, RECROWN_TEACHER_API_KEY: KEY },
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    const asked = setInterval(() => {
      if (completions() === 0) return;
      clearInterval(asked);
      child.kill('SIGINT');
    }, 50);
    const code = await new Promise((resolve) => child.once('close', resolve));
    clearInterval(asked);
    assert.equal(code, 130, stderr);
    assert.match(stderr, new RegExp(`audit --resume [0-9a-f]{6} .* --teacher-url ${url}( |$)`, 'm'));
  });
});

test('recorded numbers give the same scores without a model, and the verdict says that they are recorded', async () => {
  const replays = join(folder, 'recorded');
  const file = join(folder, 'own.bin');
  const ended = await run(['--replays', replays, '--snapshot', bare, 'audit', ROUND, '--duel-only', '--engine', 'recorded', '--scores', file]); // biome-ignore format: one call
  assert.equal(ended.code, 0, ended.stderr);
  const view = sealedIn(replays);
  assert.deepEqual(view.scores, own.scores);
  const result = resultOf(view);
  assert.equal(result.verdict, resultOf(own).verdict);
  assert.deepEqual([result.coverage, result.tokenMode], [0, 'recompute']);
  assert.ok(result.reasons.some((one) => /recorded numbers, read from a file .* another's word/.test(one)));
  assert.match(view.start.fingerprint?.engine ?? '', /^recorded /);
  assert.notEqual(view.start.spec.engine, own.start.spec.engine);
});

test('a recorded number that is missing leaves the round unverifiable, with its name', async () => {
  const other = plantedIn(DEMO).rounds[1]?.roundId;
  const ended = await run(['--json', '--replays', join(folder, 'gap'), '--snapshot', bare, 'audit', String(other), '--duel-only', '--engine', 'recorded', '--scores', join(folder, 'own.bin')]); // biome-ignore format: one call
  assert.equal(ended.code, 0, ended.stderr);
  const [round] = (JSON.parse(ended.stdout) as { rounds: [RoundResult] }).rounds;
  assert.equal(round.verdict, 'unverifiable');
  assert.ok(
    round.reasons.some((one) => /recorded numbers do not hold a score .*\(.*the teacher\)/.test(one)),
  );
});

test('options that contradict each other are refused before anything starts', () => {
  for (const [args, text] of [
    [['--engine', 'recorded'], /--engine recorded needs a file/],
    [['--scores', 'x.bin'], /--scores is used with --engine recorded only/],
    [
      ['--engine', 'recorded', '--scores', 'x', '--record-scores', 'y'],
      /contradicts --teacher-url and --record-scores/,
    ],
    [
      ['--engine', 'recorded', '--scores', 'x', '--teacher-url', 'http://localhost:1'],
      /contradicts --teacher-url/,
    ],
    [['--teacher-model', 'x'], /--teacher-model is used with --teacher-url only/],
    [['--offline', '--teacher-url', 'http://localhost:1'], /--offline and --teacher-url contradict/],
    [['--teacher-url', 'http://u:p@localhost:1'], /user name or password/],
    [['--engine', 'onxx'], /Allowed choices are onnx, recorded/],
  ] as const) {
    const run = recrown([
      '--replays',
      join(folder, 'no'),
      '--snapshot',
      DEMO,
      'audit',
      ROUND,
      '--duel-only',
      ...args,
    ]);
    assert.equal(run.code, 64, run.stderr);
    assert.match(run.stderr, text);
    assert.doesNotMatch(run.stderr, /u:p/);
  }
});

test('a key that cannot stand in a header is refused, and not repeated', () => {
  const args = ['--replays', join(folder, 'no'), '--snapshot', DEMO, 'audit', ROUND, '--duel-only', '--teacher-url', 'http://localhost:1']; // biome-ignore format: one call
  const run = recrown(args, { RECROWN_TEACHER_API_KEY: 's3cret\nx: y' });
  assert.equal(run.code, 64, run.stderr);
  assert.match(run.stderr, /RECROWN_TEACHER_API_KEY holds what no key/);
  assert.doesNotMatch(run.stderr, /s3cret/);
});
