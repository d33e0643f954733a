import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blake2b } from '@noble/hashes/blake2.js';
import fc from 'fast-check';
import { openProof, type ProofAnswer } from '../../../src/chain/proof/readProof.js';
import { buildTrie, type Trie } from '../../support/trie/buildTrie.js';
import { encodeNode } from '../../support/trie/encodeNode.js';
import { anyEntries, type Entries, NAMED, neighbours } from './trieCases.js';

const VERSIONS = [0, 1] as const;
const INCOMPLETE: ProofAnswer = { state: 'incomplete' };

const hash = (bytes: Uint8Array): Buffer => Buffer.from(blake2b(bytes, { dkLen: 32 }));
const text = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;

/** One line for an answer. */
function said(answer: ProofAnswer): string {
  return answer.state === 'present' ? text(answer.value) : answer.state;
}

/** The answer that the entries give. */
const truth = (entries: Entries, key: string): string => entries.get(key) ?? 'absent';

/** Against a changed proof: the true answers or none. Returns how many keys are left without an answer. */
function allTrueOrNone(
  entries: Entries,
  asked: readonly string[],
  root: string,
  proof: readonly string[],
): number {
  const reader = openProof(proof, root);
  let without = 0;
  for (const key of asked) {
    const answer = said(reader.read(key));
    if (answer === 'incomplete') without++;
    else assert.equal(answer, truth(entries, key), key);
  }
  return without;
}

function changed(proof: readonly string[], item: number, at: number, mask: number): string[] {
  const bytes = Buffer.from((proof[item] as string).slice(2), 'hex');
  bytes[at] = (bytes[at] as number) ^ mask;
  return proof.with(item, text(bytes));
}

/** Every kind of node in 20 items, few bytes each. */
const MIXED: Entries = new Map([
  ...(NAMED['a key that begins another, with short and long values'] as Entries),
  ...(NAMED['children inside their parent, in two levels'] as Entries),
]);

for (const stateVersion of VERSIONS) {
  const trie: Trie = buildTrie(MIXED, stateVersion);
  const asked = [...MIXED.keys(), ...neighbours(MIXED)];
  const proof = trie.proof(asked);

  test(`with any bit of any byte of a proof changed, a key has its true answer or none, state version ${stateVersion}`, () => {
    assert.equal(allTrueOrNone(MIXED, asked, trie.root, proof), 0);
    for (let item = 0; item < proof.length; item++)
      for (let at = 0; at < (proof[item] as string).length / 2 - 1; at++)
        for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255])
          assert.ok(allTrueOrNone(MIXED, asked, trie.root, changed(proof, item, at, mask)) > 0);
  });

  test(`without any one item, cut off anywhere or lengthened, no key has a false answer, state version ${stateVersion}`, () => {
    for (const [i, item] of proof.entries()) {
      assert.ok(allTrueOrNone(MIXED, asked, trie.root, proof.toSpliced(i, 1)) > 0, 'no item is superfluous');
      for (let end = 2; end < item.length; end++)
        assert.ok(allTrueOrNone(MIXED, asked, trie.root, proof.with(i, item.slice(0, end))) > 0);
      assert.ok(allTrueOrNone(MIXED, asked, trie.root, proof.with(i, `${item}00`)) > 0);
      assert.ok(allTrueOrNone(MIXED, asked, trie.root, proof.with(i, `${item.slice(0, -1)}g`)) > 0);
    }
  });

  test(`order, repetition and items that nothing names change no answer, state version ${stateVersion}`, () => {
    const noise = ['0x', '0x00', '0x0', 'no hex', '0xzz', text(Buffer.alloc(500, 7)), ...proof.slice(0, 2)];
    for (const same of [proof.toReversed(), [...proof, ...proof], [...noise, ...proof, ...noise]])
      assert.equal(allTrueOrNone(MIXED, asked, trie.root, same), 0);
  });

  test(`in random tries a damaged or mixed proof gives no false answer, state version ${stateVersion}`, () => {
    const damage = fc.record({
      how: fc.constantFrom('change', 'drop', 'cut', 'repeat', 'swap', 'splice'),
      item: fc.nat(),
      other: fc.nat(),
      at: fc.nat(),
      mask: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(
        anyEntries,
        anyEntries,
        fc.array(damage, { minLength: 1, maxLength: 8 }),
        (entries, others, steps) => {
          const own = buildTrie(entries, stateVersion);
          // The state of another block: most keys alike, some values and keys not.
          const next = buildTrie([...entries, ...others], stateVersion);
          const keys = [...entries.keys(), ...neighbours(entries), ...others.keys()];
          let items = own.proof(keys);
          const foreign = next.proof(keys);
          for (const { how, item, other, at, mask } of steps) {
            if (items.length === 0) break;
            const i = item % items.length;
            const j = other % items.length;
            const old = items[i] as string;
            if (how === 'change' && old.length > 2)
              items = changed(items, i, at % (old.length / 2 - 1), mask);
            if (how === 'drop') items = items.toSpliced(i, 1);
            if (how === 'cut') items = items.with(i, old.slice(0, 2 + 2 * (at % (old.length / 2))));
            if (how === 'repeat') items = [...items, old];
            if (how === 'swap') items = items.with(i, items[j] as string).with(j, old);
            if (how === 'splice') items = items.with(i, foreign[other % foreign.length] as string);
          }
          allTrueOrNone(entries, keys, own.root, items);
          allTrueOrNone(entries, keys, own.root, [...items, ...foreign]);
          assert.equal(allTrueOrNone(entries, keys, own.root, [...foreign, ...own.proof(keys)]), 0);
        },
      ),
      { numRuns: 300 },
    );
  });

  test(`a proof for some keys leaves others open, unless the path is in it, state version ${stateVersion}`, () => {
    const entries: Entries = new Map(
      Array.from({ length: 200 }, (_, i) => [text(hash(Buffer.from([i]))), text(Buffer.alloc(40, i))]),
    );
    const own = buildTrie(entries, stateVersion);
    const [first] = entries.keys();
    const reader = openProof(own.proof([first as string]), own.root);
    const answers = [...entries.keys()].map((key) => said(reader.read(key)));
    assert.equal(answers[0], entries.get(first as string));
    assert.deepEqual(new Set(answers.slice(1)), new Set(['incomplete']));
  });
}

test('under another state root no key has an answer', () => {
  const trie = buildTrie(MIXED, 1);
  const proof = trie.proof([...MIXED.keys()]);
  const roots = [
    buildTrie(MIXED, 0).root,
    `0x${'00'.repeat(32)}`,
    '',
    '0x',
    trie.root.slice(2),
    trie.root.slice(0, -2),
  ];
  for (const root of roots) assert.deepEqual(openProof(proof, root).read('0x0a'), INCOMPLETE, root);
  assert.equal(said(openProof(proof, trie.root.toUpperCase().replace('0X', '0x')).read('0x0A')), '0x01');
});

test('a key that is not hex has no answer', () => {
  const trie = buildTrie(MIXED, 1);
  const reader = openProof(trie.proof(['0x0a']), trie.root);
  for (const key of ['', '0a', '0x0', '0xg0', '0x0a ', '0X0a'])
    assert.deepEqual(reader.read(key), INCOMPLETE);
});

test('in the empty trie every key is absent, and only with its item', () => {
  const trie = buildTrie([], 1);
  assert.equal(said(openProof(trie.proof(['0x12']), trie.root).read('0x12')), 'absent');
  assert.equal(said(openProof([], trie.root).read('0x12')), 'incomplete');
});

test('a value that is kept by its hash counts only with its bytes, and never the hash for the value', () => {
  const value = Buffer.alloc(64, 5);
  const trie = buildTrie([['0x12', text(value)]], 1);
  const proof = trie.proof(['0x12']);
  assert.equal(proof.length, 2);
  assert.equal(said(openProof(proof, trie.root).read('0x12')), text(value));
  for (const item of proof) assert.equal(said(openProof([item], trie.root).read('0x12')), 'incomplete');
  assert.equal(
    said(openProof([...proof.slice(0, 1), text(hash(value))], trie.root).read('0x12')),
    'incomplete',
  );
});

test('a value of 32 bytes or less is never kept by its hash', () => {
  for (const [length, expected] of [
    [32, 'incomplete'],
    [33, text(Buffer.alloc(33, 5))],
  ] as const) {
    const value = Buffer.alloc(length, 5);
    const leaf = encodeNode({ partial: '12', value: { hash: hash(value) }, children: [] });
    const answer = openProof([text(leaf), text(value)], text(hash(leaf))).read('0x12');
    assert.equal(said(answer), expected);
  }
});

/** A root whose children 1 and 2 are named by hash; the first is as given. */
function above(child: Buffer): { root: string; proof: string[] } {
  const good = encodeNode({ partial: '0', value: { bytes: Buffer.alloc(40, 1) }, children: [] });
  const children = new Array<Buffer | undefined>(16).fill(undefined);
  children[1] = hash(child);
  children[2] = hash(good);
  const root = encodeNode({ partial: '', value: null, children });
  return { root: text(hash(root)), proof: [root, child, good].map(text) };
}

test('a malformed node leaves the keys below it open, present or absent, and no other', () => {
  const leaf = encodeNode({ partial: '0', value: { bytes: Buffer.alloc(40, 9) }, children: [] });
  const { root, proof } = above(leaf);
  const sound = openProof(proof, root);
  assert.deepEqual(
    ['0x10', '0x11', '0x20', '0x30'].map((key) => sound.read(key).state),
    ['present', 'absent', 'present', 'absent'],
  );
  const bad = [
    Buffer.concat([leaf, Buffer.from([0])]),
    leaf.subarray(0, -1),
    Buffer.from([0]),
    Buffer.alloc(0),
    // Named by its hash although it is short enough to stand inside its parent.
    encodeNode({ partial: '0', value: { bytes: Buffer.alloc(5, 9) }, children: [] }),
    Buffer.concat([Buffer.from([leaf[0] as number, 0x70]), leaf.subarray(2)]),
  ];
  for (const child of bad) {
    const { root: other, proof: items } = above(child);
    const reader = openProof(items, other);
    assert.deepEqual(
      ['0x10', '0x11', '0x20', '0x30'].map((key) => reader.read(key).state),
      ['incomplete', 'incomplete', 'present', 'absent'],
    );
  }
});

test('too many items or bytes prove nothing', () => {
  const trie = buildTrie(MIXED, 1);
  const proof = trie.proof(['0x0a']);
  // Not hex, so that within the limit nothing is hashed.
  const many = new Array<string>(65_536).fill('no');
  assert.equal(said(openProof([...proof, ...many.slice(proof.length)], trie.root).read('0x0a')), '0x01');
  assert.equal(said(openProof([...proof, ...many], trie.root).read('0x0a')), 'incomplete');
  const large = `0x${'zz'.repeat(1024 * 1024)}`;
  const fill = (count: number): string[] => [...proof, ...new Array<string>(count).fill(large)];
  assert.equal(said(openProof(fill(31), trie.root).read('0x0a')), '0x01');
  assert.equal(said(openProof(fill(32), trie.root).read('0x0a')), 'incomplete');
});

test('changing a value that was read changes nothing in the proof', () => {
  for (const stateVersion of VERSIONS) {
    const trie = buildTrie([['0x12', text(Buffer.alloc(64, 5))]], stateVersion);
    const reader = openProof(trie.proof(['0x12']), trie.root);
    const answer = reader.read('0x12');
    assert.ok(answer.state === 'present');
    answer.value.fill(0);
    assert.equal(said(reader.read('0x12')), text(Buffer.alloc(64, 5)));
  }
});
