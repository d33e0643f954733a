import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLine } from '../../src/cli/jsonLine.js';

test('a document is one line of ASCII that stands for the same values', () => {
  const document = {
    text: '\u009b2J \u202e \u007f \ud83d\udc51 \u001b \u2028 "x"',
    'k\u00e9y': [1, null, true],
  };
  const line = jsonLine(document);
  assert.match(line, /^[\x20-\x7e]+\n$/);
  assert.deepEqual(JSON.parse(line), document);
});
