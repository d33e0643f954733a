import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { modelFiles } from '../../src/artifacts/hub/modelFiles.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { type Absent, isAbsent } from '../../src/domain/absent.js';
import type { ModelFiles } from '../../src/domain/engine.js';
import type { AxisEntry, JournalRecord, StartRecord } from '../../src/domain/journal.js';
import type { Contender } from '../../src/domain/round.js';
import { DamagedError } from '../../src/errors/artifact.js';
import { UsageError } from '../../src/errors/input.js';
import { InterruptedError } from '../../src/errors/interrupt.js';
import { createEngine } from '../../src/model/engine/createEngine.js';
import { evaluateRoundAxes } from '../../src/replay/axes/evaluateRoundAxes.js';
import { liveAxes } from '../../src/replay/axes/liveAxes.js';
import { recordedChat } from '../../src/replay/axes/recordedChat.js';
import { type RoundCounts, roundCounts } from '../../src/replay/axes/roundCounts.js';
import { checkAxesRecord } from '../../src/replay/journal/checkAxesRecord.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { readJournal } from '../../src/replay/journal/readJournal.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import type { AxesTools, Tools } from '../../src/replay/tools.js';
import { ROOT } from '../cli/process.js';

const ROUND = 11643;
const START: StartRecord = {
  type: 'start',
  schema: 1,
  id: 'abcdef',
  spec: {
    recrown: { version: '0', source: 's' },
    snapshot: { name: 'n', digest: 'd', agreed: false },
    netuid: 24,
    rounds: [ROUND],
    engine: null,
    axes: 'memory-only',
  },
  synthetic: true,
  profile: null,
  fingerprint: null,
};

let folder: string;
let snapshot: Snapshot;
let asked: RoundCounts;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-axes-'));
  snapshot = await openSnapshot(join(ROOT, 'snapshots/demo'));
  const all = roundCounts(snapshot.index.profile);
  // No axis here runs programs: the test of the sandbox is another one.
  asked = { ...all, counts: { ...all.counts, code: 0, mbpp: 0, tool_use: 0 } };
});
after(() => rmSync(folder, { recursive: true }));

const contender = (uid: number) => ({
  contender: { uid } as Contender,
  files: { configPath: String(uid), weightPaths: [] },
});

interface Run {
  readonly tools: Tools;
  readonly axes: AxesTools;
  /** Prompts that a model was run on, with the budget of the answer. */
  readonly calls: { readonly uid: string; readonly length: number; readonly maxNew: number }[];
  readonly events: string[];
}

/** A model that ends its turn at once, in a journal of this name; `onCall` may stop the run or fail. */
function runOf(
  name: string,
  onCall: (count: number) => void = () => undefined,
  signal = new AbortController().signal,
): Run {
  const calls: Run['calls'] = [];
  const events: string[] = [];
  const tools = {
    journal: createJournal(join(folder, name), START, false),
    onEvent: (event: { readonly label?: string; readonly done?: number; readonly total?: number }) =>
      events.push(`${event.label} ${event.done}/${event.total}`),
    signal,
    resumeCommand: 'recrown audit --resume abcdef',
  } as unknown as Tools;
  const load: AxesTools['load'] = async ({ configPath }) => ({
    decode: async ({ promptIds, maxNew }) => {
      calls.push({ uid: configPath, length: promptIds.length, maxNew });
      onCall(calls.length);
      return { tokens: [promptIds.at(-1) ?? 0], bestLogits: [] };
    },
    score: async () => ({}),
    release: async () => undefined,
  });
  return { tools, axes: { mode: 'memory-only', path: '', whatIf: [], load }, calls, events };
}

const NO_TEACHER: Absent = { absent: 'missing', why: 'no teacher here' };

const evaluate = async ({ tools, axes }: Run, teacher: ModelFiles | Absent = NO_TEACHER) =>
  evaluateRoundAxes(
    {
      roundId: ROUND,
      seedBlock: 8_382_960,
      asked,
      chat: await recordedChat(snapshot, snapshot.index.profile?.chatTemplateSha256 ?? ''),
      teacher,
      contenders: [contender(7), contender(3)],
      kingUid: 7,
      passes: 5,
    },
    axes,
    tools,
  );

const entriesIn = ({ tools }: Run): AxisEntry[] =>
  tools.journal.recordsOf(ROUND).filter((one): one is AxisEntry => one.type === 'axis');

describe('the axes of a round', () => {
  it('asks every contender every live axis, with the operator budget, and journals each axis', async () => {
    const run = runOf('straight');
    const { entries, missing } = await evaluate(run);
    assert.equal(missing, null);
    const live = liveAxes(asked.counts);
    assert.deepEqual(
      entries.map(({ uid, record }) => [uid, record.axis, record.n]),
      [7, 3].flatMap((uid) => live.map(({ axis, items }) => [uid, axis, items])),
    );
    assert.ok(run.calls.every(({ maxNew }) => maxNew <= asked.maxTokens));
    const each = live.reduce((sum, { items }) => sum + items, 0);
    assert.equal(run.calls.length, 2 * each);
    assert.match(run.events[0] ?? '', new RegExp(`^king u7 math_bench 1/${2 * each}$`));
    assert.match(run.events.at(-1) ?? '', new RegExp(`^challenger u3 capability ${2 * each}/${2 * each}$`));
    run.tools.journal.close();
  });

  it('goes on after a stop with the axis that it lost, asks nothing twice and writes the same bytes', async () => {
    const straight = readFileSync(join(folder, 'straight', 'abcdef.journal'));
    const stop = new AbortController();
    const at = 12;
    const stopped = runOf(
      'stopped',
      (count) => (count === at ? stop.abort('SIGINT') : undefined),
      stop.signal,
    );
    await assert.rejects(evaluate(stopped), InterruptedError);
    assert.equal(stopped.calls.length, at, 'the running item ends, and no other one begins');
    const kept = entriesIn(stopped).reduce((sum, { record }) => sum + record.n, 0);
    assert.ok(kept > 0 && kept < at);
    stopped.tools.journal.close();

    const again = runOf('stopped');
    await evaluate(again);
    again.tools.journal.close();
    assert.equal(again.calls.length, entriesIn(again).reduce((sum, { record }) => sum + record.n, 0) - kept);
    assert.ok(readFileSync(join(folder, 'stopped', 'abcdef.journal')).equals(straight));

    const third = runOf('stopped');
    const { entries } = await evaluate(third);
    assert.equal(third.calls.length, 0);
    assert.equal(entries.length, entriesIn(again).length);
    third.tools.journal.close();
    assert.equal(readReplayView(join(folder, 'stopped', 'abcdef.journal')).axes?.length, entries.length);
  });

  it('with answers that are decoded three at a time writes the same bytes, also after a stop', async () => {
    const straight = readFileSync(join(folder, 'straight', 'abcdef.journal'));
    const together = ({ tools, axes, ...run }: Run): Run => ({ ...run, tools, axes: { ...axes, batch: 3 } });
    const stop = new AbortController();
    const stopped = together(
      runOf('three', (count) => (count === 12 ? stop.abort('SIGINT') : undefined), stop.signal),
    );
    await assert.rejects(evaluate(stopped), InterruptedError);
    assert.ok(
      stopped.calls.length >= 12 && stopped.calls.length <= 14,
      'what was begun ends, no more begins',
    );
    stopped.tools.journal.close();
    const again = together(runOf('three'));
    await evaluate(again);
    again.tools.journal.close();
    assert.ok(readFileSync(join(folder, 'three', 'abcdef.journal')).equals(straight));
  });

  it('an item that does not fit the model takes its axis away, and no other one', async () => {
    const run = runOf('long', (count) => {
      if (count === 2) throw new UsageError({ what: 'the prompt is too long', remedy: 'shorten it' });
    });
    const { entries } = await evaluate(run);
    const [first, second] = entries;
    assert.ok(first !== undefined && isAbsent(first.record.passFrac));
    assert.match(first.record.passFrac.why, /cannot be asked: the prompt is too long/);
    assert.ok(second !== undefined && !isAbsent(second.record.passFrac));
    run.tools.journal.close();
  });

  it('without the official chat template nothing is asked, and the reason is told', async () => {
    const chat = await recordedChat(snapshot, '0'.repeat(64));
    assert.ok(isAbsent(chat));
    assert.match(chat.why, /^No axis is asked: /);
  });
});

describe('the axes that need the teacher, on models of the demo', () => {
  it('a stop among the marks loses that probe alone, and the run that goes on writes the same bytes', async () => {
    const { teacher, repositories } = snapshot.index;
    const filesOf = async (repo: string): Promise<ModelFiles> => {
      const entry = repositories.find((one) => one.repo === repo);
      const manifest = entry === undefined ? null : await snapshot.manifest(repo, entry.revision);
      const files = manifest === null ? null : modelFiles(snapshot, manifest);
      assert.ok(files !== null && !isAbsent(files));
      return files;
    };
    const engine = await createEngine({ threads: 1 });
    try {
      const counts = {
        ...asked.counts,
        math: 4,
        reasoning: 0,
        ifeval: 0,
        aime: 0,
        long_context: 0,
        robustness: 0,
      };
      const input = {
        ...{ roundId: ROUND, seedBlock: 8_382_960, kingUid: 7, passes: 5 },
        asked: { ...asked, counts, maxTokens: 2 },
        chat: await recordedChat(snapshot, snapshot.index.profile?.chatTemplateSha256 ?? ''),
        teacher: await filesOf(teacher?.repo ?? ''),
        contenders: [
          { contender: { uid: 7 } as Contender, files: await filesOf('birchworks/quasar-step9k') },
        ],
      };
      const on = async (name: string, stopAt: RegExp | null) => {
        const stop = new AbortController();
        const { tools, axes } = runOf(name, undefined, stop.signal);
        const onEvent: Tools['onEvent'] = (event) => {
          if (event.type === 'progress' && stopAt?.test(event.label)) stop.abort('SIGINT');
        };
        const used = { ...axes, load: (files: ModelFiles) => engine.load(files, 'contrib') };
        try {
          return await evaluateRoundAxes(input, used, { ...tools, onEvent });
        } finally {
          tools.journal.close();
        }
      };
      const whole = await on('teacher', null);
      assert.deepEqual(
        whole.probes.map(({ axis }) => axis),
        ['length', 'judge_probe', 'chat_turns_probe', 'on_policy_rkl'],
      );
      assert.ok(whole.refs !== null && !isAbsent(whole.refs.capability));
      await assert.rejects(on('stopped-marks', /judge_probe/), InterruptedError);
      const kept = readReplayView(join(folder, 'stopped-marks', 'abcdef.journal')).probes ?? [];
      assert.deepEqual(
        kept.map(({ axis }) => axis),
        ['length'],
      );
      await on('stopped-marks', null);
      const bytes = (name: string) => readFileSync(join(folder, name, 'abcdef.journal'));
      assert.ok(bytes('stopped-marks').equals(bytes('teacher')));
    } finally {
      await engine.close();
    }
  });
});

describe('a journaled axis of somebody else', () => {
  const lineOf = (change: (entry: Record<string, unknown>) => void): string => {
    const name = `bad-${Math.abs(Number(process.hrtime.bigint() % 1_000_000n))}`;
    const journal = createJournal(join(folder, name), START, false);
    const [good] = readReplayView(join(folder, 'straight', 'abcdef.journal')).axes ?? [];
    const entry = structuredClone(good) as unknown as Record<string, unknown>;
    change(entry);
    journal.append(entry as unknown as AxisEntry);
    journal.close();
    return join(folder, name, 'abcdef.journal');
  };
  const cases: readonly (readonly [string, (entry: Record<string, unknown>) => void])[] = [
    ['a UID outside the subnet', (entry) => Object.assign(entry, { uid: 70_000 })],
    ['no items', (entry) => Object.assign(entry, { record: { axis: 'math_bench' } })],
    [
      'counts that are not those of its items',
      (entry) => Object.assign(entry.record as object, { correct: 3 }),
    ],
    [
      'an answer of a megabyte',
      (entry) =>
        Object.assign((entry.record as { items: object[] }).items[0] ?? {}, { answer: 'x'.repeat(1 << 20) }),
    ],
    ['a share above 1', (entry) => Object.assign(entry.record as object, { passFrac: 2 })],
  ];
  for (const [what, change] of cases)
    it(`with ${what} is refused`, () => assert.throws(() => readJournal(lineOf(change)), DamagedError));

  it('a mark that no teacher can give, or words of the teacher that are none, are refused', () => {
    const marks = { n: 1, nValid: 1, meanScore: 4, normalized: 0.75, meanTokens: 2 };
    const probe = (score: number) =>
      ({
        ...{
          type: 'probe',
          roundId: ROUND,
          uid: 3,
          mode: 'memory-only',
          wording: 'own',
          axis: 'judge_probe',
        },
        probes: { judge: { ...marks, items: [{ asked: ['a'], answers: ['b'], said: '4', score }] } },
      }) as unknown as JournalRecord;
    assert.equal(checkAxesRecord(probe(4)), null);
    assert.match(checkAxesRecord(probe(9)) ?? '', /^probes\.judge/);
    const said = { type: 'teacher-said', roundId: ROUND, refs: { schema: 2 } } as unknown as JournalRecord;
    assert.match(checkAxesRecord(said) ?? '', /^refs, /);
  });

  it('as it was written is read', () => {
    const path = lineOf(() => undefined);
    assert.equal(readJournal(path).records.length, 2);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"uid":7', '"uid":8'));
    // The last line of a journal is not covered by a hash yet; what it says is still whole.
    assert.equal(readJournal(path).records.length, 2);
  });
});
