import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trieNodeDec } from '@polkadot-api/substrate-bindings';
import fc from 'fast-check';
import { decodeTrieNode, type TrieNode } from '../../../src/chain/proof/decodeTrieNode.js';
import { buildTrie } from '../../support/trie/buildTrie.js';
import { encodeNode } from '../../support/trie/encodeNode.js';
import { anyEntries, NAMED } from './trieCases.js';

const DIGITS = [...'0123456789abcdef'];

function encodeAgain(node: TrieNode): Buffer {
  if (node.isEmpty) return Buffer.from([0]);
  return encodeNode({
    partial: node.partial,
    value:
      node.value?.kind === 'hash'
        ? { hash: Buffer.from(node.value.hash, 'hex') }
        : node.value && { bytes: node.value.bytes },
    children:
      node.children.size === 0
        ? []
        : DIGITS.map((digit) => {
            const child = node.children.get(digit);
            return child && ('node' in child ? encodeAgain(child.node) : Buffer.from(child.hash, 'hex'));
          }),
  });
}

/** What decodes has no second encoding, and a library sees the same node in it. */
function isSound(bytes: Uint8Array): boolean {
  const node = decodeTrieNode(bytes);
  if (node === null) return false;
  assert.ok(encodeAgain(node).equals(bytes), Buffer.from(bytes).toString('hex'));
  const seen = trieNodeDec(new Uint8Array(bytes));
  assert.equal(seen.partialKey, node.partial);
  const below = 'children' in seen ? Object.keys(seen.children).sort() : [];
  assert.equal(below.join(), [...node.children.keys()].join());
  return true;
}

const nodesOf = (entries: ReadonlyMap<string, string>, stateVersion: 0 | 1): Buffer[] =>
  buildTrie(entries, stateVersion)
    .proof([...entries.keys()])
    .map((item) => Buffer.from(item.slice(2), 'hex'));

test('with any byte of a node changed, added or cut off, it is another node in its one encoding, or none', () => {
  let read = 0;
  let refused = 0;
  for (const [name, entries] of Object.entries(NAMED))
    for (const bytes of [...nodesOf(entries, 0), ...nodesOf(entries, 1)]) {
      if (bytes.length > 600) continue;
      for (let at = 0; at < bytes.length; at++) {
        for (const mask of at < 4 ? [1, 2, 4, 8, 16, 32, 64, 128, 255] : [1, 128, 255]) {
          const changed = Buffer.from(bytes);
          changed[at] = (changed[at] as number) ^ mask;
          if (isSound(changed)) read++;
          else refused++;
        }
        const isNode = isSound(bytes);
        if (isNode) assert.equal(decodeTrieNode(bytes.subarray(0, at)), null, `${name}: cut off at ${at}`);
        if (isNode) assert.equal(decodeTrieNode(Buffer.concat([bytes, Buffer.from([at & 255])])), null, name);
      }
    }
  assert.ok(read > 1000 && refused > 1000, `${read} read, ${refused} refused`);
});

test('random bytes are a node in its one encoding, or none', () => {
  let read = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 80 }),
        // Inside a leaf or a branch with two children of its own.
        fc
          .uint8Array({ maxLength: 31 })
          .map((inner) => Buffer.from([0x80, 3, 0, inner.length * 4, ...inner, 8, 0x40, 0])),
        anyEntries.filter((entries) => entries.size > 0).map((entries) => nodesOf(entries, 1)[0] as Buffer),
      ),
      (bytes) => {
        if (isSound(bytes)) read++;
      },
    ),
    { numRuns: 3000 },
  );
  assert.ok(read > 0);
});

const REFUSED: readonly (readonly [what: string, hex: string])[] = [
  ['no bytes', ''],
  ['the empty trie with a byte after it', '0000'],
  ['a header of no kind', '01'],
  ['a header of no kind with a size', '0f1234'],
  ['a leaf without its partial key', '42'],
  ['a leaf without its value', '4212'],
  ['a leaf whose value is cut off', '42120801'],
  ['a leaf with a byte after its value', '4212040100'],
  ['a bit set before an odd partial key', '41120401'],
  ['a size that goes on without end', '7fffff'],
  ['a value length in two bytes that fits in one', `4212${'0100'}`],
  ['a value length in four bytes that fits in two', `4212${'02010000'}${'00'.repeat(64)}`],
  ['a value length in the big form', `4212${'03000100'}${'00'.repeat(16_384)}`],
  ['a hashed leaf of 31 bytes', `2212${'aa'.repeat(31)}`],
  ['a hashed leaf of 33 bytes', `2212${'aa'.repeat(33)}`],
  ['a branch without a bitmap', '80'],
  ['a branch of half a bitmap', '8003'],
  ['a branch without children', '800000'],
  ['a branch with a value and without children', 'c000000401'],
  ['a branch without a value and with one child', '8001000c400401'],
  ['a branch with a child less than its bitmap', '8003000c400401'],
  ['a branch with a child more than its bitmap', '8003000c4004010c4004010c400401'],
  ['an empty child', '800300000c400401'],
  ['a child that is the empty trie', '80030004000c400401'],
  ['a child of 33 bytes', `80030084407c${'aa'.repeat(31)}0c400401`],
  ['a malformed child inside its parent', '8003000c4004010c400402ff'],
  ['a child inside its parent with a byte after it', '800300104004010000'],
];

for (const [what, hex] of REFUSED)
  test(`${what} is no node`, () => {
    assert.equal(decodeTrieNode(Buffer.from(hex, 'hex')), null);
  });

test('nodes that hold one another are read to the last level that fits', () => {
  // Below 32 bytes a node holds few others; each level takes four bytes at least.
  let inner = Buffer.from([0x40, 0]);
  const leaf = Buffer.from([8, 0x40, 0]);
  for (;;) {
    const outer = Buffer.concat([Buffer.from([0x80, 3, 0, inner.length * 4]), inner, leaf]);
    assert.ok(decodeTrieNode(outer), `${outer.length} bytes`);
    if (outer.length > 31) break;
    inner = outer;
  }
});
