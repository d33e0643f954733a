import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lastBoxed } from '../../src/evaluate/grading/boxed.js';
import { gradeAime } from '../../src/evaluate/grading/gradeAime.js';
import { gradeCapability } from '../../src/evaluate/grading/gradeCapability.js';
import { gradeChoice } from '../../src/evaluate/grading/gradeChoice.js';
import { gradeInstructions } from '../../src/evaluate/grading/gradeInstruction.js';
import { gradeMath, mathAnswer } from '../../src/evaluate/grading/gradeMath.js';
import { gradeNeedle } from '../../src/evaluate/grading/gradeNeedle.js';
import { gradeProcedural } from '../../src/evaluate/grading/gradeProcedural.js';
import { gradeReasoning } from '../../src/evaluate/grading/gradeReasoning.js';
import { normalizedGrade } from '../../src/evaluate/grading/judgeScore.js';
import { sanitizeAnswer } from '../../src/evaluate/grading/sanitizeAnswer.js';
import { stripThinking } from '../../src/evaluate/grading/stripThinking.js';
import { float, int } from '../../src/python/number.js';

describe('thinking', () => {
  it('is taken out once, and only where it is closed', () => {
    assert.equal(stripThinking('<think>a</think>  b <think>c</think>'), 'b <think>c</think>');
    assert.equal(stripThinking('a</think>b'), 'b');
    assert.equal(stripThinking('<think>a'), '<think>a');
    assert.equal(stripThinking('x <think>a</think>\n\ny'), 'x y');
    assert.equal(stripThinking('Thinking Process: first\n\nthen\n\nFinal: 3'), 'Final: 3');
    assert.equal(stripThinking('Thinking Process: first\n\nthen'), '');
  });
});

describe('numbers as Python reads them', () => {
  it('float', () => {
    for (const [text, value] of [
      ['1e3', 1000],
      [' 1_000.5 ', 1000.5],
      ['.5', 0.5],
      ['5.', 5],
      ['４２', 42],
      ['-Infinity', -Infinity],
      ['𝟗𝟎', 90],
      ['1__0', null],
      ['_1', null],
      ['½', null],
      ['0x10', null],
      ['', null],
      ['.', null],
    ] as const)
      assert.equal(float(text), value, text);
    assert.ok(Number.isNaN(float('nan')));
  });

  it('int', () => {
    assert.equal(int(' +007 '), 7n);
    assert.equal(int('-٣'), -3n);
    assert.equal(int('3.0'), null);
    assert.equal(int(''), null);
    assert.equal(int('1'.repeat(4300))?.toString().length, 4300);
    assert.equal(int('1'.repeat(4301)), null);
  });
});

describe('math answers', () => {
  it('the first mark comes before phrases and other numbers', () => {
    assert.equal(mathAnswer('#### 12\n#### 13'), '12');
    assert.equal(mathAnswer('the answer is 4, or 5'), '4,');
    assert.equal(mathAnswer('an answer is the 5'), 'the');
    assert.equal(mathAnswer('1 2 3,000.5 end'), '3,000.5');
    assert.equal(mathAnswer('\\boxed{7} and 8', true), '7');
    assert.equal(mathAnswer('####  none at all'), 'none at all');
  });

  it('numbers are equal as numbers, texts as texts', () => {
    assert.ok(gradeMath('#### 1,000.', '1000').ok);
    assert.ok(gradeMath('#### -0.0000004', '0').ok);
    assert.ok(!gradeMath('#### 0.00001', '0').ok);
    assert.ok(gradeMath('about four', 'about four').ok);
    assert.ok(!gradeMath('answer: nan', '0').ok);
  });
});

describe('contest answers', () => {
  it('the last box counts, with its first whole number', () => {
    assert.deepEqual(gradeAime('\\boxed{1} \\boxed{x={1,000}+1}', '1000'), { pred: '1000', ok: true });
    assert.deepEqual(gradeAime('\\boxed{none} 12', '12'), { pred: '12', ok: true });
    assert.deepEqual(gradeAime('\\boxed{007}', '7'), { pred: '007', ok: true });
    assert.ok(!gradeAime('', '0').ok);
  });

  it('a box that is not closed is none', () => {
    assert.equal(lastBoxed('\\boxed{1} \\boxed{2'), '1');
    assert.equal(lastBoxed('\\boxed{a{b}c}'), 'a{b}c');
    assert.equal(lastBoxed('}\\boxed{'), null);
  });
});

describe('options', () => {
  it('of reasoning: the first capital of the last line', () => {
    assert.deepEqual(gradeReasoning('Because.\n(B)', '(B)'), { pred: '(B)', ok: true });
    assert.deepEqual(gradeReasoning('The answer is (B).', '(B)'), { pred: '(T)', ok: false });
    assert.deepEqual(gradeReasoning('b', '(B)'), { pred: 'b', ok: true });
  });

  it('of multiple choice: explicit forms first, then a letter that stands alone', () => {
    assert.deepEqual(gradeChoice('I say A. The answer is C', 'C', 'J'), { pred: 'C', ok: true });
    assert.deepEqual(gradeChoice('Perhaps B or D', 'D', 'E'), { pred: 'D', ok: true });
    assert.deepEqual(gradeChoice('H', 'H', 'E'), { pred: '', ok: false });
    assert.deepEqual(gradeChoice('nothing', 'A', 'E'), { pred: '', ok: false });
  });
});

describe('instructions', () => {
  const holds = (id: string, args: Parameters<typeof gradeInstructions>[1][number]['args'], text: string) =>
    gradeInstructions(text, [{ id, args }]);

  it('count words, sentences, points and keywords', () => {
    const words = { num_words: 3, relation: 'exactly' };
    assert.ok(holds('length_constraints:number_words', words, "don't well-known über"));
    assert.ok(!holds('length_constraints:number_words', words, 'one two'));
    assert.ok(holds('length_constraints:number_words', { num_words: 1, relation: 'at most' }, 'one'));
    assert.ok(
      holds('length_constraints:number_sentences', { num_sentences: 2, relation: 'exactly' }, 'A. B?!'),
    );
    assert.ok(holds('detectable_format:number_bullet_lists', { num_bullets: 2 }, '* a\n- b\nc'));
    const often = { keyword: 'sea', relation: 'at least', frequency: 2 };
    assert.ok(holds('keywords:frequency', often, 'Sea, sea; seaside'));
    assert.ok(!holds('keywords:frequency', often, 'sea seaside'));
    assert.ok(holds('keywords:forbidden_words', { forbidden_words: ['sea'] }, 'seaside'));
    assert.ok(!holds('keywords:forbidden_words', { forbidden_words: ['sea'] }, 'the SEA'));
  });

  it('look at case, commas, titles, endings and JSON', () => {
    assert.ok(holds('change_case:english_lowercase', {}, 'abc 1'));
    assert.ok(!holds('change_case:english_capital', {}, 'ABc'));
    assert.ok(!holds('punctuation:no_comma', {}, 'a, b'));
    assert.ok(holds('detectable_format:title', {}, 'x <<y>> z'));
    assert.ok(holds('startend:end_checker', { end_phrase: 'Done.' }, 'It is. Done. \n'));
    assert.ok(holds('detectable_format:json_format', {}, '```json\n{"a": 1}\n```'));
    assert.ok(!holds('detectable_format:json_format', {}, '{a: 1}'));
  });

  it('fail when they are unknown or their arguments have another form', () => {
    assert.ok(!holds('toString', {}, 'a'));
    assert.ok(!holds('keywords:frequency', { keyword: 'a' }, 'a a'));
    assert.ok(!holds('length_constraints:number_words', { num_words: '1', relation: 'exactly' }, 'a'));
  });
});

describe('short answers', () => {
  it('of capability by kind', () => {
    const item = (
      kind: 'word_count' | 'rhyme' | 'phrase' | 'word_alt' | 'mc',
      answers: string[],
      count?: number,
    ) => ({
      kind,
      question: '',
      answers,
      ...(count === undefined ? {} : { count }),
    });
    assert.ok(gradeCapability('Blue, cold, wide', item('word_count', [], 3)).ok);
    assert.ok(gradeCapability('Might!', item('rhyme', ['ight'])).ok);
    assert.ok(!gradeCapability('a light', item('rhyme', ['ight'])).ok);
    assert.ok(gradeCapability('It is PERFECT', item('phrase', ['perfect'])).ok);
    assert.ok(gradeCapability('Green.', item('word_alt', ['red', 'green'])).ok);
    assert.ok(gradeCapability('I take (C)', item('mc', ['C'])).ok);
    assert.ok(!gradeCapability('', item('word_count', [], 0)).ok);
  });

  it('of procedural items: the whole answer', () => {
    assert.ok(gradeProcedural(' "Violet". ', 'violet').ok);
    assert.ok(gradeProcedural('\\boxed{529}', '529').ok);
    assert.ok(!gradeProcedural('It is violet', 'violet').ok);
  });

  it('of long texts: the code and no other', () => {
    assert.ok(gradeNeedle('it is ayrfkgc', 'AYRFKGC', ['9SVH3ZH']));
    assert.ok(!gradeNeedle('AYRFKGC or 9svh3zh', 'AYRFKGC', ['9SVH3ZH']));
  });
});

it('a mean grade is set on the scale of the axis', () => {
  assert.deepEqual([0, 1, 3, 5, 6].map(normalizedGrade), [0, 0, 0.5, 1, 1]);
});

it('answers of two million characters are read', () => {
  for (const text of [
    '\\boxed{'.repeat(280_000),
    `${' '.repeat(1_000_000)}x${'.'.repeat(1_000_000)}`,
    `#### ${'.'.repeat(1_800_000)}x`,
    '1,'.repeat(1_000_000),
    '<think>'.repeat(280_000),
    'score is '.repeat(200_000),
    `Thinking Process:${'\n\na'.repeat(600_000)}`,
    '('.repeat(1_800_000),
  ]) {
    gradeMath(text, '1');
    gradeAime(text, '1');
    gradeReasoning(text, '(A)');
    gradeChoice(text, 'A', 'J');
    gradeProcedural(text, 'a');
    gradeCapability(text, { kind: 'rhyme', question: '', answers: ['a'] });
    gradeInstructions(text, [
      { id: 'length_constraints:number_words', args: { num_words: 1, relation: 'exactly' } },
    ]);
    sanitizeAnswer(text);
  }
});
