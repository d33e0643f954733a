import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodePublished } from '../../../src/model/tokenizer/encodePublished.js';
import { encodeJoined, promptLengthByDecoding } from '../../../src/model/tokenizer/promptLength.js';
import { smallTokenizer } from './smallTokenizer.js';

const tokenizer = smallTokenizer();
const textsOf = (prompt: string, continuation: string): [string[], string[]] => {
  const { ids, promptLength } = encodeJoined(tokenizer, prompt, continuation);
  const text = ids.map((id) => tokenizer.decode([id]));
  return [text.slice(0, promptLength), text.slice(promptLength)];
};

describe('encodeJoined', () => {
  it('cuts where a token ends at the join', () => {
    assert.deepEqual(textsOf('the mill', ' and'), [['the', ' mill'], [' and']]);
  });
  it('gives a token that straddles the join to the continuation', () => {
    assert.deepEqual(textsOf('the mi', 'll'), [['the'], [' mill']]);
    assert.deepEqual(textsOf('the mill ', 'and'), [['the', ' mill'], [' and']]);
  });
  it('counts nothing of an empty prompt and everything without a continuation', () => {
    assert.equal(encodeJoined(tokenizer, '', 'the mill').promptLength, 0);
    assert.equal(encodeJoined(tokenizer, 'the mill', '').promptLength, 2);
    assert.equal(encodeJoined(tokenizer, '', '').promptLength, 0);
  });
  it('counts code points, not UTF-16 units or bytes', () => {
    const [head, rest] = textsOf('😀😀', '😀');
    assert.equal(head.length * 1, tokenizer.encode('😀😀').length);
    assert.equal(rest.length, tokenizer.encode('😀').length);
  });
  it('keeps the bytes of one character together', () => {
    const { ids, promptLength } = encodeJoined(tokenizer, 'a', '\u{1f9ff}');
    assert.equal(promptLength, 1);
    assert.ok(ids.length > 2);
  });
  it('counts a mark that composes with the last character of the prompt to the prompt, as the library does', () => {
    const { ids, promptLength } = encodeJoined(tokenizer, 'e', '\u0301');
    assert.deepEqual(ids, tokenizer.encode('é'));
    assert.equal(promptLength, ids.length);
  });
  it('takes special tokens for what they are on both sides', () => {
    assert.deepEqual(textsOf('<|im_end|>', '<|im_end|>'), [['<|im_end|>'], ['<|im_end|>']]);
    assert.deepEqual(textsOf('a<|im_', 'end|>'), [['a'], ['<|im_end|>']]);
  });
});

describe('promptLengthByDecoding', () => {
  const decode = (ids: readonly number[]): string => tokenizer.decode(ids);
  it('finds the first prefix that is the prompt', () => {
    assert.equal(promptLengthByDecoding(decode, tokenizer.encode('the mill and'), 'the mill'), 2);
    assert.equal(promptLengthByDecoding(decode, tokenizer.encode('the mill and'), ''), 0);
  });
  it('gives none where a token straddles', () => {
    assert.equal(promptLengthByDecoding(decode, tokenizer.encode('the mill'), 'the mi'), null);
  });
});

describe('encodePublished', () => {
  /** What an evaluator publishes of a prompt and the text that its teacher wrote. */
  const publish = (prompt: string, written: string) => {
    const { ids, promptLength } = encodeJoined(tokenizer, prompt, written);
    return {
      ids,
      published: {
        prompt,
        continuation: tokenizer.decode(ids.slice(promptLength), { skipSpecial: true }),
        promptTokens: promptLength,
        continuationTokens: ids.length - promptLength,
      },
    };
  };
  for (const [prompt, written] of [
    ['the mill', ' and the baker'],
    ['the mi', 'll and the baker'],
    ['the river sings !', '\n\n\n\nthe'],
    ['the market  ', '  and the mill'],
    ['मैं न', 'दी पार'],
    ['the ', ' the'],
  ] as const)
    it(`finds the ids again: ${JSON.stringify([prompt, written])}`, () => {
      const { ids, published } = publish(prompt, written);
      const found = encodePublished(tokenizer, published);
      assert.deepEqual(found?.ids, ids);
      assert.equal(found?.promptLength, published.promptTokens);
    });
  it('names the characters that a straddling token repeats', () => {
    const { published } = publish('the mi', 'll and');
    assert.equal(published.continuation, ' mill and');
    assert.equal(encodePublished(tokenizer, published)?.overlap, 3);
  });
  it('gives nothing when counts or text are of another tokenizer', () => {
    const { published } = publish('the mill', ' and');
    assert.equal(encodePublished(tokenizer, { ...published, promptTokens: 5 }), null);
    assert.equal(encodePublished(tokenizer, { ...published, continuation: 'e\u0301' }), null);
  });
});
