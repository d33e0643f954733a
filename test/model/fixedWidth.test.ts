import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ModelRefusedError } from '../../src/errors/model.js';
import { parseFixedWidthTokenizer } from '../../src/model/tokenizer/fixedWidth.js';

const document = { schema: 1, kind: 'fixed-width', width: 2, pieces: ['ab', 'b ', ' a', '__'] };

describe('parseFixedWidthTokenizer', () => {
  it('maps text and ids one to one', () => {
    const tokenizer = parseFixedWidthTokenizer(document);
    assert.deepEqual(tokenizer.encode('ab__b  a'), [0, 3, 1, 2]);
    assert.equal(tokenizer.decode([0, 3, 1, 2]), 'ab__b  a');
    assert.deepEqual(tokenizer.encode(''), []);
    assert.equal(tokenizer.vocabSize, 4);
  });

  it('refuses text that is not made of its pieces', () => {
    const tokenizer = parseFixedWidthTokenizer(document);
    assert.throws(() => tokenizer.encode('abc'), /refused/);
    assert.throws(
      () => tokenizer.encode('abba'),
      (error: unknown) => {
        assert.ok(error instanceof ModelRefusedError);
        assert.match(error.why ?? '', /"ba", which is no piece/);
        return true;
      },
    );
    assert.throws(() => tokenizer.decode([4]), ModelRefusedError);
    assert.throws(() => tokenizer.decode([-1]), ModelRefusedError);
  });

  for (const [name, change] of [
    ['another schema', { schema: 2 }],
    ['another kind', { kind: 'bpe' }],
    ['no width', { width: undefined }],
    ['a width of 0', { width: 0 }],
    ['no pieces', { pieces: [] }],
    ['a piece twice', { pieces: ['ab', 'ab'] }],
    ['a piece of another width', { pieces: ['ab', 'abc'] }],
    ['a piece with a control character', { pieces: ['a\u001b'] }],
    ['a piece that is not ASCII', { pieces: ['aé'] }],
    ['a piece that is no string', { pieces: [7] }],
  ] as const)
    it(`refuses ${name}`, () => {
      assert.throws(() => parseFixedWidthTokenizer({ ...document, ...change }), ModelRefusedError);
    });

  it('refuses what is no object', () => {
    assert.throws(() => parseFixedWidthTokenizer(null), ModelRefusedError);
  });
});
