import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Absent } from '../../src/domain/absent.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import { P11 } from '../../src/eras/p11.js';
import { chatTemplate, withoutComments } from '../../src/reconstruct/prechecks/chatTemplate.js';
import { pythonDumps } from '../../src/reconstruct/prechecks/templateText.js';
import { file, manifest, pinnedConfig } from './cases.js';

const OFFICIAL = 'hello {{ x }}';
/** The evaluator's expression, with Python's line starts and its dot. */
const COMMENT = /(?:(?<=\n)|(?<![\s\S]))\s*\{#[^\n]*?#\}\s*\n?/g;

type Files = Readonly<Record<string, string | Buffer | null>>;

/** null = listed and not held. */
function check(files: Files) {
  return chatTemplate({
    manifest: manifest('a/b', { files: Object.keys(files).map((path) => file(path, 1)) }),
    config: pinnedConfig(),
    pins: { ...P11.pins, chatTemplateSha256: sha256Hex(OFFICIAL) },
    readFile: (path): Uint8Array | Absent => {
      const held = files[path];
      return held == null ? { absent: 'missing', why: `${path} is not held` } : Buffer.from(held);
    },
    references: [],
  });
}
const config = (template: unknown) => ({
  'tokenizer_config.json': JSON.stringify({ chat_template: template }),
});

test('the official template passes, raw and without its comment lines; another one fails', () => {
  assert.equal(check(config(OFFICIAL)).status, 'pass');
  assert.equal(check(config(`  {# note #}\n${OFFICIAL}\n`)).status, 'pass');
  assert.equal(check(config(`${OFFICIAL} {# note #}`)).status, 'fail');
  const other = check(config(`${OFFICIAL}!`));
  assert.deepEqual([other.status, other.category], ['fail', 'INVALID']);
});

test('a missing template passes, and so does every failure of the evaluator on reading it', () => {
  for (const files of [
    {},
    { 'chat_template.jinja': 'other' },
    config(''),
    config(null),
    config({ a: 1 }),
    config(7),
    config('\ud800'),
    { 'tokenizer_config.json': 'no json' },
    { 'tokenizer_config.json': '[]' },
    { 'tokenizer_config.json': Buffer.from([0xff, 0xfe]) },
    { ...config(''), 'chat_template.jinja': '' },
  ] as Files[])
    assert.equal(check(files).status, 'pass', JSON.stringify(files));
});

test('the jinja file counts only where the config has none', () => {
  assert.equal(check({ ...config(null), 'chat_template.jinja': OFFICIAL }).status, 'pass');
  assert.equal(check({ ...config(null), 'chat_template.jinja': 'other' }).status, 'fail');
  assert.equal(check({ ...config(OFFICIAL), 'chat_template.jinja': 'other' }).status, 'pass');
});

test('what is not held, or what Python may read in another way, is not checked', () => {
  for (const files of [
    { 'tokenizer_config.json': null },
    { ...config(null), 'chat_template.jinja': null },
    { ...config(null), 'chat_template.jinja': 'a\r\nb' },
    { 'tokenizer_config.json': '{"chat_template": "x", "n": NaN}' },
    config([]),
    config([{ n: 1 }]),
    { 'tokenizer_config.json': ' '.repeat(1024 * 1024 + 1) },
  ] as Files[])
    assert.equal(check(files).status, 'not checked', JSON.stringify(files).slice(0, 80));
});

test('a list is compared as json.dumps writes it', () => {
  const list = [{ name: 'a', template: 'é"\n\u007f😀' }, true, null];
  assert.equal(
    pythonDumps(list),
    '[{"name": "a", "template": "\\u00e9\\"\\n\\u007f\\ud83d\\ude00"}, true, null]',
  );
  assert.equal(pythonDumps([1]), null);
  assert.equal(check(config(list)).status, 'fail');
});

test('comments are removed as the expression removes them, in time linear in a hostile text', () => {
  const piece = fc.constantFrom('{#', '#}', '{', '}', '#', '\n', ' ', '\t', 'a', '\r', '\n\n');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      const text = pieces.join('');
      assert.equal(withoutComments(text), text.replace(COMMENT, '').trim());
    }),
    { numRuns: 3000 },
  );
  for (const piece of ['\n', '{#', '{#\n', ' \n{', '{# #}'])
    assert.equal(typeof withoutComments(piece.repeat(300_000)), 'string');
});
