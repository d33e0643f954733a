import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { memoryWarning } from '../../src/cli/auditPlan.js';
import { audit } from '../../src/cli/commands/audit.js';
import type { CommandContext } from '../../src/cli/context.js';
import { Meter } from '../../src/cli/meter.js';
import { duration } from '../../src/cli/optionValues.js';
import { timeLimit } from '../../src/cli/timeLimit.js';
import type { AuditPlan, PassWork, RoundWork } from '../../src/domain/auditPlan.js';
import { AuditError } from '../../src/errors/base.js';
import { TIME_LIMIT } from '../../src/errors/interrupt.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import { plantedIn } from '../replay/planted.js';
import { straightAudit } from '../support/straightAudit.js';
import { ROOT, recrown } from './process.js';

const DEMO = join(ROOT, 'snapshots/demo');
const ROUND = String(plantedIn(DEMO).rounds[0]?.roundId);
const { replays: straightReplays, ended: straightEnded } = straightAudit();
const straight = join(straightReplays, 'sn24', readdirSync(join(straightReplays, 'sn24'))[0] ?? '');
const straightView = readReplayView(straight);
/** Prompts of the round that the validator's published duel counts. */
const SCORED = Number(straightView.results[0]?.challengers[0]?.claimed?.n);
const folder = mkdtempSync(join(tmpdir(), 'recrown-plan-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const args = (replays: string): string[] => [
  '--snapshot',
  DEMO,
  '--replays',
  join(folder, replays),
  'audit',
  ROUND,
];
const filesIn = (replays: string): string[] => readdirSync(join(folder, replays, 'sn24')).sort();

interface PlanDocument extends Omit<AuditPlan, 'basis'> {
  readonly schema: number;
  readonly basis: { readonly kind: string; readonly seconds: number };
  readonly memory: { readonly availableBytes: number; readonly fits: boolean };
  readonly leftOut: readonly string[];
}

let plan: PlanDocument;
before(() => {
  const run = recrown(['--json', ...args('dry'), '--dry-run']);
  assert.equal(run.code, 0, run.stderr);
  plan = JSON.parse(run.stdout) as PlanDocument;
});

test('a dry run prints the plan, opens no model and writes nothing', () => {
  assert.equal(plan.schema, 1);
  const [round] = plan.rounds;
  assert.deepEqual(
    round?.passes.filter(({ asks }) => !asks).map(({ role, form, sequences }) => [role, form, sequences]),
    [
      ['teacher', 'contrib', SCORED],
      ['king', 'contrib', SCORED],
      ['challenger', 'contrib', SCORED],
      ['challenger', 'contrib', SCORED],
      ['control', 'plain', SCORED],
    ],
  );
  assert.equal(plan.basis.kind, 'measured');
  const asked = round?.passes.filter(({ asks }) => asks) ?? [];
  assert.deepEqual(
    asked.map(({ role, sequences, capture }) => [role, sequences, capture]),
    ['teacher', 'king', 'challenger', 'challenger'].map((role, i) => [
      ...[role, asked[Math.min(i, 1)]?.sequences],
      '',
    ]),
  );
  assert.ok((asked[0]?.sequences ?? 0) > 30);
  assert.deepEqual(plan.leftOut, []);
  assert.throws(() => filesIn('dry'), /ENOENT/);
  const text = recrown([...args('dry'), '--dry-run']);
  assert.equal(text.code, 0);
  assert.match(
    text.stdout,
    /^plan #\d+ {2}9 passes {2}\d+ prompts {2}\d+ tokens .* PFLOP .*\nplan 1 round: .*measured/,
  );
});

test('with --duel-only the axes are left out, and the plan says so', () => {
  const run = recrown(['--json', ...args('dry'), '--duel-only', '--dry-run']);
  assert.equal(run.code, 0, run.stderr);
  const { rounds, leftOut, total } = JSON.parse(run.stdout) as PlanDocument;
  assert.deepEqual(leftOut, ['composite axes']);
  assert.ok(
    rounds.every(({ passes }) => passes.length === 5 && passes.every(({ asks }) => asks === undefined)),
  );
  assert.equal(total.sequences, 5 * SCORED);
  assert.match(run.stderr, /coverage is at most 50 %/);
});

test('sums of the plan are those of its passes, and ranges are ordered', () => {
  const passes = plan.rounds.flatMap((round) => round.passes);
  for (const key of ['sequences', 'tokens', 'rows', 'weightBytes'] as const)
    assert.equal(
      plan.total[key],
      passes.reduce((sum, pass) => sum + pass[key], 0),
    );
  assert.equal(plan.total.peakBytes, Math.max(...passes.map((pass) => pass.peakBytes)));
  for (const work of [plan.total, ...plan.rounds, ...passes]) {
    assert.ok(work.seconds.low > 0 && work.seconds.low <= work.seconds.likely);
    assert.ok(work.seconds.likely <= work.seconds.high);
    assert.ok(work.flop.low > 0 && work.flop.low <= work.flop.high);
  }
});

test('a round outside the known eras needs no model and no measurement', () => {
  const run = recrown([
    '--json',
    '--snapshot',
    DEMO,
    '--replays',
    join(folder, 'dry'),
    'audit',
    '20',
    '--dry-run',
  ]);
  assert.equal(run.code, 0, run.stderr);
  const document = JSON.parse(run.stdout) as PlanDocument;
  assert.deepEqual(document.basis, { kind: 'none', seconds: 0 });
  assert.equal(document.total.seconds.high, 0);
  assert.match(document.rounds[0]?.reason ?? '', /era|rule|block/i);
});

test('what the limit cannot hold is refused before anything is computed', () => {
  const run = recrown([...args('refused'), '--max-time', '1s']);
  assert.equal(run.code, 64, run.stderr);
  assert.equal(run.stdout, '');
  assert.match(
    run.stderr,
    /error TIME_TOO_SHORT: the audit takes about .* at least .*\n.*\n {2}raise --max-time/,
  );
  assert.throws(() => filesIn('refused'), /ENOENT/);
});

test('a dry run of a world that is not recorded is refused', () => {
  const run = recrown(['audit', ROUND, '--dry-run', '--endpoint', 'ws://127.0.0.1:1']);
  assert.equal(run.code, 64);
  assert.match(run.stderr, /recrown fetch RANGE --endpoint URL --dry-run/);
});

for (const [text, seconds] of [
  ['1s', 1],
  ['90s', 90],
  ['30m', 1800],
  ['576h', 576 * 3600],
] as const)
  test(`a time limit of ${text}`, () => assert.equal(duration(text), seconds));

for (const text of [
  '0',
  '0s',
  '-5s',
  '30',
  '5x',
  '1e999s',
  '1.5h',
  '',
  ' 5m',
  '5 m',
  '577h',
  '999999999h',
  '5ms',
  '٣s',
])
  test(`no time limit: ${JSON.stringify(text)}`, () => {
    assert.throws(() => duration(text), /90s, 30m, 2h/);
  });

test('an option of no time is told by the program', () => {
  const run = recrown(['audit', ROUND, '--max-time', '1e999']);
  assert.equal(run.code, 64);
  assert.match(run.stderr, /--max-time.*a time from 1s to 576h/);
});

test('the limit aborts with its own reason, and an earlier signal keeps its own', async () => {
  const limit = timeLimit(0.02, new AbortController().signal);
  // The timer does not keep a process alive, this one does.
  const held = setInterval(() => undefined, 1000);
  await new Promise((resolve) => limit.signal.addEventListener('abort', resolve, { once: true }));
  clearInterval(held);
  assert.equal(limit.signal.reason, TIME_LIMIT);
  const stop = new AbortController();
  const other = timeLimit(60, stop.signal);
  stop.abort('SIGTERM');
  assert.equal(other.signal.reason, 'SIGTERM');
  other.clear();
});

test('no batch is begun that would end after the limit if it took as long as the one before', () => {
  let now = 0;
  const limit = timeLimit(100, new AbortController().signal, () => now);
  const batch = {
    type: 'progress',
    roundId: 1,
    stage: 'evaluate',
    done: 16,
    total: 64,
    label: '',
    pass: 0,
  } as const;
  const at = (seconds: number, fresh: number): boolean => {
    now = seconds * 1000;
    limit.on({ ...batch, fresh });
    return limit.signal.aborted;
  };
  assert.equal(at(30, 16), false, 'the next one would end at 60');
  assert.equal(at(60, 16), false, 'at 90');
  assert.equal(limit.left(), 40);
  assert.equal(at(81, 0), false, 'nothing was computed');
  assert.equal(at(91, 16), true, 'at 101');
  assert.equal(limit.signal.reason, TIME_LIMIT);
  limit.clear();
});

const work = { tokens: 0, rows: 1, flop: { low: 1, high: 1 }, weightBytes: 0, peakBytes: 0 };
const pass = (role: 'teacher' | 'king' | 'control', sequences: number, likely: number): PassWork => ({
  ...work,
  role,
  uid: role === 'teacher' ? null : 7,
  form: role === 'control' ? 'plain' : 'contrib',
  capture: 'ab',
  architecture: 'quasar',
  sequences,
  seconds: { low: likely, likely, high: likely },
});
const round = (roundId: number): RoundWork => {
  const passes = [pass('teacher', 40, 40), pass('king', 40, 20), pass('control', 40, 80)];
  return {
    ...work,
    roundId,
    reason: null,
    passes,
    sequences: 120,
    seconds: { low: 140, likely: 140, high: 140 },
  };
};

test('time left is planned, then corrected by what each kind of pass took, and says so', () => {
  const meter = new Meter([round(1), round(2)]);
  assert.equal(meter.timeLeft(), 'about 5 min left (planned)');
  // The teacher takes twice as long as planned; kinds that were not seen are taken to be off alike.
  meter.add({ roundId: 1, pass: 0, fresh: 40 }, 80);
  assert.equal(
    meter.timeLeft(),
    `about ${Math.ceil((240 * 2) / 60)} min left (from 40 measured, the rest planned)`,
  );
  meter.add({ roundId: 1, pass: 1, fresh: 40 }, 10);
  meter.add({ roundId: 1, pass: 2, fresh: 40 }, 80);
  // Round 2: 40 x 2, 20 x 0.5, 80 x 1 seconds.
  assert.equal(meter.timeLeft(), 'about 3 min left (from 120 measured)');
  meter.finish(1);
  meter.add({ roundId: 2, pass: 0, fresh: 40 }, 80);
  meter.add({ roundId: 2, pass: 2, fresh: 40 }, 80);
  assert.equal(meter.timeLeft(), 'about 10 s left (from 200 measured)');
  meter.finish(2);
  assert.equal(meter.timeLeft(), 'about 0 s left (from 200 measured)');
});

test('a round that is judged without its passes counts no more', () => {
  const meter = new Meter([round(1), round(2)]);
  meter.finish(1);
  assert.equal(meter.timeLeft(), 'about 3 min left (planned)');
});

test('memory that will not fit is a named warning', () => {
  assert.equal(memoryWarning(2 ** 30, 2 ** 31), null);
  assert.match(
    memoryWarning(3 * 2 ** 30, 2 ** 30) ?? '',
    /^warning MEMORY_SHORT: .* 3\.0 GiB .* 1\.0 GiB are free/,
  );
});

/** A command in this process: `onText` sees what it narrates. */
function contextFor(replays: string, signal: AbortSignal, onText: (text: string) => void): CommandContext {
  return {
    cwd: ROOT,
    argv: [],
    env: {},
    out: () => undefined,
    err: onText,
    stdoutIsTTY: false,
    stderrIsTTY: false,
    stdinIsTTY: false,
    columns: 100,
    signal,
    options: {
      json: false,
      quiet: false,
      ascii: true,
      color: false,
      snapshot: DEMO,
      snapshots: join(ROOT, 'snapshots'),
      replays: join(folder, replays),
    },
  };
}

const OPTIONS = {
  range: ROUND,
  failOn: ['never'],
  provider: 'cpu',
  fresh: false,
  offline: false,
  endpoint: [],
  network: 'finney',
  proofs: 'auto',
  parts: [],
  captures: [],
  hub: '',
  maxBytes: 0,
  engine: 'onnx',
  teacherUrl: [],
  dryRun: false,
  duelOnly: true,
  freshText: false,
} as const;

test('stopped at the limit it exits with 75 and keeps what is finished; the next run gives the same bytes', async () => {
  const options = { ...OPTIONS, threads: straightView.start.fingerprint?.threads ?? 0 };
  let told = straightEnded.stderr;
  assert.match(told, /coverage is at most 50 %/);
  assert.match(told, /left \(planned\)/);
  assert.match(told, /left \(from \d+ measured\)/);

  const stop = new AbortController();
  told = '';
  const stopped = contextFor('stopped', stop.signal, (text) => {
    told += text;
    if (/ king u\d+ {2}/.test(text)) stop.abort(TIME_LIMIT);
  });
  await assert.rejects(audit(stopped, { ...options, failOn: ['never'] }), (error) => {
    assert.ok(error instanceof AuditError);
    assert.equal(error.exitCode, 75);
    assert.equal(error.code, 'TIME_LIMIT');
    assert.match(error.remedy, /go on with: recrown audit --resume [0-9a-f]{6} /);
    return true;
  });
  const [journal] = filesIn('stopped').filter((name) => name.endsWith('.journal'));
  const kept = readFileSync(join(folder, 'stopped', 'sn24', journal ?? ''), 'utf8');
  assert.doesNotMatch(kept, /"verdict"/, 'a round that was not finished is not judged');

  told = '';
  const resumed = contextFor('stopped', new AbortController().signal, (text) => {
    told += text;
  });
  assert.equal(await audit(resumed, { ...options, failOn: ['never'] }), 0);
  const [, prompts] = /^plan 1 round: (\d+) prompts/m.exec(told) ?? [];
  assert.ok(Number(prompts) > 0 && Number(prompts) < 5 * SCORED, `what is left is planned: ${prompts}`);
  const [sealed] = filesIn('stopped');
  assert.deepEqual(readFileSync(join(folder, 'stopped', 'sn24', sealed ?? '')), readFileSync(straight));
});
