import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import type { Decoder } from '../../src/domain/decoder.js';
import { EvaluatorUnconfinedError } from '../../src/errors/evaluator.js';
import { UsageError } from '../../src/errors/input.js';
import { openReference, type Reference } from '../../src/evaluate/reference/openReference.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { askTeacher } from '../../src/replay/axes/askTeacher.js';
import { checkGrades } from '../../src/replay/axes/checkGrades.js';
import { evaluateAxes } from '../../src/replay/axes/evaluateAxes.js';
import { openEvaluator } from '../../src/replay/axes/openEvaluator.js';
import { type ReferenceQuestions, referenceQuestions } from '../../src/replay/axes/referenceQuestions.js';
import { checkout, standIn } from './standIn.js';

const BLOCK = 8_383_680n;
const counts = ITEM_COUNTS.default;
const items = drawItems(BLOCK, counts);
const path = process.env.PATH ?? '';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

const sandbox = () => findSandbox(path, process.arch);
const found = await sandbox();
const skip = isAbsent(found) ? found.why : false;
console.log(`# the evaluator is ${skip === false ? 'run in bubblewrap' : `refused: ${skip}`}`);

describe('a checkout of the evaluator', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recrown-reference-'));
    await checkout(folder, await standIn({ items }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is refused without a sandbox, and where its file is none', async () => {
    await assert.rejects(openReference(folder, null, join(folder, 'none')), (error) => {
      assert.ok(error instanceof EvaluatorUnconfinedError);
      assert.deepEqual([error.exitCode, error.code], [69, 'EVALUATOR_UNCONFINED']);
      assert.match(error.why ?? '', /bubblewrap \(bwrap\) is not installed/);
      return true;
    });
    await assert.rejects(openReference(join(folder, 'scripts'), null, path), {
      name: 'UsageError',
      why: 'it has no scripts/pod_eval_vllm.py',
    });
    await assert.rejects(openEvaluator({ evaluatorCommit: COMMIT }, folder, path), UsageError);
    assert.equal(await openEvaluator({}, folder, path), null);
  });

  describe('in the sandbox', { skip }, () => {
    let reference: Reference;
    let asked: ReferenceQuestions;
    before(async () => {
      reference = await openReference(folder, COMMIT, path);
      asked = await referenceQuestions(reference, BLOCK, counts);
    });

    it('gives its prompts, and draws as we do', async () => {
      const { questions, check } = asked;
      assert.deepEqual(check.differences, []);
      assert.ok(check.agrees && check.checked > 100, `${check.checked}`);
      const main = check.files.find((one) => one.path === 'scripts/pod_eval_vllm.py');
      const text = await standIn({ items });
      assert.equal(main?.sha256, createHash('sha256').update(text).digest('hex'));
      assert.deepEqual([check.commit, check.files.length], [COMMIT, 2]);
      const { prompts } = questions;
      assert.equal(prompts.math_bench?.[3], `Reference: ${items.math[3]?.question} Reference ending.`);
      assert.match(String(prompts.aime_bench?.[7]), /^Reference riddle 7 of \w+\. Box it\.$/);
      assert.match(String(prompts.robustness_bench?.[1]), / \(extra_whitespace\)$/);
      assert.match(String(prompts.code_bench?.[0]), /^Body only\.\n# Reference\n/);
      assert.deepEqual(prompts.chat_turns_probe?.[2], ['Reference talk 2.', 'And then?', 'And last?']);
      assert.equal(prompts.capability?.length, 36);
      assert.deepEqual(
        check.ownWords.map(({ axis }) => axis),
        ['chat_probe', 'judge_probe rubric', 'chat_turns_probe rubric'],
      );
    });

    const by =
      (answer: (prompt: string) => string): Decoder['generate'] =>
      async ([prompt]) => ({ text: answer(prompt as string), tokens: 5, terminated: true });
    const goldOf = () => {
      const { prompts } = asked.questions;
      return new Map<string, string>([
        ...items.math.map((one, i) => [String(prompts.math_bench?.[i]), `#### ${one.gold}`] as const),
        ...items.aime.map((one, i) => [String(prompts.aime_bench?.[i]), `\\boxed{${one.gold}}`] as const),
        ...items.long_context.map(
          (one, i) => [String(prompts.long_context_bench?.[i]), `<think>.</think> ${one.answer}`] as const,
        ),
        ...asked.questions.items.capability.drawn.map(
          ({ question, answers }, i) =>
            [question, answers[0]?.startsWith('(?') ? `the tide ${i}` : answers.join(' ')] as const,
        ),
      ]);
    };

    it('grades as we do what is asked in its words; what it cannot grade is named', async () => {
      const golds = goldOf();
      const generate = by((prompt) => golds.get(prompt) ?? 'So it is, 12, all of it.\nB');
      const only = ['math_bench', 'aime_bench', 'long_context_bench', 'capability', 'reasoning_bench'];
      const input = { block: BLOCK, counts, sandbox, questions: asked.questions };
      const evaluated = await evaluateAxes({ ...input, only }, { generate });
      assert.equal(evaluated.wording, 'reference');
      const shares = evaluated.records.map(({ axis, correct, n }) => [axis, correct, n]);
      assert.deepEqual(
        shares.filter(([axis]) => axis !== 'reasoning_bench'),
        [
          ['math_bench', 12, 12],
          ['aime_bench', 8, 8],
          ['long_context_bench', 4, 4],
          ['capability', 36, 36],
        ],
      );
      const check = await checkGrades(reference, asked, input, evaluated.records);
      assert.deepEqual(check.differences, []);
      const patterns = asked.questions.items.capability.drawn.filter(({ kind }) => kind === 'phrase').length;
      assert.ok(patterns > 0);
      assert.equal(check.checked - asked.check.checked, 12 + 8 + 4 + 10 + 36 - patterns);
      assert.match(check.unchecked.at(-1)?.why ?? '', new RegExp(`^${patterns} items have a pattern`));
    });

    it('a grade that differs is listed; programs and tools are asked in its words too', async () => {
      // The stand-in takes the last number of a contest answer, we take that of the box.
      const generate = by((prompt) =>
        prompt.startsWith('Reference riddle 2') ? '\\boxed{28} of 77' : 'return 0 <python>1</python>',
      );
      const only = ['aime_bench', 'tool_use_bench', 'code_bench', 'ifeval_bench'];
      const { items: all, prompts } = asked.questions;
      const questions = {
        ...asked.questions,
        items: { ...all, code: all.code.slice(0, 1) },
        prompts: { ...prompts, code_bench: prompts.code_bench?.slice(0, 1) ?? [] },
      };
      const input = { block: BLOCK, counts, sandbox, questions };
      const { records } = await evaluateAxes({ ...input, only }, { generate });
      const few = { ...asked, questions };
      const check = await checkGrades(reference, few, input, records);
      const [first, ...rest] = check.differences.filter(({ axis }) => axis !== 'ifeval_bench');
      assert.deepEqual(
        [first, rest],
        [
          {
            ...{ axis: 'aime_bench', index: 2 },
            ...{ ours: { pred: '28', ok: items.aime[2]?.gold === '28' }, theirs: { pred: '77', ok: false } },
          },
          [],
        ],
      );
      assert.equal(check.agrees, false);
      const why = new Map(check.unchecked.map((one) => [one.axis, one.why]));
      assert.match(why.get('code_bench') ?? '', /no scripts\/humaneval_sandbox\.py/);
      assert.equal(why.get('ifeval_bench'), undefined);
      assert.equal(why.get('tool_use_bench'), undefined);
      // Without the helper the axis keeps our grader, and says so.
      const { 'ifeval_vendor.py': _, ...texts } = reference.texts;
      const less = await checkGrades(
        { ...reference, texts },
        asked,
        input,
        records.filter(({ axis }) => axis === 'ifeval_bench'),
      );
      assert.match(less.unchecked.at(-1)?.why ?? '', /no scripts\/ifeval_vendor\.py/);
      assert.deepEqual(less.differences, []);
      // As the evaluator has it, a helper that fails is a fault of the axis, not of a grade.
      const broken = { ...texts, 'ifeval_vendor.py': Buffer.from('raise OSError("gone")') };
      const failing = await checkGrades({ ...reference, texts: broken }, few, input, records);
      const fault = failing.differences.find(({ axis }) => axis === 'ifeval_bench');
      assert.deepEqual(
        [fault?.index, fault?.ours, fault?.theirs],
        [null, '8 grades', 'its probe fails: OSError: gone'],
      );
    });

    it('what a teacher said in one wording is refused in the other', async () => {
      const generate = by(() => '7');
      const only = ['capability'];
      const input = { block: BLOCK, counts, only, sandbox };
      const refs = await askTeacher({ ...input, questions: asked.questions }, { generate });
      assert.equal(refs.wording, 'reference');
      const teacher = { refs, decoder: { absent: 'missing', why: 'kept' } } as const;
      await assert.rejects(evaluateAxes(input, { generate }, teacher), {
        why: "they were asked in the evaluator's words, the round is in recrown's own",
      });
    });

    it('a draw that differs is listed with both sides, and another number of items', async () => {
      const golds = { 'math/3': '999', 'robustness/0': 'none' };
      const text = await standIn({ items, golds, test: () => 'def check(candidate):\n    pass' });
      const texts = { ...reference.texts, 'pod_eval_vllm.py': Buffer.from(text) };
      const { check } = await referenceQuestions({ ...reference, texts }, BLOCK, counts);
      assert.deepEqual(check.differences, [
        {
          ...{ axis: 'math', index: 3, ours: [items.math[3]?.source, items.math[3]?.gold] },
          theirs: [items.math[3]?.source, '999'],
        },
        {
          ...{ axis: 'robustness', index: 0, ours: [items.robustness[0]?.source, items.robustness[0]?.gold] },
          theirs: [items.robustness[0]?.source, 'none'],
        },
      ]);
      assert.deepEqual(
        check.unchecked.slice(-2).map(({ axis }) => axis),
        ['code', 'mbpp'],
      );
      const empty = { 'pod_eval_vllm.py': Buffer.from('def set_bench_block_seed(seed): pass') };
      await assert.rejects(referenceQuestions({ ...reference, texts: empty }, BLOCK, counts), {
        name: 'EvaluatorAnswerError',
        why: 'math_bench: it has no items of math',
      });
      const fewer = await referenceQuestions(reference, BLOCK, { ...counts, aime: 3 });
      assert.ok(fewer.check.agrees);
      const more = await referenceQuestions(reference, BLOCK, { ...counts, math: 13 });
      assert.deepEqual(
        more.check.differences.map(({ axis, index }) => [axis, index]),
        [
          ['math', 12],
          ['math_bench', null],
        ],
      );
    });
  });
});
