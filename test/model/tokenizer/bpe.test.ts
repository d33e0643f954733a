import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ModelRefusedError } from '../../../src/errors/model.js';
import { readTokenizer } from '../../../src/model/tokenizer/readTokenizer.js';
import { codePointLength } from '../../../src/python/text.js';
import { drawnTexts, HARD_TEXTS } from './hardTexts.js';
import { slowBpe } from './slowBpe.js';
import { changed, SMALL_JSON, smallTokenizer } from './smallTokenizer.js';

const DATA = join(process.env.RECROWN_ROOT ?? '.', 'test/data/tokenizer');

interface Recorded {
  readonly text: string;
  readonly ids: readonly number[];
  readonly ends: readonly number[];
  readonly decoded: string;
}

describe('byte-level BPE', () => {
  const tokenizer = smallTokenizer();
  const slow = slowBpe(SMALL_JSON);
  const recorded = JSON.parse(readFileSync(join(DATA, 'recorded.json'), 'utf8')) as Recorded[];

  it('is tested with the tokenizer that is recorded', () => {
    assert.equal(SMALL_JSON, readFileSync(join(DATA, 'small.json'), 'utf8'));
  });

  it("gives the ids, ends and text of the evaluator's library", () => {
    assert.ok(recorded.length > 250);
    for (const { text, ids, ends, decoded } of recorded) {
      assert.deepEqual(tokenizer.encodeWithEnds(text), { ids, ends }, JSON.stringify(text));
      assert.equal(tokenizer.decode(ids, { skipSpecial: true }), decoded);
    }
  });

  it('agrees with a second implementation', () => {
    for (const text of [...HARD_TEXTS, ...drawnTexts(1000, 1)]) {
      const { ids, ends } = slow.encode(text);
      assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
      if (text.normalize('NFC') === text)
        assert.deepEqual(tokenizer.encodeWithEnds(text).ends, ends, JSON.stringify(text));
      for (const skipSpecial of [false, true])
        assert.equal(tokenizer.decode(ids, { skipSpecial }), slow.decode(ids, skipSpecial));
    }
  });

  it('gives back the normalised text, and ends that never fall and close with the text', () => {
    for (const text of [...HARD_TEXTS, ...drawnTexts(500, 2)]) {
      const { ids, ends } = tokenizer.encodeWithEnds(text);
      if (text.normalize('NFC') === text) {
        assert.equal(tokenizer.decode(ids), text);
        assert.equal(ends.at(-1) ?? 0, codePointLength(text));
      }
      assert.ok(ends.every((end, index) => index === 0 || end >= (ends[index - 1] as number)));
    }
  });

  it('decodes bytes that are no text, ids that no token has, and nothing', () => {
    assert.equal(tokenizer.decode([]), '');
    assert.equal(tokenizer.decode([tokenizer.vocabSize, tokenizer.vocabSize + 200]), '');
    const [half] = tokenizer.encode('\u{10ffff}');
    assert.equal(tokenizer.decode([half as number]), '\ufffd');
    for (const id of [-1, 0.5, Number.NaN]) assert.throws(() => tokenizer.decode([id]), ModelRefusedError);
  });

  it('skips the special tokens only when asked, and never those that are merely added', () => {
    const ids = tokenizer.encode('<|im_start|>a<think>b</think><|im_end|>');
    assert.equal(tokenizer.decode(ids), '<|im_start|>a<think>b</think><|im_end|>');
    assert.equal(tokenizer.decode(ids, { skipSpecial: true }), 'a<think>b</think>');
  });

  it('lists every token by ascending id', () => {
    const entries = tokenizer.entries();
    assert.equal(entries.length, tokenizer.vocabSize);
    assert.deepEqual(
      entries.map(([, id]) => id),
      entries.map((_, index) => index),
    );
    assert.equal(entries.at(-1)?.[0], '</think>');
  });

  it('refuses half of a surrogate pair and a text without measure', () => {
    assert.throws(() => tokenizer.encode('a\ud800'), ModelRefusedError);
    assert.throws(() => tokenizer.encode(' '.repeat(2 ** 22 + 1)), ModelRefusedError);
  });

  it('takes long runs of one kind of character', () => {
    for (const unit of ['a', ' ', '=', '\n', '\u0301', '7', ' \n', "'", '漢'])
      assert.ok(tokenizer.encode(unit.repeat(20_000)).length > 0, JSON.stringify(unit));
  });

  it('looks for normalised added tokens in normalised text', () => {
    const late = readTokenizer(changed(['added_tokens', 5, 'normalized'], true));
    const { ids, ends } = late.encodeWithEnds('e\u0301<think>\u0301');
    assert.ok(ids.includes(tokenizer.encode('<think>')[0] as number));
    assert.equal(ends.at(-1), 10);
  });

  it('cuts nothing out of a text when there are no added tokens, and normalises nothing without NFC', () => {
    const bare = readTokenizer(changed(['added_tokens'], []));
    assert.ok(bare.encode('<|im_end|>').length > 1);
    const plain = readTokenizer(changed(['normalizer'], null));
    assert.equal(plain.decode(plain.encode('e\u0301')), 'e\u0301');
  });
});
