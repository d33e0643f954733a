import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { ModelRefusedError } from '../../../src/errors/model.js';
import { OFFICIAL_TEMPLATE, readChatTemplate } from '../../../src/model/tokenizer/chatTemplate.js';
import { removeCommentLines } from '../../../src/model/tokenizer/removeCommentLines.js';
import { TimeOver, withTimeLimit } from '../../../src/model/tokenizer/withTimeLimit.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A template of our own in the shape of those that chat models have. */
const TEMPLATE = `{%- macro turn(message) -%}
<|im_start|>{{ message.role }}
{{ message.content | trim }}<|im_end|>
{% endmacro -%}
{%- if not messages %}
    {{- raise_exception('no messages') }}
{%- endif %}
{%- for message in messages %}
    {{- turn(message) }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is true %}
        {{- '<think>\\n' }}
    {%- else %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}`;
const user = { role: 'user', content: ' Where is the mill? ' } as const;
const open = (text: string) => readChatTemplate(text, [digest(text)]);

describe('readChatTemplate', () => {
  const template = open(TEMPLATE);

  it('renders messages with and without thinking and generation prompt', () => {
    const turn = '<|im_start|>user\nWhere is the mill?<|im_end|>\n';
    const quiet = `${turn}<|im_start|>assistant\n<think>\n\n</think>\n\n`;
    assert.equal(
      template.render([user], { enableThinking: true }),
      `${turn}<|im_start|>assistant\n<think>\n`,
    );
    assert.equal(template.render([user], { enableThinking: false }), quiet);
    assert.equal(template.render([user]), quiet);
    assert.equal(template.render([user], { generationPrompt: false }), turn);
  });

  it('leaves enable_thinking undefined when it is not given', () => {
    const asks = open('{{ enable_thinking is defined }}');
    assert.equal(asks.render([user]), 'false');
    assert.equal(asks.render([user], { enableThinking: false }), 'true');
  });

  it('refuses every template whose digest is not official', () => {
    assert.match(OFFICIAL_TEMPLATE, /^[0-9a-f]{64}$/);
    assert.throws(() => readChatTemplate(TEMPLATE), ModelRefusedError);
    assert.throws(
      () => readChatTemplate(`${TEMPLATE} `, [digest(TEMPLATE), OFFICIAL_TEMPLATE].slice(1)),
      ModelRefusedError,
    );
    assert.throws(() => readChatTemplate('x'.repeat(2 ** 18 + 1)), ModelRefusedError);
  });

  it('renders the text whose digest fits when comment lines were put in', () => {
    const commented = `\n{# by nobody #}\n${TEMPLATE.replace('{%- for', '  {# turns #}\n{%- for')}\n`;
    const found = readChatTemplate(commented, [digest(TEMPLATE)]);
    assert.equal(found.sha256, digest(TEMPLATE));
    assert.equal(found.render([user]), template.render([user]));
  });

  it('gives one named error for what a template raises, runs out of or asks the clock for', () => {
    for (const text of [TEMPLATE, '{{ missing() }}'])
      assert.throws(() => open(text).render([]), ModelRefusedError);
    assert.throws(() => open("{{ strftime_now('%Y') }}"), ModelRefusedError);
    assert.throws(() => open('{% if %}'), ModelRefusedError);
    assert.throws(() => open(`{{ ${'('.repeat(50_000)} }}`), ModelRefusedError);
    assert.throws(() => template.render(new Array(2000).fill(user)), ModelRefusedError);
  });

  it('gives a template no way out of its values', () => {
    for (const path of ['constructor', '__proto__', 'toString', 'constructor.constructor'])
      assert.equal(open(`[{{ messages[0].${path} }}{{ messages.${path} }}]`).render([user]), '[]');
  });
});

describe('removeCommentLines', () => {
  for (const [text, expected] of [
    ['a\n{# c #}\nb', 'a\nb'],
    ['  {# c #}  \n\n  b', 'b'],
    ['a {# c #}\nb', 'a {# c #}\nb'],
    ['a\n\n\n  {# c #}b', 'a\nb'],
    ['{# c\n #}b', '{# c\n #}b'],
    ['{# one #}{# two #}\nx', '{# two #}\nx'],
    ['{# one #} {# two #}\nx', '{# two #}\nx'],
    ['{# one #}\n{# two #}\nx', 'x'],
    ['{# #}', ''],
    ['{#}', '{#}'],
    ['{# a {# b #} c', 'c'],
    ['', ''],
  ] as const)
    it(`turns ${JSON.stringify(text)} into ${JSON.stringify(expected)}`, () =>
      assert.equal(removeCommentLines(text), expected));
  it('takes a text of nothing but line ends and half comments', () => {
    assert.equal(removeCommentLines('\n'.repeat(100_000)).length, 100_000);
    assert.equal(removeCommentLines('{#'.repeat(20_000)).length, 40_000);
  });
});

describe('withTimeLimit', () => {
  it('gives the result or the error of the work', () => {
    assert.equal(
      withTimeLimit(1000, () => 7),
      7,
    );
    assert.throws(
      () =>
        withTimeLimit(1000, () => {
          throw new RangeError('x');
        }),
      RangeError,
    );
  });
  it('stops work that does not end, a pattern that runs for ever too', () => {
    assert.throws(
      () =>
        withTimeLimit(50, () => {
          for (;;);
        }),
      TimeOver,
    );
    assert.throws(() => withTimeLimit(50, () => /^(a+)+$/.test(`${'a'.repeat(60)}b`)), TimeOver);
  });
});
