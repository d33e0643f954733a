import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, recrown, recrownUntil } from '../cli/process.js';
import { straightAudit } from '../support/straightAudit.js';

const DEMO = join(ROOT, 'snapshots/demo');

let folder: string;
let round: string;
let straight: Buffer;
const auditArgs = (replays: string): string[] => [
  ...['--replays', replays, '--snapshot', DEMO, 'audit', round, '--duel-only'],
];
const filesIn = (replays: string): string[] => readdirSync(join(replays, 'sn24'));

function sealedIn(replays: string): Buffer {
  const [name, ...others] = filesIn(replays);
  assert.equal(others.length, 0, `only the sealed replay is left: ${others}`);
  assert.match(name ?? '', /\.replay\.jsonl$/);
  return readFileSync(join(replays, 'sn24', name ?? ''));
}

function journalIn(replays: string): Buffer {
  const name = filesIn(replays).find((one) => one.endsWith('.journal'));
  const bytes = readFileSync(join(replays, 'sn24', name ?? ''));
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-resume-'));
  const { roundId, replays } = straightAudit();
  round = String(roundId);
  straight = sealedIn(replays);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const STAGES = [
  ['chain', / {2}chain$/m],
  ['reconstruct', / {2}reconstruct$/m],
  ['models', / {2}models$/m],
  ['teacher', /teacher {3}teacher {2}/],
  ['evaluate', /challenger u\d+ {2}/],
  ['control', /control u\d+ {2}/],
  ['diff', / {2}diff$/m],
] as const;

test('killed during every stage, one after another: each run goes on, computes nothing twice and gives the same bytes', async (t) => {
  const replays = join(folder, 'killed');
  let kept: Buffer = Buffer.alloc(0);
  for (const [stage, when] of STAGES)
    await t.test(stage, async () => {
      const killed = await recrownUntil(auditArgs(replays), when, 'SIGKILL');
      assert.equal(killed.code, null, killed.stderr);
      assert.equal(/going on with an interrupted audit/.test(killed.stderr), kept.length > 0);
      const now = journalIn(replays);
      assert.ok(now.length >= kept.length && now.subarray(0, kept.length).equals(kept));
      assert.ok(straight.subarray(0, now.length).equals(now), 'nothing is computed twice');
      kept = now;
    });
  const run = recrown([...auditArgs(replays), '--fail-on', 'never']);
  assert.equal(run.code, 0, run.stderr);
  assert.ok(sealedIn(replays).equals(straight));
});

test('a signal keeps what is finished and has its own code, and the command that it prints goes on', async () => {
  const replays = join(folder, 'signalled');
  let next = auditArgs(replays);
  for (const [signal, code, when] of [
    ['SIGINT', 130, /king u\d+ {2}/],
    ['SIGTERM', 143, /challenger u\d+ {2}/],
  ] as const) {
    const stopped = await recrownUntil(next, when, signal);
    assert.equal(stopped.code, code, stopped.stderr);
    assert.equal(stopped.stdout, '');
    const resume = /go on with: recrown (.+)$/m.exec(stopped.stderr)?.[1];
    assert.match(resume ?? '', /audit --resume [0-9a-f]{6}/);
    next = (resume ?? '').split(' ');
  }
  const run = recrown([...next, '--fail-on', 'never']);
  assert.equal(run.code, 0, run.stderr);
  assert.ok(sealedIn(replays).equals(straight));
});

test('a full disk gives one clear error, and nothing that was computed is lost', () => {
  const replays = join(folder, 'full');
  // A limit on the size of a file stands for a full disk: the write fails in the middle in the same way.
  const script = 'trap "" XFSZ; ulimit -f 400; exec "$@"';
  const command = [process.execPath, join(ROOT, 'bin/recrown.js'), ...auditArgs(replays)];
  const run = spawnSync('bash', ['-c', script, 'bash', ...command], { cwd: ROOT, encoding: 'utf8' });
  assert.equal(run.status, 74, run.stderr);
  assert.match(run.stderr, /error IO: cannot write .*\n {2}EFBIG.*\n {2}make room/);
  const kept = journalIn(replays);
  assert.ok(kept.length > 1000);
  const again = recrown([...auditArgs(replays), '--fail-on', 'never']);
  assert.equal(again.code, 0, again.stderr);
  const sealed = sealedIn(replays);
  assert.ok(sealed.subarray(0, kept.length).equals(kept));
  assert.ok(sealed.equals(straight));
});
