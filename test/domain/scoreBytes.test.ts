import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { requestBytes, resultBytes } from '../../src/domain/scoreBytes.js';

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
