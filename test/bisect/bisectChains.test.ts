import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { headOf, linkOf } from '../../src/domain/hashChain.js';
import { requestBytes, resultBytes } from '../../src/domain/scoreBytes.js';
import { bisectChains } from '../../src/replay/bisect/bisectChains.js';
import { largestDifference } from '../../src/replay/bisect/largestDifference.js';
import { chain, hex, pass, prompt, TEXT, withRound } from './chains.js';

const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

test('a head follows from a stated beginning by 64 bytes a step', () => {
  const genesis = sha256('recrown hash chain 1');
  assert.equal(headOf([]), genesis);
  const [one, two] = ['ab'.repeat(32), '01'.repeat(32)];
  const first = sha256(Buffer.from(genesis + one, 'hex'));
  assert.equal(headOf([one]), first);
  assert.equal(headOf([one, two]), sha256(Buffer.from(first + two, 'hex')));
});

test('a link is the digest of the bytes of the request and of the result', () => {
  const request = { ids: [5, 6], rows: [0], topIds: [[1, 2]] };
  const result = { logProbs: Float32Array.of(-1, -2), tailLogMass: Float32Array.of(-3) };
  assert.equal(linkOf(request, result), sha256(requestBytes(request), resultBytes(result)));
  const other = { ...result, tailLogMass: Float32Array.of(Math.fround(-3.0000002)) };
  assert.notEqual(linkOf(request, other), linkOf(request, result));
});

test('equal chains are equal, whatever engine made them, and it is said', () => {
  const a = chain();
  assert.deepEqual(bisectChains(a, chain()), {
    equal: true,
    sameEngine: true,
    repeats: true,
    sameSnapshot: true,
    rounds: { both: [11643, 11644], onlyA: [], onlyB: [] },
    equalLinks: 24,
    first: null,
  });
  const b = { ...chain(), replay: 'ffffff', engine: { ...a.engine, digest: hex(9) } };
  const found = bisectChains(a, b);
  assert.equal(found.equal, true);
  assert.equal(found.sameEngine, false);
});

test('the first prompt that gave other results is named, in the first pass that has one', () => {
  const b = withRound(chain(), 11644, ({ passes }) => ({
    passes: passes.map((one) => {
      if (one.uid === 1 && one.role === 'king') return pass(1, [hex(200), hex('bad'), hex('worse')]);
      return one.uid === 9 ? pass(9, [hex('bad'), hex(301), hex(302)]) : one;
    }),
  }));
  for (const [one, two] of [
    [chain(), b],
    [b, chain()],
  ] as const) {
    const { first, equal, equalLinks } = bisectChains(one, two);
    assert.equal(equal, false);
    assert.equal(equalLinks, 12 + 3 + 1);
    assert.deepEqual(first, {
      kind: 'results',
      roundId: 11644,
      pass: { role: 'king', uid: 1, capture: TEXT, form: 'contrib', revision: 'm' },
      position: 1,
      a: prompt(2),
      b: prompt(2),
    });
  }
});

for (const [name, kind, change] of [
  [
    'other tokens in the same prompt',
    'tokens',
    () => ({
      texts: [{ capture: TEXT, prompts: [prompt(0, hex(0), hex('other')), prompt(2), prompt(3)] }],
      passes: [pass(null, [hex('bad'), hex(101), hex(102)])],
    }),
  ],
  [
    'another prompt in the same place',
    'prompts',
    () => ({
      texts: [{ capture: TEXT, prompts: [prompt(1), prompt(2), prompt(3)] }],
      passes: [pass(null, [hex('bad'), hex(101), hex(102)])],
    }),
  ],
  ['a pass that ends earlier', 'length', () => ({ passes: [pass(null, [hex(100), hex(101)])] })],
  [
    'a pass of another revision',
    'models',
    () => ({ passes: [pass(null, [hex('bad'), hex(101), hex(102)], { revision: 'n' })] }),
  ],
  [
    'another teacher text',
    'texts',
    () => ({
      texts: [{ capture: hex('bb'), prompts: [prompt(0), prompt(2), prompt(3)] }],
      passes: [pass(null, [hex(100), hex(101), hex(102)], { capture: hex('bb') })],
    }),
  ],
  ['a pass that is missing', 'passes', () => ({ passes: [pass(1, [hex(200), hex(201), hex(202)])] })],
] as const)
  test(`${name} is named as such, not as a difference of numbers`, () => {
    const changed = withRound(chain(), 11643, change);
    assert.equal(bisectChains(chain(), changed).first?.kind, kind);
    assert.equal(bisectChains(changed, chain()).first?.kind, kind);
  });

test('a pass that only the second has is found too', () => {
  const more = withRound(chain(), 11643, ({ passes }) => ({ passes: [...passes, pass(12, [hex(1)])] }));
  assert.deepEqual(bisectChains(chain(), more).first?.pass?.uid, 12);
  assert.equal(bisectChains(chain(), more).first?.kind, 'passes');
});

test('other rounds are named when all common ones are equal', () => {
  const a = chain();
  const shorter = { ...a, rounds: a.rounds.slice(0, 1) };
  assert.deepEqual(bisectChains(a, shorter).rounds, { both: [11643], onlyA: [11644], onlyB: [] });
  assert.equal(bisectChains(a, shorter).first?.kind, 'rounds');
  assert.equal(bisectChains(a, shorter).first?.roundId, 11644);
  const apart = { ...a, rounds: a.rounds.slice(1) };
  assert.deepEqual(bisectChains(shorter, apart).first, {
    kind: 'rounds',
    roundId: null,
    pass: null,
    position: null,
    a: null,
    b: null,
  });
});

test('the largest difference of values is found with its place', () => {
  const found = (a: number[], b: number[]) =>
    largestDifference(Float32Array.from(a), Float32Array.from(b), 2);
  assert.deepEqual(found([1, 2, 3, 4], [1, 2, 3.5, 4.25]), { difference: 0.5, token: 1, channel: 0 });
  assert.deepEqual(found([0, 1], [-0, 1]), { difference: 0, token: 0, channel: 0 });
  assert.deepEqual(found([1, Number.NaN, 3, 9], [1, 2, 3, 4]), { difference: null, token: 0, channel: 1 });
  assert.deepEqual(found([1, Number.NaN], [1.5, Number.NaN]), { difference: 0.5, token: 0, channel: 0 });
});
