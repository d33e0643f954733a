import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COUNTED_WORDS } from '../../src/reconstruct/items/capabilityItems.js';
import { CAPABILITY_POOL } from '../../src/reconstruct/items/capabilityPool.js';
import {
  BRIEF_REQUESTS,
  JUDGE_REQUESTS,
  ON_POLICY_REQUESTS,
  RIDDLE_REQUESTS,
  TALKS,
} from '../../src/reconstruct/items/chatPools.js';
import { codeItems } from '../../src/reconstruct/items/codeItems.js';
import { drawItems } from '../../src/reconstruct/items/drawItems.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';
import { mathItems } from '../../src/reconstruct/items/mathItems.js';
import { needleItems } from '../../src/reconstruct/items/needleItems.js';
import { sentPrompts } from '../../src/reconstruct/items/sentPrompts.js';
import { smallIntSet } from '../../src/reconstruct/items/smallIntSet.js';

/** Lengths and vowels of the 54 words as the rule counts them. */
const WORDS =
  '5/2 6/3 6/1 5/2 8/3 6/2 6/2 6/2 6/2 6/2 5/2 7/2 5/3 6/2 5/2 6/2 5/2 8/3 6/2 6/2 6/2 5/2 6/2 6/2 6/3 6/2 6/3 6/2 6/2 6/1 6/2 6/2 6/3 6/3 5/2 5/2 6/2 6/2 7/2 6/3 6/2 6/2 6/2 6/2 6/2 7/3 5/3 7/3 7/3 7/3 6/4 7/3 8/4 10/4';

describe('pools of our own', () => {
  it('have the sizes and kinds of the rule', () => {
    const kinds: Record<string, number> = {};
    for (const { kind } of CAPABILITY_POOL) kinds[kind] = (kinds[kind] ?? 0) + 1;
    assert.deepEqual(kinds, {
      word: 46,
      int: 38,
      yesno: 19,
      word_alt: 10,
      mc: 10,
      phrase: 8,
      format_re: 8,
      word_count: 3,
      rhyme: 3,
    });
    for (const [pool, size] of [
      [CAPABILITY_POOL.map(({ question }) => question), 145],
      [JUDGE_REQUESTS, 60],
      [ON_POLICY_REQUESTS, 80],
      [TALKS.map((talk) => talk.join('|')), 24],
      [BRIEF_REQUESTS, 48],
      [RIDDLE_REQUESTS, 48],
    ] as const)
      assert.equal(new Set(pool).size, size);
  });

  it('count letters and vowels as the rule does', () => {
    assert.equal(
      COUNTED_WORDS.map((word) => `${word.length}/${word.replace(/[^aeiou]/g, '').length}`).join(' '),
      WORDS,
    );
    assert.equal(new Set(COUNTED_WORDS).size, 54);
  });
});

describe('questions of our own have the drawn answer', () => {
  const kindOf = (source: string): string => source.split('/')[1] as string;
  const some = (kind: string) => mathItems(7, 54).filter(({ source }) => kindOf(source) === kind);

  it('a percentage, a clock, a polynomial, a system of two equations', () => {
    for (const { question, gold } of some('percentage')) {
      const [base, percent, extra] = (question.match(/\d+/g) ?? []).map(Number) as [number, number, number];
      assert.equal(Math.floor((base * percent) / 100) + extra, Number(gold));
    }
    for (const { question, gold } of some('time_arithmetic')) {
      const [hour, minute, hours, minutes] = (question.match(/\d+/g) ?? []).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      const shown = new Date(Date.UTC(2000, 0, 1, hour + hours, minute + minutes));
      assert.equal((shown.getUTCHours() % 12 || 12) * 100 + shown.getUTCMinutes(), Number(gold));
    }
    for (const { question, gold } of some('polynomial_eval')) {
      const [x, a, , b, c] = (question.match(/-?\d+/g) ?? []).map(Number) as [
        number,
        number,
        number,
        number,
        number,
      ];
      assert.equal(a * x ** 2 + b * x + c, Number(gold));
    }
    for (const { question, gold } of some('simultaneous')) {
      const [a1, b1, c1, a2, b2, c2] = (question.match(/-?\d+/g) ?? []).map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const det = a1 * b2 - a2 * b1;
      const [x, y] = [(c1 * b2 - c2 * b1) / det, (a1 * c2 - a2 * c1) / det];
      const asked = question.includes('minus y') ? x - y : question.includes('plus y') ? x + y : x * y;
      assert.equal(asked, Number(gold));
    }
  });

  it('a code stands at its line, the others at theirs', () => {
    for (const item of needleItems(99, 40)) {
      assert.equal(item.lines.length, 44);
      assert.ok(item.lines[item.position]?.includes(item.answer));
      item.confusers.forEach((code, i) => {
        assert.ok(item.lines[item.confuserPositions[i] as number]?.includes(code));
      });
      assert.ok(!item.lines.includes(''));
    }
  });

  it('more fillers than sentences repeat some', () => {
    const [item] = needleItems(5, 1, 80, 9);
    assert.equal(item?.lines.length, 88);
    assert.equal(item?.confusers.length, 7);
  });

  it('a function is asked for with its parameters', () => {
    for (const { prompt, entryPoint } of codeItems(3, 40)) assert.ok(prompt.startsWith(`def ${entryPoint}(`));
  });
});

it('prompts come once for each item, and once for each way of asking', () => {
  const counts = ITEM_COUNTS.wide;
  const prompts = sentPrompts(drawItems(8_383_680n, counts), 8_383_680n);
  assert.equal(prompts.math_bench?.length, counts.math);
  assert.equal(prompts.robustness_bench?.length, counts.robustness * 13);
  assert.equal(prompts.noise_resistance_bench?.length, counts.noise * 8);
  assert.equal(prompts.capability?.length, 160);
  assert.equal(prompts.chat_turns_probe?.length, 6);
  assert.equal(prompts.think_probe?.length, 32);
  for (const texts of Object.values(prompts))
    for (const text of texts.flat()) assert.ok(text.trim().length > 5);
});

it('a small set is iterated as CPython 3.11 does', () => {
  const orders = [
    [8, 0, 16],
    [-1, 7, -9],
    [15, 7, 23],
    [3, 11, 19],
    [123_456_789, -123_456_789, 5],
    [5, 5, 1],
  ].map((members) => smallIntSet(members));
  // list({a, b, c}) of the same members, printed by CPython 3.11.7
  assert.deepEqual(orders, [
    [8, 0, 16],
    [-9, -1, 7],
    [7, 23, 15],
    [11, 19, 3],
    [5, -123_456_789, 123_456_789],
    [1, 5],
  ]);
});
