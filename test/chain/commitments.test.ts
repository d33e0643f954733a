import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseEntry } from '../../src/chain/actions/getCommitments.js';
import { decodeRevealed } from '../../src/chain/codec/decodeRevealed.js';
import { encodePayload } from '../../src/chain/codec/encodePayload.js';
import { utf8Ignore } from '../../src/chain/codec/utf8Ignore.js';
import { createChain } from '../../src/chain/createChain.js';
import { blockOf, chainOf, encodeSample, hotkeyNumber, sampleSubnet } from './sampleSubnet.js';

test('a length of one, two or four bytes is dropped, and it must be the length of the rest', () => {
  for (const length of [3, 63, 64, 200, 16383, 16384]) {
    const text = 'm'.repeat(length);
    assert.deepEqual(decodeRevealed(encodePayload(text)), { text, lengthPrefixed: true, strictText: text });
  }
});

test('a payload without its length loses bytes as the evaluator sees it, and says so', () => {
  const json = '{"model":"a/b"}';
  assert.deepEqual(decodeRevealed(encodePayload(json, false)), {
    text: json.slice(4),
    lengthPrefixed: false,
    strictText: json,
  });
  assert.deepEqual(decodeRevealed(Buffer.from('abc')), {
    text: 'c',
    lengthPrefixed: false,
    strictText: 'abc',
  });
  assert.deepEqual(decodeRevealed(new Uint8Array(0)), { text: '', lengthPrefixed: false, strictText: '' });
  assert.deepEqual(decodeRevealed(Uint8Array.of(0)), { text: '', lengthPrefixed: true, strictText: '' });
  const short = encodePayload('abcdef').subarray(0, 4);
  assert.deepEqual(decodeRevealed(short), { text: 'abc', lengthPrefixed: false, strictText: '\u0018abc' });
});

test('the strict reading takes what follows the length, else everything, and only UTF-8', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['0c616263', 'abc'],
    ['0c6162ff', null],
    ['616263', 'abc'],
    ['6162ff', null],
    ['ff', null],
  ];
  for (const [hex, text] of cases)
    assert.equal(decodeRevealed(Buffer.from(hex, 'hex')).strictText, text, hex);
});

test('bytes that are not UTF-8 are left out one sequence at a time', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['61ff62', 'ab'],
    ['e24161', 'Aa'],
    ['f09f4161', 'Aa'],
    ['c080', ''],
    ['eda08061', 'a'],
    ['f4908080', ''],
    ['efbbbf61', '\ufeffa'],
    ['efbfbd', '\ufffd'],
    ['f09f8c8d', '🌍'],
    ['e0a0', ''],
    ['61e0a08062', 'a\u0800b'],
  ];
  for (const [hex, text] of cases) assert.equal(utf8Ignore(Buffer.from(hex, 'hex')), text, hex);
});

test('the evaluator takes the largest reveal block, the first of equals', () => {
  const at = (block: number) => ({ block, text: '', lengthPrefixed: true, strictText: '' });
  assert.equal(chooseEntry([at(5), at(9), at(9), at(7)]), 1);
  assert.equal(chooseEntry([at(9), at(9)]), 0);
  assert.equal(chooseEntry([]), null);
});

test('ten entries, two in one block, stand in stored order', async () => {
  const entries = Array.from({ length: 10 }, (_, n) => ({
    block: 100 + Math.min(n, 8),
    payload: n === 3 ? Buffer.from('not prefixed') : encodePayload(`entry ${n}`),
  }));
  const values = { ...sampleSubnet(3), commitments: [{ hotkey: hotkeyNumber(2), entries }] };
  const block = blockOf(8_382_960, await encodeSample(424, values));
  const { commitments } = await createChain(chainOf(424, block)).getState(block.number);
  assert.equal(commitments.length, 1);
  const [only] = commitments;
  assert.deepEqual([only?.uid, only?.hotkey, only?.chosen], [2, hotkeyNumber(2), 8]);
  assert.deepEqual(
    only?.entries.map((one) => one.block),
    entries.map((one) => one.block),
  );
  assert.deepEqual(only?.entries[9]?.text, 'entry 9');
  assert.deepEqual(
    only?.entries.map((one) => one.lengthPrefixed),
    entries.map((_, n) => n !== 3),
  );
});
