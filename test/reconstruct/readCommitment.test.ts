import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCommitment } from '../../src/reconstruct/readCommitment.js';

const revision = 'a'.repeat(40);

test('a pinned commitment is read; what the payload says about block and hotkey is ignored', () => {
  const text = JSON.stringify({ model: 'owner/name.v2', revision, block: 1, hotkey: 'other' });
  assert.deepEqual(readCommitment(text), { ok: true, repo: 'owner/name.v2', revision });
});

test('everything else is out with a sentence', () => {
  const reasons: [string, RegExp][] = [
    ['', /not JSON/],
    ['{"model": "a/b"', /not JSON/],
    ['"a model"', /not an object/],
    ['["model"]', /not an object/],
    ['null', /not an object/],
    ['7', /not an object/],
    ['{}', /names no model/],
    ['{"model": 7}', /names no model/],
    ['{"__proto__": {"model": "a/b"}}', /names no model/],
    ['{"model": "no-owner"}', /not a repository name/],
    ['{"model": "../../etc"}', /not a repository name/],
    ['{"model": "a/b/c"}', /not a repository name/],
    ['{"model": "a/b"}', /"main" is not 40 hex digits/],
    ['{"model": "a/b", "revision": "main"}', /"main" is not 40 hex digits/],
    [`{"model": "a/b", "revision": "${'A'.repeat(40)}"}`, /not 40 hex digits/],
    [`{"model": "a/b", "revision": 5}`, /not a text/],
    [`{"model": "a/b", "x": "${'y'.repeat(5000)}"}`, /longer than/],
    ['['.repeat(4000), /not JSON/],
  ];
  for (const [text, reason] of reasons) {
    const read = readCommitment(text);
    assert.ok(!read.ok, text.slice(0, 40));
    assert.match(read.reason, reason);
  }
});

test('hostile text never throws and comes back printable and short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (hostile) => {
      for (const text of [
        hostile,
        JSON.stringify({ model: hostile }),
        JSON.stringify({ model: 'a/b', revision: hostile }),
      ]) {
        const read = readCommitment(text);
        if (!read.ok) {
          assert.match(read.reason, /^[\x20-\x7e]*$/);
          assert.ok(read.reason.length < 160);
        }
      }
    }),
  );
});
