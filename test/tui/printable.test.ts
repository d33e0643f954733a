import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asciiOnly, printable } from '../../src/domain/printable.js';

test('controls, escape sequences, bidi and zero-width characters become visible', () => {
  assert.equal(printable('a\u001b[2Jb'), 'a\\x1b[2Jb');
  assert.equal(printable('\u001b]52;c;aGk=\u0007'), '\\x1b]52;c;aGk=\\x07');
  assert.equal(printable('x\u009b31m'), 'x\\x9b31m');
  assert.equal(printable('one\r\ntwo\tthree'), 'one\\r\\ntwo\\tthree');
  assert.equal(printable('\u202euser\u2066'), '\\u{202e}user\\u{2066}');
  assert.equal(printable('a\u200bb\u200dc\ufeff'), 'a\\u{200b}b\\u{200d}c\\u{feff}');
  assert.equal(printable('blank\u3000\u00a0\u2800\u3164'), 'blank\\u{3000}\\xa0\\u{2800}\\u{3164}');
  assert.equal(printable('tag\u{e0041}'), 'tag\\u{e0041}');
  assert.equal(printable(`e${'\u0316'.repeat(3)}`), 'e\\u{0316}\\u{0316}\\u{0316}');
  assert.equal(printable('\ud800x'), '\\u{d800}x');
});

test('ordinary text of any script stays', () => {
  for (const text of ['fastlab/quasar-v9', 'größe é', 'e\u0301', '模型', '🚀 up', 'a b  c'])
    assert.equal(printable(text), text.normalize('NFC'));
});

test('a long text is cut and says so', () => {
  const text = printable('x'.repeat(5000), 100);
  assert.equal(text.length, 100);
  assert.ok(text.endsWith('..(5000 characters)'));
  assert.ok(printable('\u001b'.repeat(1_000_000), 200).length <= 200);
});

test('whatever comes in, nothing that a terminal obeys comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const safe = printable(text, 120);
      assert.ok(!/[\p{C}\p{Zl}\p{Zp}]/u.test(safe));
      assert.ok(safe.length <= 120);
      assert.equal(printable(safe, 120), safe, 'cleaning twice changes nothing');
      assert.ok(/^[\x20-\x7e]*$/.test(asciiOnly(safe)));
    }),
  );
});
