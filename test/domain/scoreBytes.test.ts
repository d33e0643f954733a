import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { idsDigest, requestBytes, resultBytes } from '../../src/domain/scoreBytes.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('the bytes of a request are its lists with their lengths, little endian', () => {
  assert.equal(
    hex(requestBytes({ ids: [1, 258], rows: [0], topIds: [[5]] })),
    ['02000000', '01000000', '02010000', '01000000', '00000000', '01000000', '05000000'].join('') +
      '000000000000000000000000',
  );
});

test('requests that ask for something else have other bytes', () => {
  const request = fc.record({
    ids: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
    rows: fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }),
    topK: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    logits: fc.option(fc.constant(true), { nil: undefined }),
    hidden: fc.option(fc.constant(true), { nil: undefined }),
  });
  const plain = (one: object) => JSON.stringify(one, Object.keys(one).sort());
  fc.assert(
    fc.property(request, request, (a, b) => {
      const [one, two] = [a, b].map((r) => hex(requestBytes(r as Parameters<typeof requestBytes>[0])));
      assert.equal(one === two, plain(a) === plain(b));
    }),
  );
});

test('the bytes of a result are its raw bits: minus zero and zero differ', () => {
  assert.equal(
    hex(resultBytes({ topIds: Int32Array.of(-1), logProbs: Float32Array.of(-0) })),
    ['01000000', 'ffffffff', '01000000', '00000080', '00000000', '00000000', '00000000'].join(''),
  );
  assert.notEqual(
    hex(resultBytes({ logProbs: Float32Array.of(0) })),
    hex(resultBytes({ logProbs: Float32Array.of(-0) })),
  );
});

test('probes are asked for in two words more, and no other request ends in them', () => {
  const base = { ids: [1], rows: [0], logits: true } as const;
  const bare = hex(requestBytes(base));
  const asked = [
    { drops: true },
    { gates: true },
    { layers: true },
    { values: 0 },
    { values: 1, layers: true },
    {},
  ].map((probes) => hex(requestBytes({ ...base, probes })));
  assert.equal(new Set(asked).size, asked.length);
  for (const one of asked) assert.ok(one.startsWith(bare) && one.length === bare.length + 16);
  assert.ok(asked[4]?.endsWith('0400000002000000'));
});

test('answers to probes are part of the bytes of a result', () => {
  const sha256 = '0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1fff';
  const none = '00000000'.repeat(5);
  assert.equal(hex(resultBytes({})), none);
  const probes = {
    drops: [{ layer: 4, dropped: 3 }],
    gates: [{ layer: 5, mean: 0.5 }],
    layers: [{ layer: 0, sha256 }],
    values: { layer: 0, width: 1, hidden: Float32Array.of(1) },
  };
  const tail = `01000000${'03000000'}01000000${'0000003f'}08000000${sha256}01000000${'0000803f'}`;
  assert.equal(hex(resultBytes({ probes })), none + tail);
  assert.equal(hex(resultBytes({ probes: {} })), none + '00000000'.repeat(4));
});

test('the digest of ids is that of a request without rows', () => {
  const words = Buffer.alloc(7 * 4 + 4);
  [2, 7, 258].forEach((word, i) => {
    words.writeUInt32LE(word, i * 4);
  });
  assert.equal(idsDigest([7, 258]), createHash('sha256').update(words).digest('hex'));
});
