import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ModelRefusedError } from '../../../src/errors/model.js';
import { readTokenizer } from '../../../src/model/tokenizer/readTokenizer.js';
import { changed, SMALL_JSON } from './smallTokenizer.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const small = JSON.parse(SMALL_JSON) as { model: { vocab: Record<string, number> }; added_tokens: object[] };
const [added] = small.added_tokens as [object];
const split = ['pre_tokenizer', 'pretokenizers', 0] as const;
const REGEX = [...split, 'pattern', 'Regex'] as const;

function refusal(file: Uint8Array): string {
  try {
    readTokenizer(file);
  } catch (error) {
    assert.ok(error instanceof ModelRefusedError, String(error));
    assert.ok((error.why ?? '').length < 400);
    return error.why ?? '';
  }
  return assert.fail('the file was read');
}

describe('readTokenizer', () => {
  it('reads the older spelling of merges and a pattern without combining marks', () => {
    const { merges } = (JSON.parse(SMALL_JSON) as { model: { merges: string[][] } }).model;
    const old = changed(
      ['model', 'merges'],
      merges.map((pair) => pair.join(' ')),
    );
    assert.deepEqual(
      readTokenizer(old).encode('the mill'),
      readTokenizer(bytes(SMALL_JSON)).encode('the mill'),
    );
    const qwen2 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    assert.deepEqual(
      readTokenizer(changed(REGEX, qwen2)).encode('the mill'),
      readTokenizer(bytes(SMALL_JSON)).encode('the mill'),
    );
  });

  for (const [name, file, expected] of [
    ['no JSON', bytes('{'), /not JSON/],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe), /not UTF-8/],
    ['a list', bytes('[]'), /not an object/],
    ['no model', bytes('{}'), /has no "model"/],
    ['another kind', bytes('{"kind":"bytes","schema":1}'), /has no "model"/],
    ['deep nesting', bytes('['.repeat(100_000)), /nesting deeper/],
    ['a key that stands twice', bytes(SMALL_JSON.replace('{', '{"model":1,')), /stands twice/],
    ['more than 64 MiB', new Uint8Array(2 ** 26 + 1), /at most/],
  ] as const)
    it(`refuses ${name}`, () => assert.match(refusal(file), expected));

  for (const [path, value, expected] of [
    [['model', 'type'], 'Unigram', /model.type is "Unigram"/],
    [['model', 'type'], undefined, /model.type is missing/],
    [['model'], [], /model is not an object/],
    [['model', 'dropout'], 0.1, /model.dropout/],
    [['model', 'unk_token'], '?', /model.unk_token/],
    [['model', 'byte_fallback'], true, /model.byte_fallback/],
    [['model', 'end_of_word_suffix'], '</w>', /model.end_of_word_suffix/],
    [['model', 'cache_capacity'], 1, /"cache_capacity"/],
    [['model', 'vocab'], [], /model.vocab is not an object/],
    [['model', 'vocab', 'a'], undefined, /lacks the byte "a"/],
    [['model', 'vocab', 'a'], 0, /have the id 0/],
    [['model', 'vocab', 'a'], -1, /has the id -1/],
    [['model', 'vocab', 'a'], 1.5, /has the id 1.5/],
    [['model', 'vocab', 'a'], 2 ** 31, /has the id 2147483648/],
    [['model', 'vocab', 'a'], '64', /has the id "64"/],
    [['model', 'vocab', 'a b'], 9999, /"a b" is not written in the byte alphabet/],
    [['model', 'vocab', 'x'.repeat(5000)], 9999, /5000 characters/],
    [['model', 'merges'], {}, /merges is not a list/],
    [['model', 'merges', 3], ['a'], /merge 3 is/],
    [['model', 'merges', 3], 'a b', /merge 3 is "a b"/],
    [['model', 'merges', 3], ['q', 'q'], /merge 3 needs "qq"/],
    [['model', 'merges', 0], 'Ġ Ġ Ġ', /merge 0 is/],
    [['normalizer'], { type: 'NFKC' }, /normalizer.type is "NFKC"/],
    [['normalizer'], undefined, /normalizer is missing/],
    [['pre_tokenizer'], { type: 'ByteLevel', use_regex: true }, /"use_regex"|a Sequence/],
    [['pre_tokenizer', 'pretokenizers', 1, 'add_prefix_space'], true, /pre_tokenizer\[1\].add_prefix_space/],
    [['pre_tokenizer', 'pretokenizers', 1, 'use_regex'], true, /pre_tokenizer\[1\].use_regex/],
    [[...split, 'behavior'], 'Removed', /behavior is "Removed"/],
    [[...split, 'invert'], true, /invert is true/],
    [REGEX, '(a+)+$', /"\(a\+\)\+\$", which is not a pattern that is run/],
    [REGEX, 7, /is 7, which/],
    [[...split, 'pattern'], { String: ' ' }, /"String"/],
    [['post_processor'], { type: 'TemplateProcessing' }, /post_processor.type/],
    [['post_processor', 'trim_offsets'], true, /post_processor.trim_offsets/],
    [['decoder'], { type: 'Metaspace' }, /decoder.type/],
    [['truncation'], { max_length: 8 }, /truncation/],
    [['padding'], {}, /padding/],
    [['version'], '2.0', /version/],
    [['auto_map'], {}, /"auto_map"/],
    [['added_tokens'], null, /added_tokens is not a list/],
    [['added_tokens'], new Array(2000).fill(added), /at most 1024/],
    [['added_tokens', 1], added, /another token's/],
    [['added_tokens', 1, 'content'], '<|endoftext|>', /stands twice/],
    [['added_tokens', 0, 'id'], 3, /another token's/],
    [['added_tokens', 0, 'content'], '', /a text is expected/],
    [['added_tokens', 0, 'content'], '\ud800', /cannot be looked for/],
    [['added_tokens', 0, 'lstrip'], true, /lstrip/],
    [['added_tokens', 0, 'single_word'], 1, /single_word/],
    [['added_tokens', 0, 'extra'], 1, /"extra"/],
  ] as const)
    it(`refuses ${path.join('.').slice(0, 40)} as ${(JSON.stringify(value) ?? 'missing').slice(0, 30)}`, () =>
      assert.match(refusal(changed(path, value)), expected));

  it('takes names of object methods as tokens like any other', () => {
    const tokens = small.model.vocab;
    const ids = Object.keys(tokens).length + 20;
    const file = SMALL_JSON.replace('"vocab":{', `"vocab":{"__proto__":${ids},"constructor":${ids + 1},`);
    assert.ok(
      readTokenizer(bytes(file))
        .entries()
        .some(([spelling, id]) => spelling === '__proto__' && id === ids),
    );
  });
});
