import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { CANARY_MARKERS } from '../../scripts/make-demo/canary.js';
import { readPlan } from '../../scripts/make-demo/readPlan.js';
import { SAME_KL } from '../../src/diff/findCause.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { AxisEntry, JournalView, ProbeEntry } from '../../src/domain/journal.js';
import { shownItems } from '../../src/domain/shownItems.js';
import type { RoundResult } from '../../src/domain/verdict.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import { ROOT, recrown } from '../cli/process.js';
import { straightAudit } from '../support/straightAudit.js';
import { assertPlanted, plantedIn } from './planted.js';

const DEMO = join(ROOT, 'snapshots/demo');
const PLAN = join(ROOT, 'scripts/make-demo/demo.plan.json');
const planted = plantedIn(DEMO);
const [first, last] = [planted.rounds[0]?.roundId ?? 0, planted.rounds.at(-1)?.roundId ?? 0];
/** Switches that need no other answers. */
const SWITCHES = ['--what-if', 'no-helpers', '--what-if', 'mbpp-solved'];
const RANGE = `${first}..${last}`;
const MOVED = planted.rounds.find((round) => round.cause === 'inputs')?.roundId;

interface AuditDocument {
  readonly schema: number;
  readonly rounds: readonly RoundResult[];
  readonly summary: {
    readonly rounds: number;
    readonly verdicts: Readonly<Record<string, number>>;
    readonly conditional: number;
    readonly replay: { readonly path: string; readonly digest: string };
  };
}

let folder: string;
let audit: AuditDocument;
/** The round whose scores were taken on another text, with its axes, on one thread. */
let alone: AuditDocument;
let exitCode: number | null;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-demo-'));
  const audited = (name: string, ...args: string[]) => {
    const run = recrown(
      ['--json', '--replays', join(folder, name), '--snapshot', DEMO, 'audit', ...args],
      {},
      folder,
    );
    assert.ok(run.stdout !== '', run.stderr);
    return { code: run.code, document: JSON.parse(run.stdout) as AuditDocument };
  };
  ({ code: exitCode, document: audit } = audited('a', RANGE, '--duel-only'));
  alone = audited('b', String(MOVED), '--threads', '1', ...SWITCHES).document;
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the planted truth is found, row by row, and the exit code says wrong crown', () => {
  assertPlanted(audit.rounds, planted);
  assert.equal(exitCode, 10);
});

test('an audit finds the breaches and differences that were planted, and no other', () => {
  for (const [index, { breaches, differences }] of planted.rounds.entries())
    assert.deepEqual(
      audit.rounds[index]?.breaches.map((breach) => breach.code).toSorted(),
      [...breaches, ...differences].toSorted(),
    );
});

test('the planted rounds cover what the demo is for', () => {
  const all = planted.rounds.flatMap((round) => round.rows.map((row) => row.status));
  for (const status of ['equal', 'differs', 'policy', 'stale', 'fallback', 'unset', 'hidden', 'zeroed'])
    assert.ok(all.includes(status), `a row is ${status}`);
  assert.deepEqual(
    planted.rounds.map((round) => [round.verdict, round.cause, round.conditional]),
    [
      ['consistent', null, false],
      ['consistent', null, false],
      ['wrong-crown', 'inputs', false],
      ['wrong-crown', 'rules', true],
    ],
  );
});

/** The demo's blocks follow one another in 12 s. */
const timeOf = (block: number): string =>
  new Date(Date.UTC(2026, 5, 11, 4) + (block - 8_382_960) * 12_000).toISOString().replace('.000Z', 'Z');

test('totals in JSON are those of its rounds, and every round says how firm it is', () => {
  assert.equal(audit.summary.rounds, audit.rounds.length);
  for (const [verdict, count] of Object.entries(audit.summary.verdicts))
    assert.equal(count, audit.rounds.filter((round) => round.verdict === verdict).length, verdict);
  for (const round of audit.rounds) {
    assert.equal(round.seedTime, timeOf(round.seedBlock));
    assert.equal(round.tokenMode, 'pinned');
    assert.equal(round.coverage, 0.5);
    assert.ok((round.prompts?.scored ?? 0) >= 160);
    assert.ok((round.noise?.noiseNats ?? 0) >= 1e-6);
    assert.ok((round.noise?.noiseNats ?? 1) < 1e-3, 'the two recurrence forms agree');
    for (const challenger of round.challengers) {
      assert.ok(challenger.gates.length >= 9);
      assert.ok((challenger.meanKl ?? 9) < 4);
    }
  }
});

test('every live axis is asked of every contender, and no round rests on our own words alone', () => {
  for (const { quality, king, challengers, reasons } of alone.rounds) {
    assert.ok(quality !== undefined);
    assert.equal(quality.wording, 'own');
    assert.deepEqual(
      quality.contenders.map(({ uid }) => uid),
      [king?.uid, ...challengers.map(({ uid }) => uid)],
    );
    const confined = quality.contenders.some(({ axes }) => axes.some(({ source }) => source === 'sandboxed'));
    // All but the think probe, 0.15 of 1.58; without confinement three axes of 0.28 are missing too.
    assert.ok(Math.abs(quality.share - (confined ? 1.43 : 1.15) / 1.58) < 1e-9, `share ${quality.share}`);
    assert.equal(quality.counted, quality.crowns.length === 1);
    for (const { axes, halfWidth } of quality.contenders) {
      assert.ok(halfWidth > 0);
      assert.equal(axes.find(({ axis }) => axis === 'math_bench')?.source, 'replayed');
      const computed = ['replayed', 'sandboxed'];
      assert.deepEqual(
        axes.filter(({ source }) => !computed.includes(source)).map(({ axis }) => axis),
        // The think probe is switched off, as deployed; where nothing confines them, programs are not run.
        confined ? ['degeneracy'] : ['degeneracy', 'code_bench', 'mbpp_bench', 'tool_use_bench'],
      );
      assert.ok(axes.every(({ value }) => value === null || (value >= 0 && value <= 1)));
    }
    assert.ok(reasons.some((reason) => reason.includes("recrown's own words")));
  }
  const shares = alone.rounds.flatMap(({ quality }) =>
    (quality?.contenders ?? []).flatMap(({ axes }) =>
      axes.filter(({ n }) => n !== null).map(({ axis, correct }) => `${axis} ${correct}`),
    ),
  );
  const differing = new Set(shares).size - new Set(shares.map((one) => one.split(' ')[0])).size;
  assert.ok(differing > 0, 'students differ on some axes');
});

test('the teacher marks every contender, and students answer as the plan lets them', () => {
  const plan = readPlan(readFileSync(PLAN, 'utf8'), PLAN);
  const { axes = [], probes = [] } = readReplayView(alone.summary.replay.path);
  const given = probes.flatMap(({ uid, probes: { judge, chatTurns } }) =>
    [judge, chatTurns].flatMap((probe) =>
      probe === undefined || isAbsent(probe) ? [] : [{ uid, n: probe.n, marks: probe.items }],
    ),
  );
  assert.equal(given.length, 2 * (alone.rounds[0]?.quality?.contenders.length ?? 0));
  for (const { n, marks } of given) {
    assert.ok(n >= 6);
    for (const { score } of marks) assert.ok(score !== null && score >= 1 && score <= 5);
  }
  const scores = given.flatMap(({ marks }) => marks.map(({ score }) => score));
  assert.ok(new Set(scores).size >= 3, 'marks differ by answer');
  const capability = axes.filter(({ record }) => record.axis === 'capability');
  const replies = capability.map(({ uid, record }) => {
    const { reply = '' } = plan.miners.find((miner) => miner.uid === uid) ?? {};
    const begun = record.items.filter(({ answer }) => reply !== '' && answer.startsWith(reply)).length;
    assert.ok(
      reply === '' || 2 * begun > record.items.length,
      `u${uid} begins ${begun} answers with ${reply}`,
    );
    return reply;
  });
  assert.ok(new Set(replies).size > 1, 'students of the round differ');
});

test('each defect that was asked for is told with the crown that it gives', () => {
  for (const { whatIf, quality } of alone.rounds) {
    assert.deepEqual(
      whatIf?.map(({ name }) => name),
      ['mbpp-solved', 'no-helpers'],
    );
    for (const { deployedUid, switchedUid, changed, contenders, why } of whatIf ?? []) {
      assert.equal(why, null);
      assert.equal(deployedUid, quality?.crowns[0]);
      assert.equal(changed, deployedUid !== switchedUid);
      for (const { uid, deployed } of contenders)
        assert.equal(deployed, quality?.contenders.find((one) => one.uid === uid)?.quality);
    }
    const helped = whatIf?.find(({ name }) => name === 'no-helpers')?.contenders ?? [];
    assert.ok(helped.some(({ deployed, switched }) => deployed !== switched));
  }
});

test('claimed scores are reproduced on the pinned text, except where other text was used', () => {
  for (const [index, round] of audit.rounds.entries()) {
    const truth = planted.rounds[index];
    // A contender that failed a probe of the validator has no claimed score.
    for (const challenger of round.challengers.filter((one) => one.claimedMeanKl !== null)) {
      const wrongText = truth?.cause === 'inputs' && challenger.uid === truth.crownedUid;
      const gap = Math.abs((challenger.claimedMeanKl ?? 0) - (challenger.meanKl ?? 0));
      if (wrongText) assert.ok(gap > 1e-2, `u${challenger.uid} gap ${gap}`);
      else assert.ok(gap < 1e-3, `u${challenger.uid} gap ${gap}`);
    }
  }
});

test('one thread and two give the same numbers', () => {
  const [one, two] = [readReplayView(alone.summary.replay.path), readReplayView(audit.summary.replay.path)];
  for (const kind of ['teacher', 'scores'] as const) {
    const own = two[kind].filter(({ roundId }) => roundId === MOVED);
    assert.ok(own.length > 0, kind);
    assert.deepEqual(one[kind], own);
  }
});

test('the committed replay agrees: equal verdicts, means within the noise band', () => {
  const names = readdirSync(join(ROOT, 'replays/sn24')).filter((name) => name.endsWith('.replay.jsonl'));
  const now = readReplayView(join(folder, audit.summary.replay.path.slice(folder.length)));
  // Beside the committed one there may be those that somebody made here.
  const whole = names
    .map((name) => readReplayView(join(ROOT, 'replays/sn24', name)))
    .filter(({ start }) => isDeepStrictEqual(start.spec.rounds, now.start.spec.rounds))
    .filter(({ start }) => start.spec.snapshot.digest === now.start.spec.snapshot.digest);
  assert.ok(whole.length > 0, 'a sealed replay of the demo is committed');
  for (const then of whole) assertAgree(then, now);
});

function assertAgree(then: JournalView, now: JournalView): void {
  assert.deepEqual(
    then.results.map((round) => [round.roundId, round.verdict, round.cause, round.conditional]),
    now.results.map((round) => [round.roundId, round.verdict, round.cause, round.conditional]),
  );
  assert.deepEqual(then.results.map(rowsOf), now.results.map(rowsOf));
  assert.equal(then.scores.length, now.scores.length);
  const fresh = listsOf(now);
  // Bands move means: on another processor a single prompt whose expert is near a tie may move further than they are wide.
  for (const [name, { roundId, kl }] of listsOf(then)) {
    const other = fresh.get(name)?.kl ?? [];
    assert.equal(kl.length, other.length, name);
    const widths = [then, now].map((view) => halfWidthOf(view, roundId));
    const apart = Math.abs(meanOf(kl) - meanOf(other));
    assert.ok(apart <= Math.min(...widths), `mean of ${name} differs by ${apart}, half-widths ${widths}`);
    for (const [i, value] of kl.entries()) {
      const gap = Math.abs(value - (other[i] ?? Number.NaN));
      assert.ok(gap <= SAME_KL, `${name}: prompt ${i} differs by ${gap}`);
    }
  }
}

/** Every contender's whole list of a text in one form. */
function listsOf(view: JournalView): Map<string, { readonly roundId: number; readonly kl: number[] }> {
  const lists = new Map<string, { readonly roundId: number; readonly kl: number[] }>();
  for (const { roundId, uid, capture, form, kl } of view.scores) {
    const name = `${roundId} ${uid} ${capture} ${form}`;
    const list = lists.get(name) ?? { roundId, kl: [] };
    list.kl.push(...kl);
    lists.set(name, list);
  }
  return lists;
}

const meanOf = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

function halfWidthOf({ results }: JournalView, roundId: number): number {
  const width = results.find((round) => round.roundId === roundId)?.band?.halfWidthNats;
  assert.ok(width !== undefined, `round ${roundId} has a band`);
  return width;
}

test('show gives the audited round, and its text names verdict, cause and every gate', () => {
  const replays = join(folder, 'b');
  const json = recrown(['--json', '--replays', replays, 'show', String(MOVED)]);
  assert.equal(json.code, 0, json.stderr);
  const { round, axes } = JSON.parse(json.stdout) as {
    round: RoundResult;
    axes: readonly (AxisEntry | ProbeEntry)[];
  };
  assert.ok(axes.length >= 3 * 10);
  assert.ok(axes.flatMap(shownItems).every(({ prompt }) => prompt.length > 0));
  assert.deepEqual(round, alone.rounds[0]);
  const text = recrown(['--replays', replays, '--ascii', 'show', String(MOVED)]);
  assert.match(text.stdout, /X wrong crown/);
  assert.match(text.stdout, /cause: {2}inputs/);
  assert.match(text.stdout, /SYNTHETIC/);
  assert.match(text.stdout, /FAIL {2}paired_lcb/);
  assert.match(text.stdout, /Quality axes\n {2}asked in recrown's own words/);
  assert.match(text.stdout, /(right|wrong) {2}procedural_math/);
  assert.doesNotMatch(text.stdout, /[^\x20-\x7e\n]/);
});

test('the text of an audit needs no terminal, and --fail-on never ends with 0', () => {
  const { roundId, ended: run } = straightAudit();
  assert.equal(roundId, first);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, new RegExp(`^#${first} {2}`));
  assert.match(run.stdout, /^1 round: 1 consistent$/m);
  assert.ok(!run.stdout.includes('\u001b'));
  for (const stage of ['chain', 'reconstruct', 'models', 'evaluate', 'diff'])
    assert.match(run.stderr, new RegExp(`#${first} {2}${stage}`));
  assert.match(run.stderr, /SYNTHETIC \(profile /);
});

test('blocks outside the known eras, and rounds that are not recorded, are unverifiable and not an error', () => {
  const run = recrown(['--json', '--replays', join(folder, 'd'), '--snapshot', DEMO, 'audit', '9000..9001']);
  assert.equal(run.code, 12, run.stderr);
  const { rounds } = JSON.parse(run.stdout) as AuditDocument;
  for (const round of rounds) {
    assert.equal(round.verdict, 'unverifiable');
    assert.equal(round.eraId, null);
    assert.match(round.reasons[0] ?? '', /no rules are held/);
  }
  const inside = recrown([
    '--json',
    '--replays',
    join(folder, 'd'),
    '--snapshot',
    DEMO,
    'audit',
    String(last + 2),
  ]);
  assert.equal(inside.code, 12);
  assert.match(
    (JSON.parse(inside.stdout) as AuditDocument).rounds[0]?.reasons[0] ?? '',
    /not in the snapshot/,
  );
});

test('nothing of a repository was executed: no canary left its marker', () => {
  const looked = [folder, ROOT, tmpdir(), process.cwd()];
  for (const dir of looked)
    for (const marker of CANARY_MARKERS)
      assert.equal(existsSync(join(dir, marker)), false, join(dir, marker));
  const held = readFileSync(join(DEMO, 'snapshot.json'), 'utf8');
  assert.ok(held.length > 0);
});

const rowsOf = (round: RoundResult) => round.validators.map(({ uid, status, set }) => ({ uid, status, set }));
