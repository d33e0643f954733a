import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import { type Absent, isAbsent } from '../../src/domain/absent.js';
import type { JournalRecord, ReferenceEntry, StartRecord } from '../../src/domain/journal.js';
import type { Contender } from '../../src/domain/round.js';
import {
  EvaluatorAnswerError,
  EvaluatorEndedError,
  EvaluatorError,
  EvaluatorOutputError,
  EvaluatorTimeError,
} from '../../src/errors/evaluator.js';
import { InterruptedError } from '../../src/errors/interrupt.js';
import { openReference, type Reference } from '../../src/evaluate/reference/openReference.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { evaluateRoundAxes } from '../../src/replay/axes/evaluateRoundAxes.js';
import { evaluatorWords } from '../../src/replay/axes/evaluatorWords.js';
import type { RoundWords } from '../../src/replay/axes/RoundWords.js';
import type { ChatFiles } from '../../src/replay/axes/readChatFiles.js';
import { recordedChat } from '../../src/replay/axes/recordedChat.js';
import type { RoundCounts } from '../../src/replay/axes/roundCounts.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { readJournal } from '../../src/replay/journal/readJournal.js';
import type { AxesTools, Tools } from '../../src/replay/tools.js';
import { ROOT } from '../cli/process.js';
import { checkout, standIn } from '../reference/standIn.js';

const ROUND = 11643;
const SEED = ROUND * 720;
const none = Object.fromEntries(Object.keys(ITEM_COUNTS.default).map((name) => [name, 0]));
const ASKED: RoundCounts = {
  counts: {
    ...(none as unknown as RoundCounts['counts']),
    ...{ math: 2, aime: 1, capability_fixed: 3, capability_drawn: 1 },
  },
  ...{ maxTokens: 8, of: 'operator' },
};
const START: StartRecord = {
  ...{ type: 'start', schema: 1, id: 'abcdef', synthetic: true, profile: null, fingerprint: null },
  spec: {
    recrown: { version: '0', source: 's' },
    snapshot: { name: 'n', digest: 'd', agreed: false },
    ...{ netuid: 24, rounds: [ROUND], engine: null, axes: 'memory-only' },
  },
};
const NO_TEACHER: Absent = { absent: 'missing', why: 'no teacher here' };
const path = process.env.PATH ?? '';
const found = await findSandbox(path, process.arch);
const skip = isAbsent(found) ? found.why : false;

describe('the axes of a round in the words of an evaluator', { skip }, () => {
  let folder: string;
  let chat: ChatFiles;
  let reference: Reference;
  let text: string;
  let words: RoundWords;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'recrown-words-'));
    const snapshot = await openSnapshot(join(ROOT, 'snapshots/demo'));
    const files = await recordedChat(snapshot, snapshot.index.profile?.chatTemplateSha256 ?? '');
    assert.ok(!isAbsent(files));
    chat = files;
    text = await standIn({ items: drawItems(BigInt(SEED), ASKED.counts) });
    await checkout(join(folder, 'checkout'), text);
    reference = await openReference(join(folder, 'checkout'), null, path);
    words = await evaluatorWords(reference)(BigInt(SEED), ASKED.counts);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The same evaluator with more code behind it; its draws are those of before. */
  const wordsOf = (more: string, limits: Reference['limits'] = {}): Promise<RoundWords> => {
    const texts = { ...reference.texts, 'pod_eval_vllm.py': Buffer.from(`${text}\n${more}\n`) };
    return evaluatorWords({ ...reference, texts, limits })(BigInt(SEED), ASKED.counts);
  };

  /** Asks two contenders that say `said`, in a journal of this name. */
  async function run(
    name: string,
    asked: RoundWords | undefined,
    { said = '#### 7', stopAt = '' }: { readonly said?: string; readonly stopAt?: string } = {},
  ) {
    const prompts: string[] = [];
    const stop = new AbortController();
    const tools = {
      journal: createJournal(join(folder, name), START, false),
      onEvent: ({ label, done }: { readonly label?: string; readonly done?: number }) => {
        if (stopAt !== '' && `${label} ${done}`.startsWith(stopAt)) stop.abort('SIGINT');
      },
      ...{ signal: stop.signal, resumeCommand: 'recrown audit --resume abcdef' },
    } as unknown as Tools;
    const load: AxesTools['load'] = async () => ({
      decode: async ({ promptIds }) => {
        prompts.push(chat.tokenizer.decode(promptIds, { skipSpecial: true }));
        return { tokens: chat.tokenizer.encode(said), bestLogits: [] };
      },
      score: async () => ({}),
      release: async () => undefined,
    });
    const axes: AxesTools = { mode: 'memory-only', path, whatIf: [], load };
    const contenders = [7, 3].map((uid) => ({
      contender: { uid } as Contender,
      files: { configPath: '', weightPaths: [] },
    }));
    const input = {
      ...{ roundId: ROUND, seedBlock: SEED, asked: ASKED, chat, teacher: NO_TEACHER, contenders },
      ...{ kingUid: 7, passes: 0, ...(asked !== undefined && { words: asked }) },
    };
    try {
      return { prompts, found: await evaluateRoundAxes(input, axes, tools) };
    } finally {
      tools.journal.close();
    }
  }

  const fileOf = (name: string) => join(folder, name, 'abcdef.journal');
  const recordsOf = (name: string): readonly JournalRecord[] => readJournal(fileOf(name)).records.slice(1);
  const held = (name: string) =>
    recordsOf(name).filter((one): one is ReferenceEntry => one.type === 'reference');

  it('asks its prompts, and journals draws first and grades after each contender', async () => {
    const { prompts, found } = await run('straight', words);
    assert.equal(prompts.length, 14);
    assert.match(prompts[0] ?? '', /Reference: .* Reference ending\./);
    assert.deepEqual(
      recordsOf('straight').map((one) =>
        one.type === 'axis'
          ? `${one.uid} ${one.record.axis} ${one.wording}`
          : `${(one as ReferenceEntry).held.of}`,
      ),
      [
        'draws',
        ...[7, 3].flatMap((uid) => [
          ...['math_bench', 'aime_bench', 'capability'].map((axis) => `${uid} ${axis} reference`),
          String(uid),
        ]),
      ],
    );
    assert.deepEqual(
      found.held.map(({ differ }) => differ),
      [{}, {}, {}],
    );
    // Items with a pattern are graded by the evaluator alone.
    const patterns = words.questions.items.capability.drawn.filter(({ kind }) => kind === 'phrase').length;
    assert.deepEqual(
      found.held.slice(1).map(({ checked }) => checked),
      [7 - patterns, 7 - patterns],
    );
    assert.equal(new Set(held('straight').map(({ questions }) => questions)).size, 1);
  });

  it('goes on after a stop and writes the same bytes', async () => {
    const straight = readFileSync(fileOf('straight'));
    for (const [name, stopAt, left] of [
      ['midst', 'king u7 aime_bench', 12],
      ['last', 'king u7 capability 7', 11],
    ] as const) {
      await assert.rejects(run(name, words, { stopAt }), InterruptedError);
      assert.deepEqual(
        held(name).map((one) => one.held.of),
        ['draws'],
      );
      const { prompts } = await run(name, words);
      assert.equal(prompts.length, left);
      assert.ok(readFileSync(fileOf(name)).equals(straight), name);
    }
  });

  it('takes no record of a journal that is in other words', async () => {
    const { prompts: first } = await run('words', undefined);
    const { prompts, found } = await run('words', words);
    assert.deepEqual([first.length, prompts.length], [14, 14]);
    assert.ok(found.entries.every(({ wording }) => wording === 'reference'));
    const back = await run('words', undefined);
    assert.deepEqual([back.prompts.length, back.found.held.length], [0, 0]);
    assert.ok(back.found.entries.every(({ wording }) => wording === 'own'));
  });

  it('an axis that it has no call of is asked in our own words, and its records say so', async () => {
    const asked = await wordsOf('del aime_bench_probe');
    const { prompts, found } = await run('own', asked);
    assert.deepEqual(
      found.entries.filter(({ uid }) => uid === 7).map(({ record, wording }) => [record.axis, wording]),
      [
        ['math_bench', 'reference'],
        ['aime_bench', 'own'],
        ['capability', 'reference'],
      ],
    );
    assert.doesNotMatch(prompts[2] ?? '', /Reference/);
    const [, king] = found.held;
    assert.match(
      king?.unchecked.find(({ axis }) => axis === 'aime_bench')?.why ?? '',
      /it has no aime_bench_probe/,
    );
  });

  it('an evaluator that exits, floods or hangs in the midst ends the run by name, and no answer is asked again', async () => {
    const at = (what: string) =>
      `def math_bench_probe(m, t, d, kept=math_bench_probe):\n    out = kept(m, t, d)\n    if any("boom" in one["pred"] for one in out["items"]):\n        ${what}\n    return out`;
    for (const [name, what, fault, limits] of [
      ['exits', 'os._exit(0)', EvaluatorEndedError, {}],
      ['floods', 'print("x" * 99_000_000)', EvaluatorOutputError, {}],
      ['hangs', 'import time; time.sleep(99)', EvaluatorTimeError, { wallMs: 4000 }],
    ] as const) {
      const asked = await wordsOf(at(what), limits);
      await assert.rejects(run(name, asked, { said: 'boom' }), (error) => {
        assert.ok(error instanceof fault && error instanceof EvaluatorError, `${name}: ${error}`);
        return true;
      });
      assert.deepEqual(
        held(name).map((one) => one.held.of),
        ['draws'],
      );
    }
    const { prompts, found } = await run('exits', words, { said: 'boom' });
    assert.deepEqual([prompts.length, found.held.length], [7, 3]);
    await run('whole', words, { said: 'boom' });
    assert.ok(readFileSync(fileOf('exits')).equals(readFileSync(fileOf('whole'))));
  });

  it('prints go nowhere, and a difference is kept with both sides, cut and clean', async () => {
    const asked = await wordsOf(
      'aime_bench_probe = _probe("aime", _jobs(lambda item: item["question"]), lambda item, text: (print("x" * 4096), ("\\u202e" * 900, True))[1])',
    );
    const { found } = await run('differs', asked);
    const [, king] = found.held;
    assert.deepEqual(king?.differ, { aime_bench: 1 });
    const [first] = king?.differences ?? [];
    assert.deepEqual([first?.axis, first?.index, first?.ours], ['aime_bench', 0, '{"pred":"7","ok":false}']);
    assert.ok((first?.theirs.length ?? 0) <= 200);
    assert.match(first?.theirs ?? '', /^\{"pred":"(\\u\{202e\})+/);
  });

  it('a journal that was begun with other questions of it is not gone on with', async () => {
    const other = await wordsOf(
      '_math = None\nmath_bench_probe = _probe("math", _jobs(lambda item: "again"), _equal(_number))',
    );
    await assert.rejects(run('straight', other), (error) => {
      assert.ok(error instanceof EvaluatorAnswerError);
      assert.match(error.message, /other questions than before/);
      return true;
    });
  });

  it('a prompt with half of a surrogate pair is refused by name', async () => {
    await assert.rejects(wordsOf('def _pick_judge_probe_prompts(seed): return ["\\ud800"] * 16'), (error) => {
      assert.ok(error instanceof EvaluatorAnswerError);
      assert.match(error.why ?? '', /half of a surrogate pair/);
      return true;
    });
  });
});
