import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { promptText } from '../../src/reconstruct/prompts/promptText.js';

const letters = (count: number): string => 'x'.repeat(count);

describe('promptText', () => {
  it('keeps 10,000 code points and cuts longer texts at a late space', () => {
    assert.equal(promptText(letters(10_000)), letters(10_000));
    assert.equal(promptText(letters(10_001)), letters(10_000));
    assert.equal(promptText(`${letters(9_000)} ${letters(2_000)}`), letters(9_000));
    assert.equal(promptText(`${letters(5_001)} ${letters(6_000)}`), letters(5_001));
    assert.equal(promptText(`${letters(5_000)} ${letters(6_000)}`), `${letters(5_000)} ${letters(4_999)}`);
    assert.equal(promptText(`${letters(9_999)} ${letters(10)}`), letters(9_999));
    assert.equal(promptText(`${'🙂'.repeat(9_000)} ${letters(2_000)}`), '🙂'.repeat(9_000));
  });

  it('cuts on no white space but the ASCII space', () => {
    assert.equal(promptText(`${letters(9_000)}\n${letters(2_000)}`), `${letters(9_000)}\n${letters(999)}`);
    assert.equal(
      promptText(`${letters(9_000)}\u3000${letters(2_000)}`),
      `${letters(9_000)}\u3000${letters(999)}`,
    );
  });

  it('drops controls but for line feed, tab and carriage return, then strips', () => {
    assert.equal(promptText(' a\0\x01\x1b\x1cb\n\t\rc \u2003'), 'ab\n\t\rc');
    assert.equal(promptText('\x1f a'), 'a');
  });

  it('rejects a text that is readable to less than one half', () => {
    assert.equal(promptText('ab\u200b\u200b'), 'ab\u200b\u200b');
    assert.equal(promptText('ab\u200b\u200b\u200b'), '');
    assert.equal(promptText('a\n\tb\x7f\x7f\x7f\x7f'), 'a\n\tb\x7f\x7f\x7f\x7f');
    assert.equal(promptText('\u{1e4d0}'), '');
    assert.equal(promptText(' \n '), '');
  });
});
