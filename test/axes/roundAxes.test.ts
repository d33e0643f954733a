import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { AxisEntry, StartRecord } from '../../src/domain/journal.js';
import type { Contender } from '../../src/domain/round.js';
import { DamagedError } from '../../src/errors/artifact.js';
import { UsageError } from '../../src/errors/input.js';
import { InterruptedError } from '../../src/errors/interrupt.js';
import { evaluateRoundAxes } from '../../src/replay/axes/evaluateRoundAxes.js';
import { liveAxes } from '../../src/replay/axes/liveAxes.js';
import { recordedChat } from '../../src/replay/axes/recordedChat.js';
import { type RoundCounts, roundCounts } from '../../src/replay/axes/roundCounts.js';
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
    release: async () => undefined,
  });
  return { tools, axes: { mode: 'memory-only', path: '', load }, calls, events };
}

const evaluate = async ({ tools, axes }: Run) =>
  evaluateRoundAxes(
    {
      roundId: ROUND,
      seedBlock: 8_382_960,
      asked,
      chat: await recordedChat(snapshot, snapshot.index.profile?.chatTemplateSha256 ?? ''),
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

  it('as it was written is read', () => {
    const path = lineOf(() => undefined);
    assert.equal(readJournal(path).records.length, 2);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"uid":7', '"uid":8'));
    // The last line of a journal is not covered by a hash yet; what it says is still whole.
    assert.equal(readJournal(path).records.length, 2);
  });
});
