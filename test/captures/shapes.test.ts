import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommitted } from '../../src/artifacts/captures/readCommitted.js';
import { readDisqualified, readEvaluated } from '../../src/artifacts/captures/readTables.js';
import { readTeacherTexts } from '../../src/artifacts/captures/readTeacherTexts.js';
import { parsePythonJson } from '../../src/artifacts/published/parsePythonJson.js';
import { PublishedValue } from '../../src/artifacts/published/publishedValue.js';
import { readRows } from '../../src/artifacts/published/readRows.js';
import { PublishedFileError } from '../../src/errors/artifact.js';
import { HOTKEY } from '../support/loopbackValidator/validatorState.js';

const bodyOf = (value: unknown) => new PublishedValue('body', '', parsePythonJson(JSON.stringify(value)));

const key = `${HOTKEY}:200`;
const table = { [key]: 'copy', [HOTKEY]: 'arch', 12: 'integrity' };

test('disqualifications are taken in the shape of their file, at the top or under one key', () => {
  const taken: readonly (readonly [unknown, unknown])[] = [
    [table, table],
    [{}, {}],
    [{ disqualified: table, count: 3 }, table],
    [{ any: table, more: {} }, table],
    [{ disqualified: {}, count: 0 }, {}],
  ];
  for (const [value, expected] of taken) {
    const { name, text } = readDisqualified(bodyOf(value));
    assert.equal(name, 'disqualified.json');
    assert.deepEqual(JSON.parse(text ?? ''), expected);
  }
  const refused = [
    { error: 'nothing yet' },
    { [key]: null },
    { [key]: { reason: 'copy' } },
    { [`${key}:1`]: 'x' },
    { [`${HOTKEY}:01`]: 'x' },
    { disqualified: [{ key, reason: 'copy' }] },
    { a: table, b: { [key]: 'other' } },
    { a: { b: table } },
    [table],
    'text',
    null,
    7,
  ];
  for (const value of refused)
    assert.throws(() => readDisqualified(bodyOf(value)), PublishedFileError, JSON.stringify(value));
});

test('evaluated UIDs are a list, at the top or under one key', () => {
  const taken: readonly (readonly [unknown, readonly number[]])[] = [
    [[3, 1, 2, 1], [1, 2, 3]],
    [[], []],
    [['7', '0', 65535], [0, 7, 65535]],
    [{ uids: [5, 4], count: 2 }, [4, 5]],
    [{ any: [{ uid: 9, more: 1 }, { uid: 0 }] }, [0, 9]],
    [{ uids: [1], none: [] }, [1]],
  ]; // biome-ignore format: rows
  for (const [value, expected] of taken)
    assert.deepEqual(JSON.parse(readEvaluated(bodyOf(value)).text ?? ''), expected);
  const refused = [
    ['07'], [' 7'], [-1], [1.5], [65536], [null], [true], [[1]], [{ uid: '7' }], [{ uid: 1.5 }], [{ other: 1 }],
    {}, { uids: {} }, { uids: [1], more: [2] }, { a: { uids: [1] } }, 7, '7', null,
  ]; // biome-ignore format: rows
  for (const value of refused)
    assert.throws(() => readEvaluated(bodyOf(value)), PublishedFileError, JSON.stringify(value));
});

const pin = (digit: string) => digit.repeat(40);

test('committed revisions are found wherever an object names them, each once', () => {
  const expected = [{ repo: 'a/b', revision: pin('a') }];
  const one = { model: 'a/b', revision: pin('a') };
  for (const value of [
    one,
    [one, one],
    { hk: one },
    { commitments: { hk: one } },
    { data: [{ uid: 1, commitment: one }] },
  ])
    assert.deepEqual(readCommitted(bodyOf(value)), expected);
  assert.deepEqual(readCommitted(bodyOf([{ repo: 'a/b', revision: pin('a') }])), expected);
  assert.deepEqual(
    readCommitted(bodyOf([{ model: 'no repository', repo: 'a/b', revision: pin('a') }])),
    expected,
  );
  for (const value of [{}, []]) assert.deepEqual(readCommitted(bodyOf(value)), []);
});

test('an answer without a committed revision is refused; depth and number are bounded', () => {
  let deep: unknown = { model: 'a/b', revision: pin('a') };
  for (let at = 0; at < 9; at += 1) deep = [deep];
  const refused = [
    deep,
    { error: 'nothing yet' },
    [{ model: 'a/b', revision: 'main' }],
    [{ model: 'a/b', revision: pin('A') }],
    [{ model: '../../etc', revision: pin('a') }],
    [{ model: 'a/b..c', revision: pin('a') }],
    [{ model: 7, revision: pin('a') }],
    'text',
    null,
  ];
  for (const value of refused)
    assert.throws(() => readCommitted(bodyOf(value)), PublishedFileError, JSON.stringify(value));
  const many = Array.from({ length: 5000 }, (_, at) => ({ model: `a/m${at}`, revision: pin('a') }));
  assert.equal(readCommitted(bodyOf(many)).length, 4096);
  const wide = [Array(250_000).fill(0), many[0]];
  assert.throws(() => readCommitted(bodyOf(wide)), PublishedFileError);
});

test('a text is one document or several, each with the block of its own', () => {
  const text = (block: number | null) => ({ block_seed: block, data: [{ prompt: 'p', continuation: 'c' }] });
  const read = (value: unknown) =>
    readTeacherTexts(bodyOf(value)).map((one) => [one.block, one.text !== null]);
  assert.deepEqual(read(text(720)), [[720, false]]);
  assert.deepEqual(read([text(720), text(null)]), [[720, true], [null, true]]); // biome-ignore format: one row
  assert.deepEqual(read({ data: text(720), more: text(1440) }), [[720, true], [1440, true]]); // biome-ignore format: one row
});

test('the row of the reference model has the UID -1; no other row has', () => {
  const read = (row: object) =>
    readRows(bodyOf({ results: [{ model: 'a/b', ...row }] }), bodyOf({})).map((one) => [
      one.uid,
      one.isReference,
    ]);
  assert.deepEqual(read({ uid: -1, is_reference: true }), [[-1, true]]);
  assert.deepEqual(read({ uid: -1 }), [[-1, true]]);
  assert.deepEqual(read({ uid: 5, is_reference: true }), [[5, true]]);
  assert.deepEqual(read({ uid: 5 }), [[5, false]]);
  for (const uid of [-2, -1.5, '-1', 65536, null])
    assert.throws(() => read({ uid, is_reference: true }), PublishedFileError);
});
