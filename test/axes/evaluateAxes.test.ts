import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import type { Decoder, Generated } from '../../src/domain/decoder.js';
import { EngineError, NotFiniteError } from '../../src/errors/model.js';
import { votedAnswer, voteSeed } from '../../src/evaluate/axes/voteAnswer.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { sentPrompts } from '../../src/reconstruct/items/sentPrompts.js';
import { evaluateAxes, OWN_AXES } from '../../src/replay/axes/evaluateAxes.js';

const BLOCK = 8_383_680n;
const counts = ITEM_COUNTS.default;
const written = (text: string, tokens = 7): Generated => ({ text, tokens, terminated: true });

/** A decoder that answers by what it is asked. */
const answering = (answer: (prompt: string) => string): Decoder => ({
  generate: async ([prompt]) => written(answer(prompt as string)),
});
const run = (only: readonly string[], decoder: Decoder, path = process.env.PATH ?? '') =>
  evaluateAxes({ block: BLOCK, counts, only, sandbox: () => findSandbox(path, process.arch) }, decoder);

const items = drawItems(BLOCK, counts);
const prompts = sentPrompts(items, BLOCK);
const goldOf = new Map<string, string>([
  ...items.math.map((one, i) => [prompts.math_bench?.[i] as string, `#### ${one.gold}`] as const),
  ...items.aime.map((one, i) => [prompts.aime_bench?.[i] as string, `\\boxed{${one.gold}}`] as const),
  ...items.reasoning.map((one, i) => [prompts.reasoning_bench?.[i] as string, `So:\n${one.gold}`] as const),
  ...items.long_context.map(
    (one, i) => [prompts.long_context_bench?.[i] as string, `It is ${one.answer}.`] as const,
  ),
  ...items.robustness.flatMap((one, i) =>
    items.robustnessWays.map(
      (_, way) =>
        [
          prompts.robustness_bench?.[i * items.robustnessWays.length + way] as string,
          `#### ${one.gold}`,
        ] as const,
    ),
  ),
]);

describe('axes of one model', () => {
  it('right answers count, on every axis whose gold is known', async () => {
    const axes = ['math_bench', 'aime_bench', 'reasoning_bench', 'long_context_bench', 'robustness_bench'];
    const { records } = await run(
      axes,
      answering((prompt) => goldOf.get(prompt) ?? ''),
    );
    assert.deepEqual(
      records.map(({ axis, n, correct, passFrac }) => [axis, n, correct, passFrac]),
      [
        ['math_bench', 12, 12, 1],
        ['reasoning_bench', 10, 10, 1],
        ['aime_bench', 8, 8, 1],
        ['long_context_bench', 4, 4, 1],
        ['robustness_bench', 12, 12, 1],
      ],
    );
    assert.ok(
      records.every(({ meanTokens, meanTokensCorrect }) => meanTokens === 7 && meanTokensCorrect === 7),
    );
  });

  it('silence is wrong everywhere but where the form alone is asked for', async () => {
    const { records } = await run(
      OWN_AXES.filter((axis) => !['code_bench', 'mbpp_bench', 'tool_use_bench'].includes(axis)),
      answering(() => ''),
    );
    for (const { axis, correct, n } of records)
      if (axis !== 'ifeval_bench') assert.equal(correct, 0, `${axis} of ${n}`);
  });

  it('a model that breaks off has answered with the fault; another error ends the work', async () => {
    const broken = (error: Error): Decoder => ({ generate: () => Promise.reject(error) });
    const fault = new NotFiniteError({ what: 'logit 3 is NaN', remedy: 'none' });
    const { records } = await run(['math_bench', 'tool_use_bench'], broken(fault));
    const [math, tool] = records;
    assert.deepEqual([math?.n, math?.correct, math?.meanTokens], [12, 0, null]);
    assert.match(math?.items[0]?.answer ?? '', /^\[generation-error\] logit 3 is NaN/);
    // Tool use leaves failed items out; without a sandbox it is not asked at all.
    assert.equal(tool?.n, 0);
    await assert.rejects(
      run(['math_bench'], broken(new EngineError({ what: 'gone', remedy: 'none' }))),
      EngineError,
    );
  });

  it('without a sandbox programs are not run, and their axes say so', async () => {
    const { records, unconfined } = await run(
      ['code_bench', 'mbpp_bench', 'math_bench'],
      answering(() => ''),
      '',
    );
    assert.ok(unconfined !== null);
    const [code, mbpp, math] = ['code_bench', 'mbpp_bench', 'math_bench'].map((axis) =>
      records.find((one) => one.axis === axis),
    );
    for (const one of [code, mbpp]) {
      assert.ok(one !== undefined && isAbsent(one.passFrac));
      assert.match(one.passFrac.why, /Programs are not run/);
    }
    assert.equal(math?.passFrac, 0);
  });

  it('a tool call is run once and its output goes into a second pass', async (t) => {
    const asked: string[] = [];
    const decoder: Decoder = {
      generate: async ([prompt]) => {
        asked.push(prompt as string);
        return written(asked.length % 2 === 1 ? 'I compute. <python>print(6 * 7)</python> then' : 'done');
      },
    };
    const { records, unconfined } = await run(['tool_use_bench'], decoder);
    if (unconfined !== null) return t.skip(unconfined.why);
    assert.equal(asked.length, 12);
    assert.ok(asked[1]?.endsWith('<python>print(6 * 7)</python>\n42\n\n'));
    assert.equal(records[0]?.items[0]?.pred, '42');
    assert.equal(records[0]?.items[0]?.tokens, 14);
  });

  it('votes go to the answer of most samples, and to the first of equals', async () => {
    assert.equal(votedAnswer(['#### 1', '\\boxed{2}', '#### 2', '#### 1']), '1');
    assert.equal(votedAnswer(['\\boxed{1,000}', '#### 1000.', '#### 5']), '1000');
    assert.equal(votedAnswer([]), '');
    assert.deepEqual([voteSeed(12345n, 0, 0), voteSeed(12345n, 2, 3)], [6_090_808, 6_092_859]);
    const seeds: (number | undefined)[] = [];
    await evaluateAxes(
      {
        block: 12345n,
        counts: { ...counts, self_consistency: 1 },
        only: ['self_consistency_bench'],
        sandbox: () => findSandbox('', process.arch),
      },
      {
        generate: async (_turns, _maxNew, drawn) => {
          seeds.push(drawn?.seed);
          return written('#### 1');
        },
      },
    );
    assert.deepEqual(
      seeds,
      [0, 1, 2, 3, 4].map((sample) => voteSeed(12345n, 0, sample)),
    );
  });
});
