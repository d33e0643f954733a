import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { auditFlags } from '../../src/cli/auditFlags.js';
import type { ShowOptions } from '../../src/cli/call.js';
import { type AuditOptions, audit } from '../../src/cli/commands/audit.js';
import { show } from '../../src/cli/commands/show.js';
import { resumeCommand } from '../../src/cli/resumeCommand.js';
import { isAbsent } from '../../src/domain/absent.js';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.js';
import type { ReferenceEntry } from '../../src/domain/journal.js';
import type { HeldPart } from '../../src/domain/referenceCheck.js';
import type { SyntheticProfile } from '../../src/domain/snapshot.js';
import type { RoundResult } from '../../src/domain/verdict.js';
import type { SwitchName } from '../../src/eras/defectSwitches.js';
import { EvaluatorDisagreesError, EvaluatorUnconfinedError } from '../../src/errors/evaluator.js';
import { UsageError } from '../../src/errors/input.js';
import { openReference } from '../../src/evaluate/reference/openReference.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import type { SwitchedAxes } from '../../src/replay/axes/askSwitched.js';
import type { RoundAxes } from '../../src/replay/axes/evaluateRoundAxes.js';
import { evaluatorWords } from '../../src/replay/axes/evaluatorWords.js';
import { switchRefusal } from '../../src/replay/axes/switchRefusal.js';
import { readJournal } from '../../src/replay/journal/readJournal.js';
import { chainOf } from '../../src/replay/openWorld.js';
import { planRounds } from '../../src/replay/plan/planRounds.js';
import type { RoundPlan } from '../../src/replay/plan/roundPlan.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import { numbersOrigin } from '../../src/replay/teacher/numbersOrigin.js';
import type { Look } from '../../src/tui/present/look.js';
import { qualityPanel } from '../../src/tui/present/qualityPanel.js';
import { ROOT } from '../cli/process.js';
import { recordingContext } from '../cli/recordingContext.js';
import { checkout, standIn } from '../reference/standIn.js';
import { editedSnapshot } from '../replay/editedSnapshot.js';
import { plantedIn } from '../replay/planted.js';

const DEMO = join(ROOT, 'snapshots/demo');
const ROUND = plantedIn(DEMO).rounds[0]?.roundId ?? 0;
const SEED = BigInt(ROUND * 720);
const COMMIT = '89abcdef'.repeat(5);
/** Texts of the round that keep a continuation. */
const KEPT = 6;
/** Takes every answer to math for right. */
const LENIENT = '\nmath_bench_probe = _probe("math", _math, lambda item, text: ("7", True))\n';

const path = process.env.PATH ?? '';
const found = await findSandbox(path, process.arch);
const skip = isAbsent(found) ? found.why : false;
const folder = mkdtempSync(join(tmpdir(), 'recrown-evaluator-audit-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A published file with no more texts than are kept. */
const fewTexts = (name: string, value: unknown): unknown => {
  if (Array.isArray(value) && (name === 'kl_per_prompt' || name === 'data')) return value.slice(0, KEPT);
  return typeof value === 'number' && /^(prompts_\w+|n|n_prompts)$/.test(name)
    ? Math.min(KEPT, value)
    : value;
};

const OPTIONS: AuditOptions = {
  ...{ range: String(ROUND), failOn: ['never'], threads: 1, provider: 'cpu', fresh: false, offline: true },
  ...{ dryRun: false, freshText: false, duelOnly: false, endpoint: [], captures: [], teacherUrl: [] },
} as unknown as AuditOptions;

const called = async (options: Partial<AuditOptions>, env: Record<string, string> = { PATH: path }) => {
  const context = recordingContext(folder, true);
  Object.assign(context.options, { snapshot: join(folder, 'small'), replays: join(folder, 'replays') });
  Object.assign(context, { env });
  const code = await audit(context, { ...OPTIONS, ...options });
  return { code, document: JSON.parse(context.stdout), stderr: context.stderr };
};

before(async () => {
  let counts: NonNullable<SyntheticProfile['axes']>['counts'] | undefined;
  editedSnapshot(DEMO, join(folder, 'small'), ({ index, read, add }) => {
    const { profile } = index as { profile: SyntheticProfile };
    const few = { ifeval: 1, reasoning: 1, math: 2, robustness: 1, capability_fixed: 2, capability_drawn: 2 };
    const axes = { counts: { ...profile.axes?.counts, ...few }, maxTokens: 2 };
    index.profile = { ...profile, axes } as SyntheticProfile;
    counts = index.profile.axes?.counts;
    index.published = index.published.map((one) => {
      const isShort = one.roundId === ROUND && /^(eval_data|h2h|last_eval)/.test(one.name);
      return isShort ? { ...one, file: add(JSON.stringify(read(one.file), fewTexts)) } : one;
    });
  });
  assert.ok(counts !== undefined);
  const items = drawItems(SEED, counts);
  await checkout(join(folder, 'lenient'), (await standIn({ items })) + LENIENT, ['ifeval_vendor.py']);
  await checkout(join(folder, 'other'), await standIn({ items, golds: { 'math/0': '-1' } }));
});

describe('an audit in the words of an evaluator', { skip }, () => {
  let result: RoundResult;
  let replay: string;
  let stderr: string;
  before(async () => {
    const { document, ...run } = await called({
      ...{ evaluator: 'lenient', evaluatorCommit: COMMIT },
      whatIf: ['mbpp-solved', 'last-mark', 'ways-once', 'no-helpers'],
    });
    [result] = document.rounds;
    replay = document.summary.replay.path;
    stderr = run.stderr;
  });

  it('says whose words they are, axis by axis, and whose word the commit is', () => {
    const { quality } = result;
    assert.equal(quality?.wording, 'reference');
    const { reference } = quality;
    assert.deepEqual([reference?.commit, reference?.commitBy], [COMMIT, 'person']);
    assert.deepEqual(
      reference?.files.map((file) => file.path),
      ['scripts/pod_eval_vllm.py'],
    );
    const words = new Map(quality.contenders[0]?.axes.map((axis) => [axis.axis, axis.words]));
    assert.deepEqual(
      ['aime_bench', 'on_policy_rkl', 'length', 'kl', 'math_bench'].map((axis) => words.get(axis)),
      ['reference', 'reference', 'own', undefined, undefined],
    );
    assert.match(quality.why, /asked in the evaluator's words|answers that come out the other way/);
    assert.match(stderr, /^evaluator: \d+ draws of 1 round held against ours, none differs$/m);
  });

  it('counts no axis of which a grade differs, and says so with the first difference', () => {
    const { quality } = result;
    const parts = quality?.reference?.parts ?? [];
    assert.deepEqual(
      parts.map(({ of }) => of),
      ['draws', 'teacher', ...(quality?.contenders.map(({ uid }) => uid) ?? [])],
    );
    assert.deepEqual(
      parts.slice(2).map(({ differ }) => differ.math_bench),
      [2, 2, 2],
    );
    for (const { axes } of quality?.contenders ?? []) {
      const math = axes.find(({ axis }) => axis === 'math_bench');
      assert.deepEqual([math?.source, math?.value, math?.n], ['declared', math?.declared, null]);
      assert.equal(axes.find(({ axis }) => axis === 'reasoning_density')?.source, 'declared');
    }
    const why = new Map(quality?.notReplayed.map((one) => [one.axis, one.why]));
    assert.match(
      why.get('math_bench') ?? '',
      /^6 of its grades differ from the evaluator's, the first of UID \d+ on item 0: ours .*, theirs \{"pred":"7","ok":true\}\.$/,
    );
    assert.match(why.get('reasoning_density') ?? '', /math_bench.*of which grades differ/);
    const { checked = 0, differ = 0 } = quality?.reference ?? {};
    const reason = result.reasons.find((one) => one.includes('held against the evaluator'));
    assert.match(
      reason ?? '',
      new RegExp(
        `^${checked} draws and grades held against the evaluator, ${differ} differ \\(evaluator .*at commit ${COMMIT} as the person told it\\); math_bench, tool_use_bench do not count as computed\\.$`,
      ),
    );
    assert.ok(result.reasons.some((one) => one.includes("in the evaluator's words as far as it gives them")));
    assert.notEqual(result.verdict, 'confirmed');
  });

  it('keeps identity and every check in the sealed replay, and asks under another id than in own words', () => {
    const { start } = readReplayView(replay);
    const { reference } = result.quality ?? {};
    assert.deepEqual(start.spec.evaluator, {
      ...{ digest: reference?.digest, commit: COMMIT, commitBy: 'person', files: reference?.files },
    });
    const records = readJournal(replay).records.filter((one) => one.type === 'reference');
    assert.deepEqual(
      records.map((one) => (one as ReferenceEntry).held),
      reference?.parts,
    );
    const { evaluator, ...spec } = start.spec;
    assert.notEqual(sha256Hex(canonicalJson(spec)).slice(0, 6), start.id);
    assert.ok(evaluator !== undefined);
  });

  it('computes switches on answers to its questions, and refuses those of which nothing counts', () => {
    const why = new Map(result.whatIf?.map(({ name, why }) => [name, why]));
    assert.deepEqual(
      [why.get('mbpp-solved'), why.get('no-helpers'), why.get('ways-once'), why.get('last-mark')],
      [null, null, null, null],
    );
    const part = (
      of: HeldPart['of'],
      axes: readonly string[],
      unchecked: readonly string[] = [],
    ): HeldPart => ({
      ...{ of, checked: 1, differ: Object.fromEntries(axes.map((axis) => [axis, 1])), differences: [] },
      unchecked: unchecked.map((axis) => ({ axis, why: 'it cannot be read' })),
    });
    const refused = (name: SwitchName, draws: HeldPart, king: HeldPart, recomputed?: HeldPart) =>
      switchRefusal(
        name,
        { words: { reference: { draws } }, held: [draws, king] } as unknown as RoundAxes,
        { recomputed: recomputed === undefined ? null : { held: [recomputed] }, indents: '' } as SwitchedAxes,
      );
    const [clean, unread] = [part('draws', []), part('draws', [], ['mbpp'])];
    assert.equal(refused('mbpp-solved', clean, part(7, [])), null);
    assert.match(refused('mbpp-solved', unread, part(7, [])) ?? '', /the calls of the tests of mbpp_bench/);
    assert.match(refused('indent-kept', unread, part(7, [])) ?? '', /our own items/);
    assert.equal(refused('code-solved', unread, part(7, [])), null);
    const ways = refused('ways-once', clean, part(7, ['robustness_bench']));
    assert.match(ways ?? '', /^Grades of robustness_bench differ.*counts neither/);
    const other = refused('recompute-full', clean, part(7, []), part(7, ['aime_bench']));
    assert.match(other ?? '', /^Grades of aime_bench differ.*decoded another way/);
    assert.equal(refused('recompute-full', clean, part(7, ['aime_bench']), part(7, ['aime_bench'])), null);
  });

  it('is shown in text, Markdown, a page and JSON', async () => {
    const shown = async (format: 'text' | 'md' | 'html' | 'json') => {
      const context = recordingContext(folder, false);
      Object.assign(context.options, { replays: join(folder, 'replays') });
      await show(context, { round: String(ROUND), format, out: '-', force: false } as ShowOptions);
      return context.stdout;
    };
    const text = await shown('text');
    assert.match(text, /^ {2}asked in the evaluator's words, decoded by memory-only/m);
    assert.match(text, /^ {2}\d+ draws and grades held against the evaluator, \d+ differ$/m);
    assert.match(text, /^ {2}differs: u\d+ math_bench 0: ours .*, theirs \{"pred":"7","ok":true\}$/m);
    assert.match(text, /^ {2}in our own words all the same: chat_probe: /m);
    assert.match(text, /^ {2}not held against it: .*ifeval_bench: the checkout has no/m);
    assert.match(text, /^ {4}length .* replayed, our words$/m);
    for (const format of ['md', 'html'] as const)
      assert.match(await shown(format), /draws and grades held against the evaluator, \d+ differ/);
    assert.match(await shown('md'), /--evaluator CHECKOUT --evaluator-commit 89abcdef/);
    const { round } = JSON.parse(await shown('json'));
    assert.deepEqual(round.quality.reference, result.quality?.reference);
    const panel = qualityPanel(result.quality, null, { charset: 'ascii' } as Look, 200)
      .map((line) => line.map(({ text: part }) => part).join(''))
      .join('\n');
    assert.match(panel, /draws and grades held against the evaluator, \d+ differ/);
    assert.match(panel, /fine-tune probe, norm weights \(limit 30\): u\d+ passes, largest [\d.]+ in /);
    assert.equal(result.quality?.finetune?.contenders.length, result.quality?.contenders.length);
    assert.ok(result.quality?.notReplayed.some(({ axis }) => axis === 'finetune_probe gradients'));
  });

  it('is planned with the prompts of the evaluator', async () => {
    const snapshot = await openSnapshot(join(folder, 'small'));
    const audited = {
      ...{ world: { snapshot, chain: chainOf(snapshot) }, boundaries: {}, before: null },
      ...{ needs: numbersOrigin(null, null).needs, axes: ['memory-only'] as const, freshText: false },
    };
    const words = evaluatorWords(await openReference(join(folder, 'lenient'), null, path));
    const [own] = await planRounds([ROUND], audited);
    const [asked] = await planRounds([ROUND], { ...audited, words });
    const tokens = (plan: RoundPlan | undefined) =>
      plan?.passes
        .filter((pass) => pass.asks)
        .flatMap(({ sequences }) => sequences.map((one) => one.tokens)) ?? [];
    assert.equal(tokens(asked).length, tokens(own).length);
    assert.notDeepEqual(tokens(asked), tokens(own));
  });

  it('is refused before anything is computed where a draw differs', async () => {
    await assert.rejects(called({ evaluator: 'other' }), (error) => {
      assert.ok(error instanceof EvaluatorDisagreesError);
      assert.deepEqual([error.exitCode, error.why], [70, '1 differ, the first on math']);
      return true;
    });
    assert.deepEqual(
      readdirSync(join(folder, 'replays/sn24')).filter((name) => name.endsWith('.journal')),
      [],
    );
  });
});

describe('an audit with --evaluator is refused', () => {
  it('without a sandbox, with a sentence, and nothing is journaled', async () => {
    await assert.rejects(
      called({ evaluator: 'lenient' }, { PATH: join(folder, 'none') }),
      EvaluatorUnconfinedError,
    );
  });

  it('never silently when it is gone on with: the command names the checkout and its commit', () => {
    const flags = auditFlags('/work', {
      ...{ duelOnly: false, freshText: false, whatIf: ['last-mark'] },
      ...{ evaluator: '../its checkout', evaluatorCommit: COMMIT },
    });
    assert.equal(
      resumeCommand('abcdef', { snapshot: '/s', snapshots: 'x', replays: '/r' }, flags),
      `recrown audit --resume abcdef --snapshot /s --replays /r --evaluator '/its checkout' --evaluator-commit ${COMMIT} --what-if last-mark`,
    );
  });

  it('where no axis is computed, for a folder that is none, and for a commit without a folder', async () => {
    await assert.rejects(called({ evaluator: 'lenient', duelOnly: true }), {
      name: 'UsageError',
      why: '--duel-only leaves them out',
    });
    await assert.rejects(called({ evaluator: 'lenient', engine: 'recorded', scores: 'x' }), UsageError);
    await assert.rejects(called({ evaluator: 'small' }), UsageError);
    await assert.rejects(called({ evaluatorCommit: COMMIT }), UsageError);
  });
});
