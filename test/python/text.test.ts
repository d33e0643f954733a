import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { isPrintable } from '../../src/python/isPrintable.js';
import { codePointLength, firstCodePoints, rfind, strip } from '../../src/python/text.js';

const CODE_POINTS = 0x110000;

describe('text', () => {
  it('counts and cuts code points', () => {
    assert.equal(codePointLength('a🙂漢'), 3);
    assert.equal(codePointLength(''), 0);
    assert.equal(firstCodePoints('a🙂漢', 2), 'a🙂');
    assert.equal(firstCodePoints('a🙂漢', 9), 'a🙂漢');
    assert.equal(firstCodePoints('a🙂漢', 0), '');
  });

  it('finds the last occurrence by code point', () => {
    assert.equal(rfind('🙂 🙂 x', ' '), 3);
    assert.equal(rfind('abc', ' '), -1);
  });

  it('strips exactly the white space of Python', () => {
    const spaces = [0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000];
    for (let c = 0x09; c <= 0x0d; c++) spaces.push(c);
    for (let c = 0x1c; c <= 0x20; c++) spaces.push(c);
    for (let c = 0x2000; c <= 0x200a; c++) spaces.push(c);
    const found = Array.from({ length: 0x10000 }, (_, c) => c).filter(
      (c) => strip(String.fromCharCode(c)) === '',
    );
    assert.deepEqual(
      found,
      spaces.sort((a, b) => a - b),
    );
    assert.equal(strip('\u3000\n a b \x1c\x85'), 'a b');
    assert.equal(strip('\ufeffa\ufeff'), '\ufeffa\ufeff');
    assert.equal(strip(' \t '), '');
  });
});

describe('isPrintable', () => {
  it('is str.isprintable of CPython 3.11.7 on every code point', () => {
    // sha256 of "".join("1" if chr(c).isprintable() else "0" for c in range(0x110000))
    const flags = Array.from({ length: CODE_POINTS }, (_, c) => (isPrintable(c) ? '1' : '0')).join('');
    assert.equal(
      createHash('sha256').update(flags).digest('hex'),
      '4ee85060c16cbd4fcd8fc466cf72f18adafc5b2f30b180314f7fafd88f82ab1d',
    );
  });

  it('agrees with the Unicode tables of this Node but for what was added after 14.0', () => {
    const hidden = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
    for (let c = 0; c < CODE_POINTS; c++)
      if (isPrintable(c)) assert.ok(!hidden.test(String.fromCodePoint(c)), c.toString(16));
    // Added in 15.0, 15.1 and 16.0.
    for (const c of [0x1e4d0, 0x2ebf0, 0x1c89]) assert.equal(isPrintable(c), false);
  });
});
